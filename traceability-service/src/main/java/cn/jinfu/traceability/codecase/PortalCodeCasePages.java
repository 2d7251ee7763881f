package cn.jinfu.traceability.codecase;

import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A farm is asked what it knows about its codes. */
@Controller
@RequestMapping("/portal/code-cases")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:case:answer')")
class PortalCodeCasePages {

	private static final String ONE = "traceability/codecase/portal-case";

	record AnswerForm(@Nullable @NotBlank @Size(max = 1000) String words, @Nullable @NotNull Long version) {
	}

	private final CodeCaseCommands commands;

	private final CodeCaseQueries queries;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(null, null, after, Paged.limit(limit)));
		return "traceability/codecase/portal-list";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return ONE;
	}

	@PostMapping("/{id}/answer")
	ModelAndView answer(@PathVariable UUID id, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors,
				() -> commands.answer(id, Objects.requireNonNull(form.words()), Objects.requireNonNull(form.version())),
				"/portal/code-cases/" + id, ONE);
		facts(id, model);
		return answer;
	}

	private void facts(UUID id, Model model) {
		var view = queries.view(id);
		model.addAttribute("one", view);
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", new AnswerForm(null, view.version()));
		}
	}

}
