package cn.jinfu.credit.encryption;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
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
import org.springframework.validation.DataBinder;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Keys for personal data, for the people who agree on them. */
@Controller
@RequestMapping(EncryptionKeyPages.PATH)
@RequiredArgsConstructor
class EncryptionKeyPages {

	static final String PATH = "/console/encryption-keys";

	private static final String PRIVATE = "problem.credit.encryption-key.private";

	private static final String PAGE = "credit/encryption/list";

	record KeyForm(@Nullable @NotBlank @Size(max = 60) String clientId,
			@Nullable @NotBlank @Size(max = 4000) String jwk,
			@NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate validTo) {

		static final KeyForm EMPTY = new KeyForm(null, null, null);

	}

	private final EncryptionKeys keys;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:partner-key:view')")
	String list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		fill(after, limit, model);
		model.addAttribute("form", KeyForm.EMPTY);
		return PAGE;
	}

	private void fill(@Nullable String after, @Nullable Integer limit, Model model) {
		model.addAttribute("page", keys.all(after, Paged.limit(limit)));
		model.addAttribute("today", clock.realDate());
		model.addAttribute("banks", keys.banks().stream().map(it -> new Choice(it.clientId(), it.name())).toList());
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView propose(@Valid @ModelAttribute("form") KeyForm form, BindingResult errors, Model model) {
		fill(null, null, model);
		var answer = Forms.submit(errors, () -> keys.propose(String.valueOf(form.clientId()),
				String.valueOf(form.jwk()), Objects.requireNonNull(form.validTo())), PATH, PAGE);
		var secret = errors.getFieldErrors("jwk").stream().filter(it -> PRIVATE.equals(it.getCode())).findFirst();
		secret.ifPresent(error -> withhold(form, error, answer));
		return answer;
	}

	/** A private key that was pasted by mistake does not stand in the page again. */
	private static void withhold(KeyForm form, FieldError error, ModelAndView answer) {
		var kept = new KeyForm(form.clientId(), null, form.validTo());
		var errors = new DataBinder(kept, "form").getBindingResult();
		errors.rejectValue("jwk", String.valueOf(error.getCode()), error.getArguments(), error.getDefaultMessage());
		answer.addAllObjects(errors.getModel());
	}

	@PostMapping("/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:partner-key:confirm')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return act(id + "/confirmation", "", () -> keys.confirm(id), model);
	}

	@PostMapping("/{id}/ending")
	@PreAuthorize("hasAuthority('credit:partner-key:propose')")
	ModelAndView end(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id + "/ending", reason, () -> keys.end(id, reason), model);
	}

	private ModelAndView act(String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(PATH + "/" + action, typed, command, PATH,
				() -> new ModelAndView(list(null, null, model), model.asMap()), messages);
	}

}
