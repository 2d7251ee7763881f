package cn.jinfu.credit.bank;

import java.util.UUID;

import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** The farm reads on its phone what its bank asks, and answers. */
@Controller
@RequestMapping("/portal/loans/{no}/questions")
@RequiredArgsConstructor
class CaseQuestionPortal {

	private static final String PAGE = "credit/portal/questions";

	record AnswerForm(@NotNull @Nullable UUID question, @Nullable @NotBlank @Size(min = 2, max = 400) String answer) {
	}

	private final CaseQuestions questions;

	@GetMapping
	@PreAuthorize("hasAuthority('credit:own:view')")
	String show(@PathVariable String no, Model model) {
		model.addAttribute("form", new AnswerForm(null, null));
		return page(no, model);
	}

	private String page(String no, Model model) {
		model.addAttribute("no", no);
		model.addAttribute("questions", questions.ofOwn(no));
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:own:apply')")
	ModelAndView answer(@PathVariable String no, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		page(no, model);
		return Forms.submit(errors, () -> questions.answer(no, java.util.Objects.requireNonNull(form.question()),
				String.valueOf(form.answer())), "/portal/loans/" + no + "/questions", PAGE);
	}

}
