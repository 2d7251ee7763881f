package cn.jinfu.credit.rating;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Editions of the card, to read. */
@RestController
@RequestMapping("/api/v1/scorecards")
@RequiredArgsConstructor
class ScorecardApi {

	record Line(UUID id, String code, CardStatus status, @Nullable LocalDate effectiveFrom,
			@Nullable LocalDate effectiveTo, String sha256, long ratings) {

		static Line of(ScorecardDesk.View it) {
			var edition = it.edition();
			return new Line(edition.id(), edition.code(), edition.status(), edition.effectiveFrom(),
					edition.effectiveTo(), edition.sha256(), it.ratings());
		}

	}

	record ScorecardResource(UUID id, String code, CardStatus status, @Nullable LocalDate effectiveFrom,
			@Nullable LocalDate effectiveTo, @Nullable UUID basedOn, String note, String sha256, Scorecard card,
			@Nullable CardComparison comparison, @Nullable String draftedName, @Nullable String proposedName,
			@Nullable String approvedName, @Nullable Instant approvedAt, long ratings, long version) {

		static ScorecardResource of(ScorecardDesk.View view) {
			var it = view.edition();
			return new ScorecardResource(it.id(), it.code(), it.status(), it.effectiveFrom(), it.effectiveTo(),
					it.basedOn(), it.note(), it.sha256(), view.card(), view.comparison(), it.draftedName(),
					it.proposedName(), it.approvedName(), it.approvedAt(), view.ratings(), it.version());
		}

	}

	private final ScorecardDesk desk;

	/** All of them: a federation has a few. */
	@GetMapping
	List<Line> list() {
		return desk.list().stream().map(Line::of).toList();
	}

	@GetMapping("/{id}")
	ResponseEntity<ScorecardResource> show(@PathVariable UUID id) {
		var resource = ScorecardResource.of(desk.show(id));
		return ResponseEntity.ok().eTag(String.valueOf(resource.version())).body(resource);
	}

}
