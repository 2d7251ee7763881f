package cn.jinfu.credit.partner;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Keys of banks' messages, for the people who agree on them. */
@Controller
@RequestMapping("/console/partner-keys")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:partner-key:view')")
class PartnerKeyPages {

	private static final String PATH = "/console/partner-keys";

	private static final String FORM = "credit/partner/key-new";

	record KeyForm(@Nullable @NotBlank @Size(max = 60) String clientId, @Nullable @NotBlank @Size(max = 60) String kid,
			@NotNull @Nullable SignatureAlgorithm algorithm, @Nullable @NotBlank @Size(max = 200) String publicKey,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate validTo) {
	}

	private final PartnerKeyDesk desk;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("keys", desk.all());
		return "credit/partner/keys";
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	String begin(Model model) {
		model.addAttribute("form", new KeyForm(null, null, null, null, null));
		return form(model);
	}

	private String form(Model model) {
		model.addAttribute("banks", desk.banks().stream().map(it -> new Choice(it.clientId(), it.name())).toList());
		model.addAttribute("algorithms",
				List.of(SignatureAlgorithm.ED25519, SignatureAlgorithm.SM2_SM3)
					.stream()
					.map(it -> new Choice(it.name(), it.word()))
					.toList());
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView propose(@Valid @ModelAttribute("form") KeyForm form, BindingResult errors, Model model) {
		form(model);
		return Forms.submit(errors,
				() -> desk.propose(String.valueOf(form.clientId()), String.valueOf(form.kid()).strip(),
						Objects.requireNonNull(form.algorithm()), form.publicKey(),
						Objects.requireNonNull(form.validTo())),
				PATH, FORM);
	}

	@PostMapping("/{id}/proposal")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView propose(@PathVariable UUID id, Model model) {
		return act(id + "/proposal", "", () -> desk.propose(id), model);
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> desk.confirm(id), model);
	}

	@PostMapping("/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView end(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/ending", reason, () -> desk.end(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(model), model.asMap()), messages);
	}

}
