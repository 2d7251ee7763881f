package cn.jinfu.credit.declaration;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.credit.declaration.Answers.Equipment;
import cn.jinfu.credit.declaration.Answers.Honour;
import cn.jinfu.credit.declaration.Answers.InputCredit;
import cn.jinfu.credit.declaration.Answers.Profit;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The farm fills in on the phone; the township verifies at the desk. */
@Controller
@RequiredArgsConstructor
class DeclarationPages {

	private static final String LOOK_UP = "credit/declaration/look-up";

	/** Fields in the order of the questions. */
	record AnswerForm(@NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) @Nullable BigDecimal salesWan,
			@NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) @Nullable BigDecimal salesBeforeWan,
			@NotNull @Nullable Profit profit,
			@NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) @Nullable BigDecimal debtsWan,
			@NotNull @Nullable InputCredit inputCredit,
			@NotNull @PositiveOrZero @Max(100) @Nullable Integer yearsRunning,
			@NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) @Nullable BigDecimal facilitiesWan,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate landUntil,
			@NotNull @PositiveOrZero @Max(100) @Nullable Integer insuredPercent, @NotNull @Nullable Equipment equipment,
			@NotNull @PositiveOrZero @Max(300) @Nullable Integer outputPercent,
			@NotNull @PositiveOrZero @Max(300) @Nullable Integer planPercent,
			@NotNull @PositiveOrZero @Max(2000) @Nullable Integer trainingHours, @NotNull @Nullable Honour honour,
			@NotNull @PositiveOrZero @Max(100000) @Nullable Integer households) {

		static AnswerForm empty() {
			return new AnswerForm(null, null, null, null, InputCredit.NONE, null, null, null, null, Equipment.NONE,
					null, null, null, Honour.NONE, null);
		}

		static AnswerForm of(Answers a) {
			return new AnswerForm(a.salesWan(), a.salesBeforeWan(), a.profit(), a.debtsWan(), a.inputCredit(),
					a.yearsRunning(), a.facilitiesWan(), a.landUntil(), a.insuredPercent(), a.equipment(),
					a.outputPercent(), a.planPercent(), a.trainingHours(), a.honour(), a.households());
		}

		Answers answers() {
			return new Answers(given(facilitiesWan), given(landUntil), given(insuredPercent), given(equipment),
					given(trainingHours), given(salesWan), given(salesBeforeWan), given(profit), given(yearsRunning),
					given(outputPercent), given(planPercent), given(honour), given(households), given(debtsWan),
					given(inputCredit));
		}

		private static <T> T given(@Nullable T value) {
			return Objects.requireNonNull(value);
		}

	}

	record LookUpForm(@NotBlank @Nullable String memberNo, @NotBlank @Nullable String found,
			@NotBlank @Size(max = 200) @Nullable String source) {
	}

	private final DeclarationDesk desk;

	private final MemberDirectory members;

	private final StatusHistory history;

	@GetMapping("/console/declarations")
	@PreAuthorize("hasAuthority('credit:declaration:view')")
	String list(@RequestParam(required = false) @Nullable DeclarationStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", desk.list(status, member, after, Paged.limit(limit)));
		model.addAttribute("facts", (member != null) ? desk.facts(member, null, Paged.MAX_LIMIT).items() : null);
		model.addAttribute("statuses", DeclarationStatus.values());
		return "credit/declaration/list";
	}

	@GetMapping("/console/declarations/{id}")
	@PreAuthorize("hasAuthority('credit:declaration:view')")
	String show(@PathVariable UUID id, Model model) {
		var declaration = desk.show(id);
		var actor = Actor.current();
		var open = declaration.status().allows(DeclarationStatus.Action.VERIFY);
		var mayVerify = open && actor.may("credit:declaration:verify");
		model.addAttribute("d", declaration);
		model.addAttribute("own", mayVerify && declaration.submittedBy().equals(actor.personId()));
		model.addAttribute("may", mayVerify && !declaration.submittedBy().equals(actor.personId()));
		model.addAttribute("changes", history.of(DeclarationDesk.TYPE, id));
		return "credit/declaration/declaration";
	}

	@PostMapping("/console/declarations/{id}/verification")
	@PreAuthorize("hasAuthority('credit:declaration:verify')")
	String verify(@PathVariable UUID id, @RequestParam(required = false) @Nullable String reason,
			@RequestParam long version) {
		desk.verify(id, reason, version);
		return "redirect:/console/declarations/" + id;
	}

	@PostMapping("/console/declarations/{id}/return")
	@PreAuthorize("hasAuthority('credit:declaration:verify')")
	String giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		desk.giveBack(id, reason, version);
		return "redirect:/console/declarations/" + id;
	}

	@GetMapping("/console/declarations/look-ups/new")
	@PreAuthorize("hasAuthority('credit:declaration:look-up')")
	String beginLookUp(@RequestParam(required = false) @Nullable String member, Model model) {
		model.addAttribute("form", new LookUpForm(member, null, null));
		model.addAttribute("registers", Register.values());
		return LOOK_UP;
	}

	@PostMapping("/console/declarations/look-ups")
	@PreAuthorize("hasAuthority('credit:declaration:look-up')")
	ModelAndView lookUp(@Valid @ModelAttribute("form") LookUpForm form, BindingResult errors, Model model) {
		model.addAttribute("registers", Register.values());
		var number = (form.memberNo() != null) ? form.memberNo().strip() : "";
		var member = members.byNo(number);
		if (!number.isEmpty() && member.isEmpty()) {
			errors.rejectValue("memberNo", "problem.credit.declaration.no-member");
		}
		return Forms.submit(errors, () -> {
			var id = member.orElseThrow().memberId();
			var found = Objects.requireNonNull(form.found()).split(":", 2);
			if (found.length < 2 || Arrays.stream(Register.values()).noneMatch(it -> it.name().equals(found[0]))) {
				throw new RuleBroken("credit.declaration.look-up").at("found");
			}
			desk.lookUp(new DeclarationDesk.LookUp(id, Register.valueOf(found[0]), found[1],
					Objects.requireNonNull(form.source()).strip()));
			return "/console/declarations?member=" + id;
		}, LOOK_UP);
	}

	@GetMapping("/portal/declarations")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	String own(Model model) {
		var known = desk.own();
		model.addAttribute("d", known.orElse(null));
		model.addAttribute("form", known.map(it -> AnswerForm.of(it.answers())).orElseGet(AnswerForm::empty));
		choices(model);
		return "credit/portal/declaration";
	}

	private void choices(Model model) {
		model.addAttribute("year", desk.year());
		model.addAttribute("profits", Profit.values());
		model.addAttribute("credits", InputCredit.values());
		model.addAttribute("equipments", Equipment.values());
		model.addAttribute("honours", Honour.values());
	}

	@PostMapping("/portal/declarations")
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView submit(@Valid @ModelAttribute("form") AnswerForm form, BindingResult errors, Model model) {
		choices(model);
		model.addAttribute("d", null);
		return Forms.submit(errors, () -> {
			desk.submit(form.answers());
			return "/portal/declarations";
		}, "credit/portal/declaration");
	}

}
