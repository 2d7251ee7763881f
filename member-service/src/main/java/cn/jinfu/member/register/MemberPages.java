package cn.jinfu.member.register;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberStatus;
import cn.jinfu.member.PersonRole;
import cn.jinfu.member.Places;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.member.Typed;
import cn.jinfu.member.mandate.MandateDesk;
import cn.jinfu.member.organisation.OrganisationQueries;
import cn.jinfu.member.register.MemberDesk.PersonFacts;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpHeaders;
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

/** The register for staff: the list, a member's file, and what is changed in it. */
@Controller
@RequestMapping("/console/members")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:member:view')")
class MemberPages {

	private static final SheetDownload<MemberView.Row> SHEET = SheetDownload.<MemberView.Row>of("member.export")
		.text("member.no", MemberView.Row::no)
		.text("member.name", MemberView.Row::name)
		.word("member.kind", MemberView.Row::kind)
		.text("member.place", MemberView.Row::division)
		.number("member.import.area", MemberView.Row::areaMu)
		.text("member.products", MemberView.Row::mainProducts)
		.text("member.contact", MemberView.Row::contact)
		.text("member.mobile", MemberView.Row::mobile)
		.word("member.status", MemberView.Row::status)
		.date("member.admitted-on", MemberView.Row::admittedOn);

	private static final String FILE = "member/register/member";

	private static final String EDIT = "member/register/member-edit";

	private static final String NEW = "member/register/member-new";

	private static final String PERSON = "member/register/person-new";

	private static final String MOBILE = "member/register/person-mobile";

	private static final String MANDATES = "member/register/mandates";

	record EditForm(@Nullable @NotBlank @Size(max = 100) String name, @Nullable @NotNull MemberKind kind,
			@Nullable String uscc, @Nullable @NotBlank String township, @Nullable String village,
			@Nullable @Size(max = 200) String address,
			@Nullable @PositiveOrZero @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @Size(max = 200) String mainProducts, @Nullable @PositiveOrZero Integer staff,
			@Nullable @PositiveOrZero Integer householdsLed, @Nullable @NotNull Long version) {

		static EditForm of(MemberView it) {
			var code = it.divisionCode();
			return new EditForm(it.name(), it.kind(), it.uscc(), code.substring(0, 9),
					(code.length() == 12) ? code : null, it.address(), it.areaMu(), it.mainProducts(), it.staff(),
					it.householdsLed(), it.version());
		}

		MemberFacts facts(Places places) {
			return new MemberFacts(String.valueOf(name), Objects.requireNonNull(kind), Typed.uscc(uscc),
					places.chosen(township, village), address, Typed.area(areaMu), mainProducts, staff, householdsLed);
		}
	}

	record NewForm(@Nullable @NotBlank @Size(max = 100) String name, @Nullable @NotNull MemberKind kind,
			@Nullable String uscc, @Nullable @NotBlank String township, @Nullable String village,
			@Nullable @Size(max = 200) String address,
			@Nullable @PositiveOrZero @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @Size(max = 200) String mainProducts, @Nullable @NotBlank @Size(max = 60) String personName,
			@Nullable String idNumber, @Nullable @NotBlank String mobile, @Nullable @NotNull LocalDate admittedOn) {
	}

	record PersonForm(@Nullable @NotNull PersonRole role, @Nullable @NotBlank @Size(max = 60) String personName,
			@Nullable String idNumber, @Nullable String mobile) {
	}

	record MobileForm(@Nullable @NotBlank String idNumber, @Nullable @NotBlank String mobile) {
	}

	record SuspensionForm(@Nullable @NotBlank @Size(min = 2, max = 400) String reason,
			@Nullable @NotNull LocalDate until, @Nullable @NotNull Long version) {
	}

	record MandateForm(@Nullable @NotBlank @Size(max = 60) String personName, @Nullable @NotBlank String idNumber,
			@Nullable @NotBlank String mobile, @Nullable @NotNull LocalDate from, @Nullable @NotNull LocalDate to,
			@Nullable @NotBlank @Size(max = 200) String paper) {
	}

	private final MemberCommands commands;

	private final MemberQueries queries;

	private final MessageSource messages;

	private final MandateDesk mandates;

	private final OrganisationQueries organisations;

	private final ServiceUse uses;

	private final Places places;

	private final BusinessClock clock;

	@GetMapping
	String list(@ModelAttribute("filter") MemberFilter filter, Model model) {
		model.addAttribute("listing", queries.list(filter));
		model.addAttribute("kinds", MemberKind.values());
		model.addAttribute("statuses", MemberStatus.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("acts", BatchAct.of(Actor.current()));
		model.addAttribute("most", MemberBatches.MOST);
		return "member/register/members";
	}

	/** What the filter finds, numbers masked. */
	@GetMapping("/export")
	void export(MemberFilter filter, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(filter.page(after, Paged.MAX_LIMIT)).page());
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String blank(Model model) {
		model.addAttribute("form", new NewForm(null, MemberKind.FAMILY_FARM, null, null, null, null, null, null, null,
				null, null, clock.today()));
		choices(model);
		return NEW;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('member:member:edit')")
	ModelAndView enter(@Valid @ModelAttribute("form") NewForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> "/console/members/" + commands.enter(entering(form)), NEW);
	}

	private MemberCommands.Enter entering(NewForm form) {
		var facts = new MemberFacts(String.valueOf(form.name()), Objects.requireNonNull(form.kind()),
				Typed.uscc(form.uscc()), places.chosen(form.township(), form.village()), form.address(),
				Typed.area(form.areaMu()), form.mainProducts(), null, null);
		return new MemberCommands.Enter(facts, new PersonFacts(String.valueOf(form.personName()),
				Typed.idNumberIfAny(form.idNumber()), Typed.mobile(form.mobile())),
				Objects.requireNonNull(form.admittedOn()));
	}

	@GetMapping("/{id}")
	String file(@PathVariable UUID id, Model model) {
		var file = shown(id, model);
		model.addAttribute("form", new SuspensionForm(null, null, file.member().version()));
		return FILE;
	}

	@GetMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String edit(@PathVariable UUID id, Model model) {
		model.addAttribute("form", EditForm.of(shown(id, model).member()));
		choices(model);
		return EDIT;
	}

	@PostMapping("/{id}/edit")
	@PreAuthorize("hasAuthority('member:member:edit')")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") EditForm form, BindingResult errors,
			Model model) {
		choices(model);
		return after(id, model,
				Forms.submit(errors, () -> commands
					.change(new MemberCommands.Change(id, form.facts(places), Objects.requireNonNull(form.version()))),
						"/console/members/" + id, EDIT));
	}

	@PostMapping("/{id}/suspension")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	ModelAndView suspend(@PathVariable UUID id, @Valid @ModelAttribute("form") SuspensionForm form,
			BindingResult errors, Model model) {
		return after(id, model,
				Forms.submit(errors,
						() -> commands.suspend(new MemberCommands.Suspend(id, String.valueOf(form.reason()),
								form.until(), Objects.requireNonNull(form.version()))),
						"/console/members/" + id, FILE));
	}

	@PostMapping("/{id}/resumption")
	@PreAuthorize("hasAuthority('member:member:suspend')")
	String resume(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.resume(id, reason, version);
		return "redirect:/console/members/" + id;
	}

	@PostMapping("/{id}/notice")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String giveNotice(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.giveNotice(id, reason, version);
		return "redirect:/console/members/" + id;
	}

	@PostMapping("/{id}/notice-withdrawal")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String withdrawNotice(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.withdrawNotice(id, reason, version);
		return "redirect:/console/members/" + id;
	}

	@GetMapping("/{id}/people/new")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String person(@PathVariable UUID id, Model model) {
		shown(id, model);
		model.addAttribute("form", new PersonForm(PersonRole.CONTACT, null, null, null));
		return PERSON;
	}

	@PostMapping("/{id}/people")
	@PreAuthorize("hasAuthority('member:member:edit')")
	ModelAndView addPerson(@PathVariable UUID id, @Valid @ModelAttribute("form") PersonForm form, BindingResult errors,
			Model model) {
		return after(id, model,
				Forms.submit(errors,
						() -> commands.addPerson(new MemberCommands.AddPerson(id,
								new PersonFacts(String.valueOf(form.personName()), Typed.idNumberIfAny(form.idNumber()),
										Typed.mobileIfAny(form.mobile())),
								Objects.requireNonNull(form.role()))),
						"/console/members/" + id, PERSON));
	}

	@PostMapping("/{id}/people/{personId}/end")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String endPost(@PathVariable UUID id, @PathVariable UUID personId, @RequestParam PersonRole role) {
		commands.endPost(id, personId, role);
		return "redirect:/console/members/" + id;
	}

	@GetMapping("/{id}/people/{personId}/mobile")
	@PreAuthorize("hasAuthority('member:person:edit')")
	String mobile(@PathVariable UUID id, @PathVariable UUID personId, Model model) {
		model.addAttribute("person", shown(id, model).person(personId));
		model.addAttribute("form", new MobileForm(null, null));
		return MOBILE;
	}

	@PostMapping("/{id}/people/{personId}/mobile")
	@PreAuthorize("hasAuthority('member:person:edit')")
	ModelAndView changeMobile(@PathVariable UUID id, @PathVariable UUID personId,
			@Valid @ModelAttribute("form") MobileForm form, BindingResult errors, Model model) {
		model.addAttribute("person", shown(id, model).person(personId));
		return Forms.submit(errors,
				() -> commands.changeMobile(new MemberCommands.ChangeMobile(id, personId,
						Typed.idNumber(form.idNumber()), Typed.mobile(form.mobile()))),
				"/console/members/" + id, MOBILE);
	}

	/** Shown once, in answer to a stated purpose; never in an address, never cached. */
	@PostMapping("/{id}/people/{personId}/reading")
	@PreAuthorize("hasAuthority('member:person:reveal')")
	String read(@PathVariable UUID id, @PathVariable UUID personId, @RequestParam String reason,
			HttpServletResponse response, Model model) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		model.addAttribute("revealed", queries.reveal(id, personId, reason));
		shown(id, model);
		return "member/register/person-reading";
	}

	@GetMapping("/{id}/mandates")
	String mandates(@PathVariable UUID id, Model model) {
		shownMandates(id, model);
		model.addAttribute("form", new MandateForm(null, null, null, clock.today(), clock.today().plusYears(1), null));
		return MANDATES;
	}

	@PostMapping("/{id}/mandates")
	@PreAuthorize("hasAuthority('member:mandate:edit')")
	ModelAndView grant(@PathVariable UUID id, @Valid @ModelAttribute("form") MandateForm form, BindingResult errors,
			Model model) {
		shownMandates(id, model);
		return Forms.submit(errors,
				() -> mandates.grantTo(id, String.valueOf(form.personName()), Typed.idNumber(form.idNumber()),
						Typed.mobile(form.mobile()), Objects.requireNonNull(form.from()),
						Objects.requireNonNull(form.to()), String.valueOf(form.paper())),
				"/console/members/" + id + "/mandates", MANDATES);
	}

	@PostMapping("/{id}/mandates/{mandateId}/revocation")
	@PreAuthorize("hasAuthority('member:mandate:edit')")
	String revoke(@PathVariable UUID id, @PathVariable UUID mandateId, @RequestParam String reason) {
		queries.visible(id);
		mandates.revoke(id, mandateId, reason);
		return "redirect:/console/members/" + id + "/mandates";
	}

	@PostMapping("/{id}/organisations")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String join(@PathVariable UUID id, @RequestParam UUID organisationId) {
		commands.join(id, organisationId);
		return "redirect:/console/members/" + id;
	}

	@PostMapping("/{id}/organisations/{organisationId}/end")
	@PreAuthorize("hasAuthority('member:member:edit')")
	String leave(@PathVariable UUID id, @PathVariable UUID organisationId) {
		commands.leave(id, organisationId);
		return "redirect:/console/members/" + id;
	}

	private ModelAndView after(UUID id, Model model, ModelAndView view) {
		if (!String.valueOf(view.getViewName()).startsWith("redirect:")) {
			shown(id, model);
		}
		return view;
	}

	private MemberView.File shown(UUID id, Model model) {
		var file = queries.file(id);
		model.addAttribute("file", file);
		model.addAttribute("roles", Arrays.stream(PersonRole.values()).filter(PersonRole::post).toList());
		model.addAttribute("joinable", organisations.others(id));
		model.addAttribute("services",
				uses.used(Set.of(id), clock.today().minusYears(1), clock.today()).getOrDefault(id, Set.of()));
		return file;
	}

	private void shownMandates(UUID id, Model model) {
		shown(id, model);
		model.addAttribute("mandates", mandates.of(id));
	}

	private void choices(Model model) {
		model.addAttribute("places", places.offered());
		model.addAttribute("kinds", MemberKind.values());
	}

}
