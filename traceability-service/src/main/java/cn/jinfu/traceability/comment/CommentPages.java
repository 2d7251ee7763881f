package cn.jinfu.traceability.comment;

import java.util.Objects;

import cn.jinfu.kernel.Forms;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** On a phone, without a log-in. */
@Controller
@RequiredArgsConstructor
class CommentPages {

	private static final String FORM = "traceability/comment/new";

	record CommentForm(@Nullable @NotBlank @Size(max = 60) String code,
			@Nullable @NotNull @Min(1) @Max(5) Integer stars, @Nullable @Size(max = 300) String words) {
	}

	private final Comments comments;

	@GetMapping("/t/comment")
	String blank(@RequestParam(required = false) @Nullable String code, Model model) {
		model.addAttribute("form", new CommentForm(code, 5, null));
		return FORM;
	}

	@PostMapping("/t/comment")
	ModelAndView say(@Valid @ModelAttribute("form") CommentForm form, BindingResult errors,
			HttpServletRequest request) {
		return Forms
			.submit(errors,
					() -> comments.say(Objects.requireNonNull(form.code()), Objects.requireNonNull(form.stars()),
							form.words(), request.getRemoteAddr()) ? "/t/comment/done?read=true" : "/t/comment/done",
					FORM);
	}

	@GetMapping("/t/comment/done")
	String done(@RequestParam(defaultValue = "false") boolean read, Model model) {
		model.addAttribute("read", read);
		return "traceability/comment/done";
	}

}
