package cn.jinfu.traceability.codecase;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.codecase.CodeCase.CodeCaseCause;
import cn.jinfu.traceability.codecase.CodeCase.Conclusion;
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

/** The desk for what looks wrong about codes. */
@Controller
@RequestMapping("/console/code-cases")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('" + CodeCaseQueries.VIEW + "')")
class CodeCasePages {

	private static final String ONE = "traceability/codecase/case";

	private static final String DECIDE = "hasAuthority('trace:case:decide')";

	record AskForm(@Nullable @NotBlank @Size(max = 500) String question, @Nullable @NotNull Long version) {
	}

	record CloseForm(@Nullable @NotNull Conclusion conclusion, @Nullable @NotBlank @Size(max = 1000) String words,
			@Nullable @NotNull Long version) {
	}

	private final CodeCaseCommands commands;

	private final CodeCaseQueries queries;

	private final StatusHistory history;

	private final Rewards rewards;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable CodeCaseStatus status,
			@RequestParam(required = false) @Nullable CodeCaseCause cause,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(status, cause, after, Paged.limit(limit)));
		model.addAttribute("statuses", CodeCaseStatus.values());
		model.addAttribute("causes", CodeCaseCause.values());
		return "traceability/codecase/list";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return ONE;
	}

	@PostMapping("/{id}/question")
	@PreAuthorize(DECIDE)
	ModelAndView ask(@PathVariable UUID id, @Valid @ModelAttribute("ask") AskForm form, BindingResult errors,
			Model model) {
		return act(id, errors, model, form.version(),
				version -> commands.ask(id, Objects.requireNonNull(form.question()), version));
	}

	@PostMapping("/{id}/closure")
	@PreAuthorize(DECIDE)
	ModelAndView close(@PathVariable UUID id, @Valid @ModelAttribute("close") CloseForm form, BindingResult errors,
			Model model) {
		return act(id, errors, model, form.version(), version -> commands.close(id,
				Objects.requireNonNull(form.conclusion()), Objects.requireNonNull(form.words()), version));
	}

	@PostMapping("/{id}/rewards")
	@PreAuthorize(DECIDE)
	String reward(@PathVariable UUID id, @RequestParam String reference, @RequestParam BigDecimal amount) {
		rewards.grant(id, reference, amount);
		return "redirect:/console/code-cases/" + id;
	}

	private ModelAndView act(UUID id, BindingResult errors, Model model, @Nullable Long version, LongConsumer act) {
		var answer = Forms.submit(errors, () -> act.accept(Objects.requireNonNull(version)),
				"/console/code-cases/" + id, ONE);
		facts(id, model);
		return answer;
	}

	private void facts(UUID id, Model model) {
		var view = queries.view(id);
		model.addAttribute("one", view);
		model.addAttribute("complaints", queries.complaints(id));
		model.addAttribute("rewards",
				rewards.ofCase(id).stream().collect(Collectors.toMap(Rewards.Due::reference, it -> it)));
		model.addAttribute("changes", history.of(CodeCaseCommands.TYPE, id));
		model.addAttribute("conclusions", Conclusion.values());
		if (!model.containsAttribute("ask")) {
			model.addAttribute("ask", new AskForm(null, view.version()));
		}
		if (!model.containsAttribute("close")) {
			model.addAttribute("close", new CloseForm(null, null, view.version()));
		}
	}

}
