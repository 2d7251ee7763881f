package cn.jinfu.traceability.codecase;

import java.util.Objects;

import cn.jinfu.kernel.Forms;
import cn.jinfu.traceability.codecase.Complaints.ComplaintKind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** The same on a phone, without a log-in. */
@Controller
@RequiredArgsConstructor
class ComplaintPages {

	private static final String FORM = "traceability/codecase/complain";

	record ComplaintForm(@Nullable @NotBlank @Size(max = 60) String code, @Nullable @NotNull ComplaintKind kind,
			@Nullable @NotBlank @Size(max = 500) String words, @Nullable @Size(max = 100) String boughtAt,
			@Nullable MultipartFile photo) {
	}

	private final Complaints complaints;

	private final Rewards rewards;

	@GetMapping("/t/complaint")
	String blank(@RequestParam(required = false) @Nullable String code, Model model) {
		model.addAttribute("form", new ComplaintForm(code, null, null, null, null));
		return choices(model);
	}

	@PostMapping("/t/complaint")
	ModelAndView tell(@Valid @ModelAttribute("form") ComplaintForm form, BindingResult errors, Model model,
			HttpServletRequest request) {
		choices(model);
		return Forms.submit(errors,
				() -> "/t/complaint/" + complaints.tell(new Complaints.Complaint(Objects.requireNonNull(form.code()),
						Objects.requireNonNull(form.kind()), Objects.requireNonNull(form.words()), form.boughtAt(),
						form.photo(), request.getRemoteAddr())),
				FORM);
	}

	@GetMapping("/t/complaint/{reference}")
	String progress(@PathVariable String reference, Model model, HttpServletResponse response) {
		response.setHeader("Cache-Control", "no-store");
		model.addAttribute("told", complaints.progress(reference));
		rewards.look(reference).ifPresent(it -> model.addAttribute("reward", it));
		return "traceability/codecase/complaint";
	}

	private static String choices(Model model) {
		model.addAttribute("kinds", ComplaintKind.values());
		return FORM;
	}

}
