package cn.jinfu.member.application;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.Places;
import cn.jinfu.member.Typed;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import cn.jinfu.member.register.MemberFacts;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** Applications for the offices: list, counter, opinion, decision. */
@Controller
@RequestMapping("/console/applications")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:application:view')")
class ApplicationPages {

	private static final SheetDownload<ApplicationView.Row> SHEET = SheetDownload.<ApplicationView.Row>of(
			"member.applications")
		.text("member.application.no", ApplicationView.Row::no)
		.text("member.name", ApplicationView.Row::name)
		.word("member.kind", ApplicationView.Row::kind)
		.text("member.place", ApplicationView.Row::place)
		.number("member.import.area", ApplicationView.Row::areaMu)
		.text("member.products", ApplicationView.Row::mainProducts)
		.text("member.application.applicant", ApplicationView.Row::applicant)
		.word("member.status", ApplicationView.Row::status)
		.time("member.application.submitted-at", ApplicationView.Row::submittedAt)
		.date("member.application.due", ApplicationView.Row::dueOn);

	private static final String DETAIL = "member/application/application";

	private static final String COUNTER = "member/application/application-new";

	private static final String CORRECTION = "member/application/application-correct";

	record CounterForm(@Nullable @NotNull MemberKind kind, @Nullable @NotBlank @Size(max = 100) String name,
			@Nullable String uscc, @Nullable @NotBlank String township, @Nullable String village,
			@Nullable @Size(max = 200) String address,
			@Nullable @Positive @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @NotBlank @Size(max = 200) String mainProducts,
			@Nullable @NotBlank @Size(max = 60) String personName, @Nullable @NotBlank String idNumber,
			@Nullable @NotBlank String mobile, @Nullable MultipartFile paper, @Nullable String requestKey) {

		static CounterForm blank() {
			return new CounterForm(MemberKind.FAMILY_FARM, null, null, null, null, null, null, null, null, null, null,
					null, null);
		}
	}

	record OpinionForm(@Nullable @NotBlank @Size(min = 2, max = 400) String opinion, @Nullable @NotNull Long version) {
	}

	private final ApplicationCommands commands;

	private final ApplicationQueries queries;

	private final Idempotency once;

	private final MessageSource messages;

	private final Places places;

	@GetMapping
	String list(@ModelAttribute("filter") ApplicationFilter filter, Model model) {
		model.addAttribute("listing", queries.list(filter));
		model.addAttribute("statuses", Arrays.stream(AdmissionStatus.values()).skip(1).toList());
		model.addAttribute("kinds", MemberKind.values());
		model.addAttribute("townships", places.townships());
		return "member/application/applications";
	}

	/** What the filter finds. */
	@GetMapping("/export")
	void export(ApplicationFilter filter, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(filter.page(after)).page());
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('member:application:enter')")
	String blank(Model model) {
		model.addAttribute("form", CounterForm.blank());
		choices(model);
		return COUNTER;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('member:application:enter')")
	ModelAndView enter(@Valid @ModelAttribute("form") CounterForm form, BindingResult errors, Model model) {
		choices(model);
		var kept = JoinPages.paper(form.paper());
		if (kept == null) {
			errors.rejectValue("paper", "problem.member.application.paper");
		}
		return Forms.submit(errors, () -> "/console/applications/" + submit(form, Objects.requireNonNull(kept)),
				COUNTER);
	}

	private String submit(CounterForm form, ApplicationCommands.Paper paper) {
		var key = form.requestKey();
		var hash = Integer
			.toHexString(Arrays.asList(form.kind(), form.name(), form.township(), form.village()).hashCode());
		return (key == null || key.isBlank()) ? commands.applyFor(command(form, paper)).toString()
				: once.once(key, "POST /console/applications", hash, String.class,
						() -> commands.applyFor(command(form, paper)).toString());
	}

	private ApplicationCommands.ApplyFor command(CounterForm form, ApplicationCommands.Paper paper) {
		return new ApplicationCommands.ApplyFor(
				new MemberFacts(String.valueOf(form.name()), Objects.requireNonNull(form.kind()),
						Typed.uscc(form.uscc()), places.chosen(form.township(), form.village()), form.address(),
						Typed.area(form.areaMu()), form.mainProducts(), null, null),
				new PersonFacts(String.valueOf(form.personName()), Typed.idNumber(form.idNumber()),
						Typed.mobile(form.mobile())),
				paper);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var file = shown(id, model);
		model.addAttribute("form", new OpinionForm(null, file.view().version()));
		return DETAIL;
	}

	@PostMapping("/{id}/opinion")
	@PreAuthorize("hasAuthority('member:application:opine')")
	ModelAndView opine(@PathVariable UUID id, @Valid @ModelAttribute("form") OpinionForm form, BindingResult errors,
			Model model) {
		return after(id, model,
				Forms.submit(errors,
						() -> commands.pass(id, String.valueOf(form.opinion()), Objects.requireNonNull(form.version())),
						"/console/applications/" + id, DETAIL));
	}

	@PostMapping("/{id}/admission")
	@PreAuthorize("hasAuthority('member:application:admit')")
	String admit(@PathVariable UUID id, @RequestParam(required = false) @Nullable String reason,
			@RequestParam long version) {
		commands.admit(id, (reason == null || reason.isBlank()) ? null : reason.strip(), version);
		return "redirect:/console/applications/" + id;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAnyAuthority('member:application:opine', 'member:application:admit')")
	String giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.giveBack(id, reason, version);
		return "redirect:/console/applications/" + id;
	}

	@PostMapping("/{id}/rejection")
	@PreAuthorize("hasAnyAuthority('member:application:opine', 'member:application:admit')")
	String reject(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.reject(id, reason, version);
		return "redirect:/console/applications/" + id;
	}

	@PostMapping("/{id}/withdrawal")
	@PreAuthorize("hasAuthority('member:application:enter')")
	String withdraw(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.withdraw(id, reason, version);
		return "redirect:/console/applications/" + id;
	}

	@GetMapping("/{id}/correction")
	@PreAuthorize("hasAuthority('member:application:enter')")
	String correction(@PathVariable UUID id, Model model) {
		var file = shown(id, model);
		model.addAttribute("form", JoinPages.CorrectionForm.of(file.view()));
		choices(model);
		return CORRECTION;
	}

	@PostMapping("/{id}/correction")
	@PreAuthorize("hasAuthority('member:application:enter')")
	ModelAndView correct(@PathVariable UUID id, @Valid @ModelAttribute("form") JoinPages.CorrectionForm form,
			BindingResult errors, Model model) {
		choices(model);
		return after(id, model,
				Forms.submit(errors,
						() -> commands.resubmit(id, form.facts(places), Objects.requireNonNull(form.version())),
						"/console/applications/" + id, CORRECTION));
	}

	/** A form that comes back needs what stands around it. */
	private ModelAndView after(UUID id, Model model, ModelAndView view) {
		if (!String.valueOf(view.getViewName()).startsWith("redirect:")) {
			shown(id, model);
		}
		return view;
	}

	private ApplicationView.File shown(UUID id, Model model) {
		var file = queries.file(id);
		model.addAttribute("file", file);
		return file;
	}

	private void choices(Model model) {
		model.addAttribute("places", places.offered());
		model.addAttribute("kinds", MemberKind.values());
	}

}
