package cn.jinfu.member.application;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.Places;
import cn.jinfu.member.Typed;
import cn.jinfu.member.register.MemberFacts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
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

/** Joining on the phone: one form, then where it stands and whom to ring. */
@Controller
@RequestMapping("/portal/join")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('member:application:submit')")
class JoinPages {

	private static final String BLANK = "member/portal/join-new";

	private static final String CORRECTION = "member/portal/join-correct";

	record JoinForm(@Nullable @NotNull MemberKind kind, @Nullable @NotBlank @Size(max = 100) String name,
			@Nullable @NotBlank String township, @Nullable String village, @Nullable @Size(max = 200) String address,
			@Nullable @Positive @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @NotBlank @Size(max = 200) String mainProducts, @Nullable String uscc,
			@Nullable @NotBlank String idNumber, @Nullable MultipartFile licence, boolean consent,
			@Nullable String requestKey) {

		static JoinForm blank() {
			return new JoinForm(MemberKind.FAMILY_FARM, null, null, null, null, null, null, null, null, null, false,
					null);
		}
	}

	record CorrectionForm(@Nullable @NotNull MemberKind kind, @Nullable @NotBlank @Size(max = 100) String name,
			@Nullable @NotBlank String township, @Nullable String village, @Nullable @Size(max = 200) String address,
			@Nullable @Positive @Digits(integer = 6, fraction = 4) BigDecimal areaMu,
			@Nullable @NotBlank @Size(max = 200) String mainProducts, @Nullable String uscc,
			@Nullable @NotNull Long version) {

		static CorrectionForm of(ApplicationView it) {
			var code = it.divisionCode();
			return new CorrectionForm(it.kind(), it.name(), code.substring(0, 9), (code.length() == 12) ? code : null,
					it.address(), it.areaMu(), it.mainProducts(), it.uscc(), it.version());
		}

		MemberFacts facts(Places places) {
			return new MemberFacts(String.valueOf(name), Objects.requireNonNull(kind), Typed.uscc(uscc),
					places.chosen(township, village), address, Typed.area(areaMu), mainProducts, null, null);
		}
	}

	private final ApplicationCommands commands;

	private final ApplicationQueries queries;

	private final Idempotency once;

	private final Places places;

	private final MessageSource messages;

	/** The form for a newcomer; else his application, or all of them. */
	@GetMapping
	String start(Model model) {
		var mine = queries.mine();
		if (mine.isEmpty()) {
			return blank(model);
		}
		if (mine.size() == 1) {
			return "redirect:/portal/join/" + mine.getFirst().id();
		}
		model.addAttribute("applications", mine);
		return "member/portal/joins";
	}

	@GetMapping("/new")
	String blank(Model model) {
		model.addAttribute("form", JoinForm.blank());
		choices(model);
		return BLANK;
	}

	@PostMapping
	ModelAndView apply(@Valid @ModelAttribute("form") JoinForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> "/portal/join/" + submit(form), BLANK);
	}

	private String submit(JoinForm form) {
		var key = form.requestKey();
		if (key == null || key.isBlank()) {
			return commands.apply(command(form)).toString();
		}
		var hash = Integer
			.toHexString(Arrays.asList(form.kind(), form.name(), form.township(), form.village()).hashCode());
		return once.once(key, "POST /portal/join", hash, String.class, () -> commands.apply(command(form)).toString());
	}

	private ApplicationCommands.Apply command(JoinForm form) {
		var facts = new MemberFacts(String.valueOf(form.name()), Objects.requireNonNull(form.kind()),
				Typed.uscc(form.uscc()), places.chosen(form.township(), form.village()), form.address(),
				Typed.area(form.areaMu()), form.mainProducts(), null, null);
		return new ApplicationCommands.Apply(facts, Typed.idNumber(form.idNumber()), form.consent(),
				paper(form.licence()));
	}

	static ApplicationCommands.@Nullable Paper paper(@Nullable MultipartFile file) {
		if (file == null || file.isEmpty()) {
			return null;
		}
		try {
			return new ApplicationCommands.Paper(file.getName(), String.valueOf(file.getOriginalFilename()),
					file.getBytes());
		}
		catch (IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("file", queries.file(id));
		return "member/portal/join";
	}

	@GetMapping("/{id}/correction")
	String correction(@PathVariable UUID id, Model model) {
		model.addAttribute("form", CorrectionForm.of(shown(id, model)));
		return CORRECTION;
	}

	@PostMapping("/{id}/correction")
	ModelAndView correct(@PathVariable UUID id, @Valid @ModelAttribute("form") CorrectionForm form,
			BindingResult errors, Model model) {
		shown(id, model);
		return Forms.submit(errors,
				() -> commands.resubmit(id, form.facts(places), Objects.requireNonNull(form.version())),
				"/portal/join/" + id, CORRECTION);
	}

	@PostMapping("/{id}/withdrawal")
	String withdraw(@PathVariable UUID id, @RequestParam long version) {
		commands.withdraw(id, null, version);
		return "redirect:/portal/join/" + id;
	}

	private ApplicationView shown(UUID id, Model model) {
		var application = queries.view(id);
		model.addAttribute("application", application);
		choices(model);
		return application;
	}

	private void choices(Model model) {
		model.addAttribute("places", places.offered());
		model.addAttribute("kinds", Arrays.stream(MemberKind.values())
			.map(kind -> new Choice(kind.name(), say("enum.MemberKind." + kind), say("member.join.kind." + kind), null))
			.toList());
	}

	private String say(String key) {
		return messages.getMessage(key, null, LocaleContextHolder.getLocale());
	}

}
