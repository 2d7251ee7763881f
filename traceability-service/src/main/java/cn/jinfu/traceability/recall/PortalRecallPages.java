package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
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

/** A farm is asked what it still has of what is called back. */
@Controller
@RequestMapping("/portal/recall-notices")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:recall:answer')")
class PortalRecallPages {

	private static final String ONE = "traceability/portal/recall-notice";

	record AnswerForm(@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal foundKg,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal soldKg,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 9, fraction = 3) BigDecimal destroyedKg,
			@Nullable @NotBlank @Size(max = 500) String proof, @Nullable @NotNull Long version) {
	}

	private final RecallCommands commands;

	private final RecallQueries queries;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries.ofHolder(Actor.current().memberId(), after, 20));
		return "traceability/portal/recall-notices";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, @RequestParam(required = false) @Nullable String lots, Model model) {
		facts(id, lots, model);
		return ONE;
	}

	@PostMapping("/{id}/answer")
	ModelAndView answer(@PathVariable UUID id, @Valid @ModelAttribute("form") AnswerForm form, BindingResult errors,
			Model model) {
		var answer = Forms.submit(errors,
				() -> commands.answerOwn(Actor.current().memberId(), id, Objects.requireNonNull(form.foundKg()),
						Objects.requireNonNull(form.soldKg()), Objects.requireNonNull(form.destroyedKg()),
						Objects.requireNonNull(form.proof()), Objects.requireNonNull(form.version())),
				"/portal/recall-notices/" + id, ONE);
		facts(id, null, model);
		return answer;
	}

	private void facts(UUID id, @Nullable String after, Model model) {
		var memberId = Actor.current().memberId();
		var notice = queries.ofHolder(memberId, id);
		model.addAttribute("notice", notice);
		model.addAttribute("lots", queries.lotsOfHolder(memberId, notice.recallId(), after, 50));
		if (!model.containsAttribute("form")) {
			model.addAttribute("form", new AnswerForm(null, null, null, null, notice.version()));
		}
	}

}
