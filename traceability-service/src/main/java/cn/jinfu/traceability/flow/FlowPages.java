package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Steps and hand-overs for staff. */
@Controller
@RequestMapping("/console")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:lot:view')")
class FlowPages {

	private static final String STEP = "traceability/flow/step";

	private static final String HAND_OVER = "traceability/flow/hand-over";

	record WrongForm(@Nullable @NotNull StepMistake reason, @Nullable @NotBlank @Size(max = 300) String note,
			@Nullable @NotNull Long version) {
	}

	/**
	 * @param kg that were really sent, and
	 * @param receivedKg that came, where the figures are wrong
	 */
	record HandOverForm(@Nullable @NotNull StepMistake reason, @Nullable @NotBlank @Size(max = 300) String note,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal receivedKg,
			@Nullable @NotNull Long version) {

		static HandOverForm of(FlowQueries.HandOverView handOver) {
			return new HandOverForm(null, null, null, null, handOver.version());
		}

		HandOverCommands.DeclareWrong command(UUID id) {
			return new HandOverCommands.DeclareWrong(id, Objects.requireNonNull(reason), Objects.requireNonNull(note),
					(kg != null && receivedKg != null && reason == StepMistake.INCORRECT_DATA)
							? new HandOver.Figures(kg, receivedKg) : null,
					Objects.requireNonNull(version));
		}

	}

	private final StepCommands steps;

	private final HandOverCommands handOvers;

	private final FlowQueries queries;

	private final StatusHistory history;

	@GetMapping("/lot-steps")
	String list(@RequestParam(required = false) @Nullable StepKind kind,
			@RequestParam(required = false) LotStep.@Nullable StepStatus status,
			@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.steps(kind, status, q, after, Paged.limit(limit)));
		model.addAttribute("kinds", StepKind.values());
		model.addAttribute("statuses", LotStep.StepStatus.values());
		return "traceability/flow/steps";
	}

	@GetMapping("/lot-steps/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		model.addAttribute("form", new WrongForm(null, null, queries.step(id).version()));
		return STEP;
	}

	@PostMapping("/lot-steps/{id}/error-declaration")
	@PreAuthorize("hasAuthority('trace:step:correct')")
	ModelAndView wrong(@PathVariable UUID id, @Valid @ModelAttribute("form") WrongForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors,
				() -> steps.declareWrong(new StepCommands.DeclareWrong(id, Objects.requireNonNull(form.reason()),
						Objects.requireNonNull(form.note()), null, Objects.requireNonNull(form.version()))),
				"/console/lot-steps/" + id, STEP);
		if (errors.hasErrors()) {
			facts(id, model);
		}
		return answer;
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("step", queries.step(id));
		model.addAttribute("inputs", queries.inputs(id));
		model.addAttribute("outputs", queries.outputs(id));
		model.addAttribute("reasons", StepMistake.values());
		model.addAttribute("changes", history.of(StepCommands.TYPE, id));
	}

	@GetMapping("/hand-overs")
	String handOvers(@RequestParam(required = false) HandOver.@Nullable HandOverStatus status,
			@RequestParam(required = false) @Nullable String q, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.handOvers(status, q, after, Paged.limit(limit)));
		model.addAttribute("statuses", HandOver.HandOverStatus.values());
		return "traceability/flow/hand-overs";
	}

	@GetMapping("/hand-overs/{id}")
	String handOver(@PathVariable UUID id, Model model) {
		handOverFacts(id, model);
		model.addAttribute("form", HandOverForm.of(queries.handOver(id)));
		return HAND_OVER;
	}

	@PostMapping("/hand-overs/{id}/error-declaration")
	@PreAuthorize("hasAuthority('trace:step:correct')")
	ModelAndView wrong(@PathVariable UUID id, @Valid @ModelAttribute("form") HandOverForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors, () -> handOvers.declareWrong(form.command(id)), "/console/hand-overs/" + id,
				HAND_OVER);
		if (errors.hasErrors()) {
			handOverFacts(id, model);
		}
		return answer;
	}

	private void handOverFacts(UUID id, Model model) {
		model.addAttribute("handOver", queries.handOver(id));
		model.addAttribute("reasons", StepMistake.values());
		model.addAttribute("changes", history.of(HandOverCommands.TYPE, id));
	}

}
