package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.production.operation.OperationCommands;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the two sides of an order do, for their own programs. */
@RestController
@RequestMapping("/api/v1/service-orders/{id}")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class ServiceWorkApi {

	private static final String ORDER = "hasAuthority('production:service:order')";

	private static final String PROVIDE = "hasAuthority('production:service:provide')";

	record Seen(@NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 400) String reason, @NotNull Long version) {
	}

	/**
	 * @param machineId absent for work by hand
	 */
	record Plan(@Nullable UUID machineId, @NotBlank @Size(max = 60) String worker, @NotNull Instant from,
			@NotNull Instant to, @NotNull Long version) {
	}

	/**
	 * @param quantity in the input's base unit, on all of the field
	 * @param own whether it was the organisation's own
	 */
	record Used(@NotNull UUID inputId, @NotBlank @Size(max = 60) String lotNo,
			@NotNull @Positive @Digits(integer = 12, fraction = 6) BigDecimal quantity,
			@Nullable @Size(max = 60) String pest, @NotNull Boolean own) {
	}

	/**
	 * Pictures come from the phone's page only.
	 *
	 * @param material price of the organisation's own input; absent for none
	 */
	record Report(@NotNull LocalDate on, @NotNull BigDecimal quantity, @Nullable @Valid Used used,
			@Nullable Money material, @Nullable @Size(max = 200) String note,
			@Nullable @Size(max = 200) String lateReason, @NotNull Long version) {
	}

	record Acceptance(@NotNull BigDecimal quantity, @Nullable Integer score, @NotNull Long version) {
	}

	record Payment(@NotNull LocalDate on, @NotBlank @Size(max = 60) String ref, @NotNull Long version) {
	}

	private final ServiceOrderCommands commands;

	private final ServiceOrderQueries queries;

	@PostMapping("/taking")
	@PreAuthorize(PROVIDE)
	ServiceOrderView take(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.take(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/declining")
	@PreAuthorize(PROVIDE)
	ServiceOrderView decline(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.decline(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/dispatch")
	@PreAuthorize(PROVIDE)
	ServiceOrderView dispatch(@PathVariable UUID id, @Valid @RequestBody Plan body) {
		commands.dispatch(id,
				new ServiceOrderCommands.Dispatch(body.machineId(), body.worker(), body.from(), body.to()),
				body.version());
		return queries.view(id);
	}

	@PostMapping("/start")
	@PreAuthorize(PROVIDE)
	ServiceOrderView start(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.start(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/report")
	@PreAuthorize(PROVIDE)
	ServiceOrderView report(@PathVariable UUID id, @Valid @RequestBody Report body) {
		var used = body.used();
		commands.report(id, new ServiceOrderCommands.Report(body.on(), body.quantity(),
				(used == null) ? null
						: new OperationCommands.InputUsed(used.inputId(), used.lotNo(), used.quantity(), null,
								used.pest()),
				used != null && used.own(), Objects.requireNonNullElse(body.material(), Money.ZERO), body.note(),
				body.lateReason(), List.of()), body.version());
		return queries.view(id);
	}

	@PostMapping("/bill")
	@PreAuthorize(PROVIDE)
	ServiceOrderView bill(@PathVariable UUID id, @Valid @RequestBody Seen body) {
		commands.bill(id, body.version());
		return queries.view(id);
	}

	@PostMapping("/payment")
	@PreAuthorize(PROVIDE)
	ServiceOrderView pay(@PathVariable UUID id, @Valid @RequestBody Payment body) {
		commands.pay(id, body.on(), body.ref(), body.version());
		return queries.view(id);
	}

	@PostMapping("/acceptance")
	@PreAuthorize(ORDER)
	ServiceOrderView accept(@PathVariable UUID id, @Valid @RequestBody Acceptance body) {
		commands.accept(id, body.quantity(), body.score(), body.version());
		return queries.view(id);
	}

	@PostMapping("/complaint")
	@PreAuthorize(ORDER)
	ServiceOrderView complain(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.complain(id, body.reason(), body.version());
		return queries.view(id);
	}

	@PostMapping("/cancellation")
	@PreAuthorize(ORDER)
	ServiceOrderView cancel(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		commands.cancel(id, body.reason(), body.version());
		return queries.view(id);
	}

}
