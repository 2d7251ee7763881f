package cn.jinfu.traceability.lot;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/lots")
@RequiredArgsConstructor
class LotApi {

	record Reasoned(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	/**
	 * @param reason needed where no test speaks for the lot
	 */
	record Release(@Nullable @Size(max = 300) String reason, @NotNull Long version) {
	}

	private final LotCommands commands;

	private final LotQueries queries;

	@GetMapping
	Paged<LotView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable LotStatus status,
			@RequestParam(required = false) @Nullable HoldCause reason,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries
			.list(new LotQueries.Filter(q, status, reason, crop, memberId, from, to, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	LotView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@GetMapping("/{id}/chain")
	List<LotDocument.Step> chain(@PathVariable UUID id) {
		return queries.chain(id);
	}

	@GetMapping("/{id}/moves")
	Paged<LotQueries.Movement> moves(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.moves(id, after, Paged.limit(limit));
	}

	@GetMapping("/{id}/sources")
	Paged<LotGraph.Neighbour> sources(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.madeOf(id, after, Paged.limit(limit));
	}

	@GetMapping("/{id}/products")
	Paged<LotGraph.Neighbour> products(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.madeInto(id, after, Paged.limit(limit));
	}

	@GetMapping("/{id}/tests")
	List<LotQueries.TestLine> tests(@PathVariable UUID id) {
		return queries.tests(id);
	}

	@GetMapping("/{id}/certificates")
	List<LotQueries.CertificateLine> certificates(@PathVariable UUID id) {
		return queries.certificates(id);
	}

	@GetMapping("/{id}/labels")
	Paged<LotQueries.LabelLine> labels(@PathVariable UUID id, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.labels(id, after, Paged.limit(limit));
	}

	@PostMapping("/{id}/hold")
	LotView hold(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.hold(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/release")
	LotView release(@PathVariable UUID id, @Valid @RequestBody Release body) {
		commands.release(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/recall")
	LotView recall(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.recall(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/destruction")
	LotView destroy(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.destroy(id, body.reason(), body.version());
		return queries.view(id);
	}

}
