package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.traceability.flow.FlowQueries.HandOverView;
import cn.jinfu.traceability.flow.FlowQueries.Part;
import cn.jinfu.traceability.flow.FlowQueries.StepView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
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
@RequestMapping("/api/v1")
@RequiredArgsConstructor
class FlowApi {

	record In(@NotNull UUID lotId, @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg) {
	}

	record Out(@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @Size(max = 40) String grade, @Nullable @Size(max = 60) String product) {
	}

	record NewStep(@NotNull StepKind kind, @NotNull LocalDate doneOn, @NotEmpty @Size(max = 50) List<@Valid In> inputs,
			@NotEmpty @Size(max = 50) List<@Valid Out> outputs,
			@NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal lossKg,
			@Nullable @Size(max = 300) String note) {
	}

	record Wrong(@NotNull StepMistake reason, @NotBlank @Size(max = 300) String note, @Nullable UUID correctedBy,
			@NotNull Long version) {
	}

	/**
	 * @param bulk loose, to be labelled by the receiver; without it, no
	 */
	record NewHandOver(@NotNull UUID lotId, @NotNull UUID to,
			@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg, @Nullable Boolean bulk) {
	}

	record Received(@NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg, @NotNull Long version) {
	}

	record Reasoned(@NotBlank @Size(max = 300) String reason, @NotNull Long version) {
	}

	/**
	 * @param kg that were really sent, and
	 * @param receivedKg that really came, where the figures are wrong; else neither
	 */
	record HandOverWrong(@NotNull StepMistake reason, @NotBlank @Size(max = 300) String note,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal receivedKg, @NotNull Long version) {

		HandOverCommands.DeclareWrong of(UUID id) {
			return new HandOverCommands.DeclareWrong(id, reason, note,
					(kg != null && receivedKg != null) ? new HandOver.Figures(kg, receivedKg) : null, version);
		}

	}

	record StepDetail(StepView step, List<Part> inputs, List<Part> outputs) {
	}

	private final StepCommands steps;

	private final HandOverCommands handOvers;

	private final FlowQueries queries;

	@GetMapping("/lot-steps")
	Paged<StepView> list(@RequestParam(required = false) @Nullable StepKind kind,
			@RequestParam(required = false) LotStep.@Nullable StepStatus status,
			@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.steps(kind, status, q, after, Paged.limit(limit));
	}

	@GetMapping("/lot-steps/{id}")
	StepDetail show(@PathVariable UUID id) {
		return new StepDetail(queries.step(id), queries.inputs(id), queries.outputs(id));
	}

	@PostMapping("/lot-steps")
	@ResponseStatus(HttpStatus.CREATED)
	StepDetail record(@Valid @RequestBody NewStep body) {
		return show(steps.record(new StepCommands.Do(Actor.current().memberId(), body.kind(), body.doneOn(),
				body.inputs().stream().map(it -> new StepCommands.Input(it.lotId(), it.kg())).toList(),
				body.outputs().stream().map(it -> new StepCommands.Output(it.kg(), it.grade(), it.product())).toList(),
				body.lossKg(), body.note())));
	}

	@PostMapping("/lot-steps/{id}/error-declaration")
	StepDetail wrong(@PathVariable UUID id, @Valid @RequestBody Wrong body) {
		steps.declareWrong(
				new StepCommands.DeclareWrong(id, body.reason(), body.note(), body.correctedBy(), body.version()));
		return show(id);
	}

	@GetMapping("/hand-overs")
	Paged<HandOverView> handOvers(@RequestParam(required = false) HandOver.@Nullable HandOverStatus status,
			@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit) {
		return queries.handOvers(status, q, after, Paged.limit(limit));
	}

	@GetMapping("/hand-overs/{id}")
	HandOverView handOver(@PathVariable UUID id) {
		return queries.handOver(id);
	}

	@PostMapping("/hand-overs")
	@ResponseStatus(HttpStatus.CREATED)
	HandOverView send(@Valid @RequestBody NewHandOver body) {
		return queries.handOver(handOvers.send(Actor.current().memberId(), body.lotId(), body.to(), body.kg(),
				Boolean.TRUE.equals(body.bulk())));
	}

	@PostMapping("/hand-overs/{id}/confirmation")
	HandOverView confirm(@PathVariable UUID id, @Valid @RequestBody Received body) {
		handOvers.confirm(Actor.current().memberId(), id, body.kg(), body.version());
		return queries.handOver(id);
	}

	@PostMapping("/hand-overs/{id}/error-declaration")
	HandOverView wrong(@PathVariable UUID id, @Valid @RequestBody HandOverWrong body) {
		handOvers.declareWrong(body.of(id));
		return queries.handOver(id);
	}

	@PostMapping("/hand-overs/{id}/objection")
	HandOverView object(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		handOvers.object(Actor.current().memberId(), id, body.reason(), body.version());
		return queries.handOver(id);
	}

	@PostMapping("/hand-overs/{id}/withdrawal")
	HandOverView withdraw(@PathVariable UUID id, @Valid @RequestBody Reasoned body) {
		handOvers.withdraw(Actor.current().memberId(), id, body.reason(), body.version());
		return queries.handOver(id);
	}

}
