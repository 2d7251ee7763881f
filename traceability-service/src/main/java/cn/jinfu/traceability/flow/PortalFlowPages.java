package cn.jinfu.traceability.flow;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.traceability.lot.LotQueries;
import cn.jinfu.traceability.lot.LotView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Sorting, mixing, packing and handing over, on the phone. */
@Controller
@RequestMapping("/portal")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:step:record')")
class PortalFlowPages {

	private static final String STEP = "traceability/portal/step-new";

	private static final String SEND = "traceability/portal/hand-over-new";

	private static final String ONE = "traceability/portal/hand-over";

	private static final String WRONG = "traceability/portal/hand-over-wrong";

	private static final int CHOICES = 30;

	/**
	 * Kilograms as typed, in the order of the rows; empty means nothing of this row.
	 *
	 * @param lot the rows' lots
	 */
	record StepForm(@Nullable @NotNull StepKind kind,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate doneOn,
			@Nullable List<@Nullable String> lot, @Nullable List<@Nullable String> inKg,
			@Nullable List<@Nullable String> outputs, @Nullable String lossKg, @Nullable @Size(max = 40) String grade,
			@Nullable @Size(max = 60) String product) {

		public String in(int row) {
			return at(inKg, row);
		}

		public String out(int row) {
			return at(outputs, row);
		}

		private static String at(@Nullable List<@Nullable String> list, int row) {
			return (list != null && row < list.size()) ? Objects.requireNonNullElse(list.get(row), "") : "";
		}
	}

	record SendForm(@Nullable @NotNull @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @NotBlank @Size(max = 60) String to, boolean bulk) {
	}

	record AnswerForm(@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal kg,
			@Nullable @Size(max = 300) String reason, @Nullable @NotNull Long version) {
	}

	private final StepCommands steps;

	private final HandOverCommands handOvers;

	private final FlowQueries queries;

	private final LotQueries lots;

	private final MemberDirectory members;

	private final BusinessClock clock;

	@GetMapping("/lots/{id}/steps")
	String blank(@PathVariable UUID id, Model model) {
		choices(id, model);
		model.addAttribute("form", new StepForm(null, clock.today(), null, null, null, null, null, null));
		return STEP;
	}

	@PostMapping("/lots/{id}/steps")
	ModelAndView record(@PathVariable UUID id, @Valid @ModelAttribute("form") StepForm form, BindingResult errors,
			Model model) {
		choices(id, model);
		return Forms.submit(errors, () -> {
			var made = queries.outputs(steps.record(read(form)));
			return (made.size() == 1) ? "/portal/lots/" + made.getFirst().lotId() : "/portal/lots";
		}, STEP);
	}

	private StepCommands.Do read(StepForm form) {
		var inputs = new ArrayList<StepCommands.Input>();
		var rows = Objects.requireNonNullElse(form.lot(), List.<@Nullable String>of());
		for (int i = 0; i < rows.size(); i++) {
			if (!form.in(i).isBlank()) {
				inputs.add(new StepCommands.Input(UUID.fromString(String.valueOf(rows.get(i))),
						number(form.in(i), "inKg")));
			}
		}
		var product = (form.product() == null || form.product().isBlank()) ? null : form.product().strip();
		var grade = (form.grade() == null || form.grade().isBlank()) ? null : form.grade().strip();
		var outputs = new ArrayList<StepCommands.Output>();
		for (int i = 0; form.outputs() != null && i < form.outputs().size(); i++) {
			if (!form.out(i).isBlank()) {
				outputs.add(new StepCommands.Output(number(form.out(i), "outputs"), grade, product));
			}
		}
		var loss = (form.lossKg() == null || form.lossKg().isBlank()) ? BigDecimal.ZERO
				: number(form.lossKg(), "lossKg");
		return new StepCommands.Do(Actor.current().memberId(), Objects.requireNonNull(form.kind()),
				Objects.requireNonNull(form.doneOn()), inputs, outputs, loss, null);
	}

	private static BigDecimal number(String typed, String field) {
		try {
			var number = new BigDecimal(typed.strip());
			if (number.signum() < 0 || number.scale() > 3 || number.precision() - number.scale() > 9) {
				throw new RuleBroken("trace.step.number", typed).at(field);
			}
			return number;
		}
		catch (NumberFormatException wrong) {
			throw new RuleBroken("trace.step.number", typed).at(field);
		}
	}

	private void choices(UUID id, Model model) {
		var lot = lots.view(id);
		var own = lots.list(LotQueries.Filter.ofMember(Actor.current().memberId(), CHOICES)).items();
		var rows = new ArrayList<LotView>(List.of(lot));
		own.stream()
			.filter(it -> !it.id().equals(id) && it.kgLeft().signum() > 0 && it.crop().equals(lot.crop()))
			.forEach(rows::add);
		model.addAttribute("lot", lot);
		model.addAttribute("rows", rows);
		model.addAttribute("kinds", StepKind.values());
	}

	@GetMapping("/lots/{id}/hand-over")
	String send(@PathVariable UUID id, Model model) {
		var lot = lots.view(id);
		model.addAttribute("lot", lot);
		model.addAttribute("form", new SendForm(lot.kgLeft(), null, false));
		return SEND;
	}

	@PostMapping("/lots/{id}/hand-over")
	ModelAndView send(@PathVariable UUID id, @Valid @ModelAttribute("form") SendForm form, BindingResult errors,
			Model model) {
		model.addAttribute("lot", lots.view(id));
		return Forms.submit(errors, () -> "/portal/hand-overs/" + handOvers.send(Actor.current().memberId(), id,
				receiver(String.valueOf(form.to())), Objects.requireNonNull(form.kg()), form.bulk()), SEND);
	}

	private UUID receiver(String typed) {
		var found = members.search(typed.strip(), 5).stream().filter(MemberSummary::active).toList();
		if (found.size() != 1) {
			throw new RuleBroken("trace.hand-over.receiver-unclear", typed.strip(), found.size()).at("to");
		}
		return found.getFirst().memberId();
	}

	@GetMapping("/hand-overs")
	String list(Model model) {
		model.addAttribute("handOvers", queries.handOvers(null, null, null, 50).items());
		return "traceability/portal/hand-overs";
	}

	/** By the receiver, of what he had confirmed. */
	@GetMapping("/hand-overs/{id}/error-declaration")
	String wrong(@PathVariable UUID id, Model model) {
		wrongFacts(id, model);
		model.addAttribute("form", FlowPages.HandOverForm.of(queries.handOver(id)));
		return WRONG;
	}

	@PostMapping("/hand-overs/{id}/error-declaration")
	ModelAndView wrong(@PathVariable UUID id, @Valid @ModelAttribute("form") FlowPages.HandOverForm form,
			BindingResult errors, Model model) {
		var answer = Forms.submit(errors, () -> handOvers.declareWrong(form.command(id)), "/portal/hand-overs/" + id,
				WRONG);
		if (errors.hasErrors()) {
			wrongFacts(id, model);
		}
		return answer;
	}

	private void wrongFacts(UUID id, Model model) {
		model.addAttribute("handOver", queries.handOver(id));
		model.addAttribute("reasons", StepMistake.values());
	}

	@GetMapping("/hand-overs/{id}")
	String show(@PathVariable UUID id, Model model) {
		var handOver = queries.handOver(id);
		model.addAttribute("handOver", handOver);
		model.addAttribute("form", new AnswerForm(handOver.kg(), null, handOver.version()));
		return ONE;
	}

	@PostMapping("/hand-overs/{id}/confirmation")
	ModelAndView confirm(@PathVariable UUID id, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		return answered(id, errors, model, () -> handOvers.confirm(Actor.current().memberId(), id,
				Objects.requireNonNullElse(form.kg(), BigDecimal.ZERO), Objects.requireNonNull(form.version())));
	}

	@PostMapping("/hand-overs/{id}/objection")
	ModelAndView object(@PathVariable UUID id, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		return answered(id, errors, model, () -> handOvers.object(Actor.current().memberId(), id,
				Objects.requireNonNullElse(form.reason(), ""), Objects.requireNonNull(form.version())));
	}

	@PostMapping("/hand-overs/{id}/withdrawal")
	ModelAndView withdraw(@PathVariable UUID id, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		return answered(id, errors, model, () -> handOvers.withdraw(Actor.current().memberId(), id,
				Objects.requireNonNullElse(form.reason(), ""), Objects.requireNonNull(form.version())));
	}

	private ModelAndView answered(UUID id, BindingResult errors, Model model, Runnable command) {
		var answer = Forms.submit(errors, command, "/portal/hand-overs/" + id, ONE);
		model.addAttribute("handOver", queries.handOver(id));
		return answer;
	}

}
