package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/operations")
@RequiredArgsConstructor
class OperationApi {

	/**
	 * @param quantity in all, in the input's base unit
	 */
	record Used(@NotNull UUID inputId, @NotNull @Size(max = 40) String lotNo,
			@NotNull @Positive @Digits(integer = 12, fraction = 6) BigDecimal quantity,
			@Nullable @Size(max = 60) String pest) {
	}

	/**
	 * @param clientUid the phone's own id: the same upload twice counts once
	 */
	record NewOperation(@NotNull UUID clientUid, @NotEmpty List<UUID> plantingIds, @NotNull OperationKind kind,
			@NotNull LocalDate on, @Nullable @Valid Used used, @Nullable @Size(max = 200) String note,
			@Nullable UUID photoId, @Nullable @Size(max = 200) String lateReason) {
	}

	record Plan(@NotEmpty List<UUID> plantingIds, @NotNull LocalDate on, @NotNull @Valid Used used) {
	}

	record Strike(@NotBlank @Size(max = 200) String reason) {
	}

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final SprayPlans plans;

	@GetMapping
	Paged<OperationView> list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OperationKind kind,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(defaultValue = "false") boolean waiting,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries
			.list(new OperationQueries.Filter(q, kind, memberId, plantingId, waiting, after, Paged.limit(limit)));
	}

	@GetMapping("/{id}")
	OperationView show(@PathVariable UUID id) {
		return queries.view(id);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	OperationView record(@Valid @RequestBody NewOperation body) {
		var used = body.used();
		return queries.view(commands.record(new OperationCommands.Done(body.clientUid(), body.plantingIds(),
				body.kind(), body.on(),
				(used == null) ? null
						: new OperationCommands.InputUsed(used.inputId(), used.lotNo(), used.quantity(), used.pest()),
				body.note(), body.photoId(), body.lateReason())));
	}

	/** What saving this would lead to; nothing is written. */
	@PostMapping("/plan")
	SprayPlan plan(@Valid @RequestBody Plan body) {
		return plans.plan(body.plantingIds(), body.used().inputId(), body.used().quantity(), body.used().pest(),
				body.on());
	}

	@PostMapping("/{id}/voiding")
	OperationView strike(@PathVariable UUID id, @Valid @RequestBody Strike body) {
		commands.strike(id, body.reason());
		return queries.view(id);
	}

}
