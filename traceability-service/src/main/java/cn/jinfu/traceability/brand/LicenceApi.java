package cn.jinfu.traceability.brand;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/brand-licences")
@RequiredArgsConstructor
class LicenceApi {

	/**
	 * @param memberId for staff; a farm always applies for itself
	 */
	record NewLicence(@Nullable UUID memberId, @NotBlank @Size(max = 40) String classCode,
			@NotBlank @Size(max = 40) String standard, @NotBlank @Size(max = 200) String products,
			@NotBlank @Size(max = 500) String reason) {
	}

	record Check(@Min(0) @Max(20) int environment, @Min(0) @Max(20) int records, @Min(0) @Max(20) int inputs,
			@Min(0) @Max(20) int packing, @Min(0) @Max(20) int labels, @NotBlank @Size(max = 500) String note,
			@Nullable UUID photoId, @NotNull Long version) {
	}

	record Approval(@NotNull LocalDate until, @Nullable @Size(max = 400) String note, @NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	/**
	 * @param years without a new application, one to three
	 */
	record Revocation(@NotBlank @Size(max = 400) String reason, @NotNull @Min(1) @Max(3) Integer years,
			@NotNull Long version) {
	}

	/**
	 * @param left labels found that are neither on packages nor void
	 */
	record Count(@NotNull @Min(0) Long left, @NotBlank @Size(max = 400) String note, @NotNull Long version) {
	}

	record Withdrawal(@NotNull Long version) {
	}

	/**
	 * @param contractFile the signed paper, stored before
	 */
	record Signing(@NotNull UUID contractFile, @NotNull Long version) {
	}

	record Answer(@NotNull Objections.ObjectionOutcome outcome, @NotBlank @Size(max = 400) String answer) {
	}

	record Review(@NotNull Boolean passed, @NotBlank @Size(max = 400) String note, @NotNull Long version) {
	}

	private final LicenceDesk desk;

	private final Objections objections;

	private final LicenceQueries queries;

	@GetMapping
	Paged<LicenceView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable LicenceStatus status,
			@RequestParam(required = false) @Nullable String classCode,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable LocalDate until,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries
			.list(new LicenceQueries.Filter(q, status, classCode, memberId, until, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	LicenceView.File show(@PathVariable UUID id) {
		return queries.file(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	LicenceView apply(@Valid @RequestBody NewLicence body) {
		return queries.view(desk.apply(new LicenceDesk.Apply(Own.acting(body.memberId()), body.classCode(),
				body.standard(), body.products(), body.reason(), List.of())));
	}

	@PostMapping("/{id}/check")
	LicenceView check(@PathVariable UUID id, @Valid @RequestBody Check body) {
		desk.check(new LicenceDesk.Check(id,
				new OnSiteCheck(body.environment(), body.records(), body.inputs(), body.packing(), body.labels()),
				body.note(), body.photoId(), body.version()));
		return queries.view(id);
	}

	@PostMapping("/{id}/approval")
	LicenceView approve(@PathVariable UUID id, @Valid @RequestBody Approval body) {
		desk.approve(id, body.until(), body.note(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/contract")
	LicenceView sign(@PathVariable UUID id, @Valid @RequestBody Signing body) {
		desk.sign(id, body.contractFile(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/objections/{objectionId}/answer")
	LicenceView.File answer(@PathVariable UUID id, @PathVariable UUID objectionId, @Valid @RequestBody Answer body) {
		objections.answer(id, objectionId, body.outcome(), body.answer());
		return queries.file(id);
	}

	@PostMapping("/{id}/review")
	LicenceView.File review(@PathVariable UUID id, @Valid @RequestBody Review body) {
		desk.review(id, body.passed(), body.note(), body.version());
		return queries.file(id);
	}

	@PostMapping("/{id}/label-counts")
	LicenceView.File count(@PathVariable UUID id, @Valid @RequestBody Count body) {
		desk.count(id, body.left(), body.note(), body.version());
		return queries.file(id);
	}

	@PostMapping("/{id}/refusal")
	LicenceView decline(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		desk.decline(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/withdrawal")
	@PreAuthorize("hasAuthority('brand:licence:apply')")
	LicenceView withdraw(@PathVariable UUID id, @Valid @RequestBody Withdrawal body) {
		desk.withdraw(queries.view(id).memberId(), id, body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/suspension")
	LicenceView suspend(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		desk.suspend(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/resumption")
	LicenceView resume(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		desk.resume(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/revocation")
	LicenceView revoke(@PathVariable UUID id, @Valid @RequestBody Revocation body) {
		desk.revoke(id, body.reason(), body.years(), body.version());
		return queries.view(id);
	}

}
