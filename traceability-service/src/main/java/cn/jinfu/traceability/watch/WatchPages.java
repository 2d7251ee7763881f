package cn.jinfu.traceability.watch;

import java.util.Objects;

import cn.jinfu.kernel.Forms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** On a phone, without a log-in. */
@Controller
@RequiredArgsConstructor
class WatchPages {

	private static final String FORM = "traceability/watch/new";

	private static final String ONE = "traceability/watch/watch";

	record WatchForm(@Nullable @NotBlank @Size(max = 60) String code, @Nullable @NotBlank @Size(max = 20) String mobile,
			@Nullable Boolean consent) {
	}

	record CodeForm(@Nullable @NotBlank @Size(max = 10) String code) {
	}

	private final RecallWatches watches;

	@GetMapping("/t/watch")
	String blank(@RequestParam(required = false) @Nullable String code, Model model) {
		model.addAttribute("form", new WatchForm(code, null, false));
		return FORM;
	}

	@PostMapping("/t/watch")
	ModelAndView ask(@Valid @ModelAttribute("form") WatchForm form, BindingResult errors, HttpServletRequest request) {
		return Forms.submit(errors, () -> {
			var asked = watches
				.ask(new RecallWatches.Ask(Objects.requireNonNull(form.code()), Objects.requireNonNull(form.mobile()),
						Boolean.TRUE.equals(form.consent()), request.getRemoteAddr()));
			return "/t/watch/" + asked.reference() + ((asked.demoCode() != null) ? "?code=" + asked.demoCode() : "");
		}, FORM);
	}

	/**
	 * @param code to be put into the field
	 */
	@GetMapping("/t/watch/{reference}")
	String one(@PathVariable String reference, @RequestParam(required = false) @Nullable String code, Model model,
			HttpServletResponse response) {
		model.addAttribute("form", new CodeForm(code));
		return show(reference, model, response);
	}

	@PostMapping("/t/watch/{reference}")
	ModelAndView confirm(@PathVariable String reference, @Valid @ModelAttribute("form") CodeForm form,
			BindingResult errors, Model model, HttpServletResponse response) {
		show(reference, model, response);
		return Forms.submit(errors, () -> watches.confirm(reference, Objects.requireNonNull(form.code())),
				"/t/watch/" + reference, ONE);
	}

	@PostMapping("/t/watch/{reference}/deletion")
	String forget(@PathVariable String reference) {
		watches.forget(reference);
		return "redirect:/t/watch/done";
	}

	@GetMapping("/t/watch/done")
	String done() {
		return "traceability/watch/done";
	}

	private String show(String reference, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		model.addAttribute("watch", watches.look(reference));
		return ONE;
	}

}
