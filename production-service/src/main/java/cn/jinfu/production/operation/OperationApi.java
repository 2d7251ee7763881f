package cn.jinfu.production.operation;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.production.input.InputCatalogue;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/operations")
@RequiredArgsConstructor
class OperationApi {

	record CarryingOut(@NotNull LocalDate on, @Nullable @Size(max = 200) String lateReason, @NotNull Long version) {
	}

	record Lifting(@NotNull LocalDate safeOn, @NotBlank @Size(max = 300) String reason,
			@NotBlank @Size(max = 60) String testRef, @NotNull Long version) {
	}

	record Upholding(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	record Plan(@NotEmpty List<UUID> plantingIds, @NotNull LocalDate on, @NotNull @Valid NewOperation.Used used) {
	}

	record Strike(@NotBlank @Size(max = 200) String reason) {
	}

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final SprayPlans plans;

	private final InputCatalogue inputs;

	@GetMapping
	Paged<OperationView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OperationKind kind,
			@RequestParam(required = false) @Nullable OperationState state,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(defaultValue = "false") boolean waiting,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.list(
				new OperationQueries.Filter(q, kind, state, memberId, plantingId, waiting, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	OperationView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:operation:record')")
	@ResponseStatus(HttpStatus.CREATED)
	OperationView record(@Valid @RequestBody NewOperation body) {
		var done = body.done(inputs);
		return queries.view(body.planned() ? commands.plan(done) : commands.record(done));
	}

	@PostMapping("/{id}/carrying-out")
	OperationView carryOut(@PathVariable UUID id, @Valid @RequestBody CarryingOut body) {
		commands.carryOut(id, body.on(), body.lateReason(), body.version());
		return queries.view(id);
	}

	/** What saving this would lead to; nothing is written. */
	@PostMapping("/plan")
	@PreAuthorize("hasAuthority('production:operation:view')")
	SprayPlan plan(@Valid @RequestBody Plan body) {
		var used = NewOperation.used(body.used(), inputs);
		return plans.plan(body.plantingIds(), used.inputId(), used.quantity(), used.pest(), body.on());
	}

	@PostMapping("/{id}/uses/{useId}/lifting")
	OperationView lift(@PathVariable UUID id, @PathVariable UUID useId, @Valid @RequestBody Lifting body) {
		commands.lift(useId, body.safeOn(), body.reason(), body.testRef(), body.version());
		return queries.view(id);
	}

	@PostMapping("/{id}/uses/{useId}/upholding")
	OperationView uphold(@PathVariable UUID id, @PathVariable UUID useId, @Valid @RequestBody Upholding body) {
		commands.uphold(useId, body.reason(), body.version());
		return queries.view(id);
	}

	/** Pictures to an entry that stands. */
	@PostMapping(path = "/{id}/photos", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@PreAuthorize("hasAuthority('production:operation:record')")
	OperationView picture(@PathVariable UUID id, @RequestParam List<MultipartFile> photos) {
		commands.picture(id, photos);
		return queries.view(id);
	}

	@PostMapping("/{id}/voiding")
	OperationView strike(@PathVariable UUID id, @Valid @RequestBody Strike body) {
		commands.strike(id, body.reason());
		return queries.view(id);
	}

}
