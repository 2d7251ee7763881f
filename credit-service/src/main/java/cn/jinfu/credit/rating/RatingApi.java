package cn.jinfu.credit.rating;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingObjection.Remedy;
import cn.jinfu.credit.rating.RatingSuspension.Cause;
import cn.jinfu.kernel.Paged;
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
import org.springframework.web.multipart.MultipartFile;

/**
 * What happens to a rating after it was made. Objections and overrides carry their
 * version as ETag, and every step wants it back in If-Match; suspending and lifting want
 * the rating's.
 */
@RestController
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class RatingApi {

	record ObjectionResource(UUID id, String no, UUID memberId, UUID ratingId, ObjectionStatus status,
			@Nullable String indicator, String reason, @Nullable UUID evidenceFile, String filedName, Instant filedAt,
			LocalDate answerBy, @Nullable Remedy remedy, @Nullable UUID newRatingId, @Nullable String decidedName,
			@Nullable Instant decidedAt, @Nullable String answer, long version) {

		static ObjectionResource of(RatingObjection it) {
			return new ObjectionResource(it.id(), it.no(), it.memberId(), it.ratingId(), it.status(), it.indicator(),
					it.reason(), it.evidenceFile(), it.filedName(), it.filedAt(), it.answerBy(), it.remedy(),
					it.newRatingId(), it.decidedName(), it.decidedAt(), it.answer(), it.version());
		}

	}

	record OverrideResource(UUID id, UUID ratingId, OverrideStatus status, Grade fromGrade, Grade toGrade,
			String reason, UUID evidenceFile, LocalDate validTo, @Nullable UUID objectionId, String proposedName,
			Instant proposedAt, @Nullable String decidedName, @Nullable Instant decidedAt, @Nullable String answer,
			long version) {

		static OverrideResource of(RatingOverride it) {
			return new OverrideResource(it.id(), it.ratingId(), it.status(), it.fromGrade(), it.toGrade(), it.reason(),
					it.evidenceFile(), it.validTo(), it.objectionId(), it.proposedName(), it.proposedAt(),
					it.decidedName(), it.decidedAt(), it.answer(), it.version());
		}

	}

	record SuspensionResource(UUID id, Cause cause, String reason, String suspendedName, Instant suspendedAt,
			@Nullable String liftedName, @Nullable Instant liftedAt, @Nullable String liftReason) {

		static SuspensionResource of(RatingSuspension it) {
			return new SuspensionResource(it.id(), it.cause(), it.reason(), it.suspendedName(), it.suspendedAt(),
					it.liftedName(), it.liftedAt(), it.liftReason());
		}

	}

	record NewObjection(@Nullable @Size(max = 20) String indicator, @NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Acceptance(@NotNull Remedy remedy, @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable @Size(max = 20) String indicator, @Nullable @Size(max = 40) String value, @Nullable Grade grade,
			@Nullable LocalDate until) {
	}

	record Reasoned(@NotBlank @Size(min = 2, max = 400) String reason) {
	}

	record Suspending(@NotNull Cause cause, @NotBlank @Size(min = 2, max = 400) String reason) {
	}

	private final EvidenceRows rows;

	private final ObjectionDesk objections;

	private final OverrideDesk overrides;

	private final SuspensionDesk suspensions;

	@GetMapping("/rating-objections")
	Paged<ObjectionDesk.Line> list(@RequestParam(required = false) @Nullable ObjectionStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return objections.list(status, memberId, after, Paged.limit(limit));
	}

	@GetMapping("/rating-objections/{id}")
	ResponseEntity<ObjectionResource> objection(@PathVariable UUID id) {
		var resource = ObjectionResource.of(objections.show(id).objection());
		return ResponseEntity.ok().eTag(String.valueOf(resource.version())).body(resource);
	}

	/** The farm's, against the rating it has now. */
	@PostMapping("/rating-objections")
	ResponseEntity<ObjectionResource> file(@Valid @RequestBody NewObjection body) {
		var resource = ObjectionResource
			.of(objections.show(objections.file(body.indicator(), body.reason().strip(), null)).objection());
		return ResponseEntity.created(URI.create("/api/v1/rating-objections/" + resource.id()))
			.eTag(String.valueOf(resource.version()))
			.body(resource);
	}

	/** A photo or scan that proves it; again replaces it. */
	@PostMapping("/rating-objections/{id}/evidence")
	ResponseEntity<ObjectionResource> prove(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@RequestParam(required = false) @Nullable MultipartFile evidence) {
		objections.prove(id, evidence, Typed.version(seen));
		return objection(id);
	}

	@PostMapping("/rating-objections/{id}/withdrawal")
	ResponseEntity<ObjectionResource> withdraw(@PathVariable UUID id, @RequestHeader("If-Match") String seen) {
		objections.withdraw(id, Typed.version(seen));
		return objection(id);
	}

	@PostMapping("/rating-objections/{id}/acceptance")
	ResponseEntity<ObjectionResource> uphold(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Acceptance body) {
		objections.uphold(id, new ObjectionDesk.Upholding(body.remedy(), body.reason().strip(), body.indicator(),
				body.value(), body.grade(), body.until()), null, Typed.version(seen));
		return objection(id);
	}

	@PostMapping("/rating-objections/{id}/refusal")
	ResponseEntity<ObjectionResource> dismiss(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		objections.dismiss(id, body.reason().strip(), Typed.version(seen));
		return objection(id);
	}

	/** The rows behind one of its figures, the latest first. */
	@GetMapping("/ratings/{ratingId}/facts/{code}/rows")
	Paged<EvidenceRows.PeopleRow> rows(@PathVariable UUID ratingId, @PathVariable String code,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return rows.ofFact(ratingId, code, after, Paged.limit(limit)).rows();
	}

	@GetMapping("/ratings/{id}/overrides")
	List<OverrideResource> overrides(@PathVariable UUID id) {
		return overrides.of(id).stream().map(OverrideResource::of).toList();
	}

	@PostMapping("/ratings/{id}/overrides")
	@ResponseStatus(HttpStatus.CREATED)
	OverrideResource propose(@PathVariable UUID id, @RequestParam Grade grade, @RequestParam LocalDate until,
			@RequestParam String reason, @RequestParam(required = false) @Nullable MultipartFile evidence) {
		return OverrideResource.of(overrides.show(overrides.propose(id, grade, until, reason.strip(), evidence)));
	}

	private ResponseEntity<OverrideResource> override(UUID id) {
		var resource = OverrideResource.of(overrides.show(id));
		return ResponseEntity.ok().eTag(String.valueOf(resource.version())).body(resource);
	}

	@PostMapping("/rating-overrides/{id}/confirmation")
	ResponseEntity<OverrideResource> confirm(@PathVariable UUID id, @RequestHeader("If-Match") String seen) {
		overrides.confirm(id, null, Typed.version(seen));
		return override(id);
	}

	@PostMapping("/rating-overrides/{id}/refusal")
	ResponseEntity<OverrideResource> refuse(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		overrides.refuse(id, body.reason().strip(), Typed.version(seen));
		return override(id);
	}

	@PostMapping("/rating-overrides/{id}/end")
	ResponseEntity<OverrideResource> end(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		overrides.end(id, body.reason().strip(), Typed.version(seen));
		return override(id);
	}

	@GetMapping("/ratings/{id}/suspensions")
	List<SuspensionResource> suspensions(@PathVariable UUID id) {
		return suspensions.of(id).stream().map(SuspensionResource::of).toList();
	}

	@PostMapping("/ratings/{id}/suspensions")
	@ResponseStatus(HttpStatus.CREATED)
	List<SuspensionResource> suspend(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Suspending body) {
		suspensions.suspend(id, body.cause(), body.reason().strip(), Typed.version(seen));
		return suspensions(id);
	}

	@PostMapping("/ratings/{id}/lifting")
	List<SuspensionResource> lift(@PathVariable UUID id, @RequestHeader("If-Match") String seen,
			@Valid @RequestBody Reasoned body) {
		suspensions.lift(id, body.reason().strip(), Typed.version(seen));
		return suspensions(id);
	}

}
