package cn.jinfu.traceability.brand;

import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.NotFound;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Licences on public notice, and what anybody has against them; without a log-in. */
@Controller
@RequestMapping("/register")
@RequiredArgsConstructor
class NoticePages {

	private static final String NOTICE = "traceability/brand/notice";

	record ObjectionForm(@Nullable @NotBlank @Size(min = 5, max = 500) String words) {
	}

	private final LicenceQueries queries;

	private final Objections objections;

	@GetMapping("/notices")
	String list(Model model) {
		model.addAttribute("notices", queries.notices());
		return "traceability/brand/notices";
	}

	@GetMapping("/notices/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		model.addAttribute("form", new ObjectionForm(null));
		return NOTICE;
	}

	@PostMapping("/notices/{id}/objection")
	ModelAndView object(@PathVariable UUID id, @Valid @ModelAttribute("form") ObjectionForm form, BindingResult errors,
			Model model, HttpServletRequest request) {
		facts(id, model);
		return Forms
			.submit(errors,
					() -> "/register/objections/"
							+ objections.object(id, Objects.requireNonNull(form.words()), request.getRemoteAddr()),
					NOTICE);
	}

	@GetMapping("/objections/{reference}")
	String progress(@PathVariable String reference, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		model.addAttribute("told", objections.progress(reference));
		return "traceability/brand/objection";
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("licence",
				queries.notice(id).orElseThrow(() -> new NotFound("brand.licence.no-notice", id)));
	}

}
