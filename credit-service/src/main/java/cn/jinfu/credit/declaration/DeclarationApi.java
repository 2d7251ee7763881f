package cn.jinfu.credit.declaration;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.Typed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Yearly declarations, and what else is on record about a farm. A declaration carries its
 * version as ETag, and a decision wants it back in If-Match.
 */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class DeclarationApi {

	/** Amounts in 万元, shares in percent, as the farm is asked. */
	record DeclarationResource(UUID id, String no, UUID memberId, String memberName, int year, DeclarationStatus status,
			Instant statusSince, Answers answers, String submittedName, @Nullable String decidedName,
			@Nullable String note, long version) {

		static DeclarationResource of(Declaration it) {
			return new DeclarationResource(it.id(), it.no(), it.memberId(), it.memberName(), it.year(), it.status(),
					it.statusSince(), it.answers(), it.submittedName(), it.decidedName(), it.note(), it.version());
		}

	}

	record Verification(@Nullable @Size(max = 400) String note) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason) {
	}

	record LookUp(@NotNull UUID memberId, @NotNull Register register, @NotBlank @Size(max = 40) String category,
			@NotBlank @Size(max = 200) String source) {
	}

	private final DeclarationDesk desk;

	private final StatusHistory history;

	@GetMapping("/declarations")
	Paged<DeclarationDesk.Line> list(@RequestParam(required = false) @Nullable DeclarationStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.list(status, memberId, after, Paged.limit(limit));
	}

	@GetMapping("/declarations/{id}")
	ResponseEntity<DeclarationResource> show(@PathVariable UUID id) {
		var resource = DeclarationResource.of(desk.show(id));
		return ResponseEntity.ok().eTag(String.valueOf(resource.version())).body(resource);
	}

	@GetMapping("/declarations/{id}/history")
	List<StatusHistory.Change> history(@PathVariable UUID id) {
		desk.show(id);
		return history.of(DeclarationDesk.TYPE, id);
	}

	/** The farm's own for the last full year; after a return the same one again. */
	@PostMapping("/declarations")
	ResponseEntity<DeclarationResource> submit(@Valid @RequestBody DeclarationPages.AnswerForm body) {
		var resource = DeclarationResource.of(desk.show(desk.submit(body.answers())));
		return ResponseEntity.created(URI.create("/api/v1/declarations/" + resource.id()))
			.eTag(String.valueOf(resource.version()))
			.body(resource);
	}

	@PostMapping("/declarations/{id}/verification")
	ResponseEntity<DeclarationResource> verify(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Verification body) {
		desk.verify(id, body.note(), Typed.version(seen));
		return show(id);
	}

	@PostMapping("/declarations/{id}/return")
	ResponseEntity<DeclarationResource> giveBack(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		desk.giveBack(id, body.reason(), Typed.version(seen));
		return show(id);
	}

	/** What was declared or looked up about a farm, the latest first. */
	@GetMapping("/declared-facts")
	Paged<DeclarationDesk.FactLine> facts(@RequestParam UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return desk.facts(memberId, after, Paged.limit(limit));
	}

	/** What an official register answered today. */
	@PostMapping("/declared-facts")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void lookUp(@Valid @RequestBody LookUp body) {
		desk.lookUp(
				new DeclarationDesk.LookUp(body.memberId(), body.register(), body.category(), body.source().strip()));
	}

}
