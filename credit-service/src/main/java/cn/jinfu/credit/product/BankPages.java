package cn.jinfu.credit.product;

import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

/** Partner banks and what is agreed with each. */
@Controller
@RequestMapping("/console/partner-banks")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('credit:product:view')")
class BankPages {

	private static final String PATH = "/console/partner-banks";

	private static final String PAGE = "credit/product/banks";

	record BankForm(@Nullable @NotBlank @Size(max = 40) String clientId,
			@Nullable @NotBlank @Size(max = 100) String name, @NotNull @Nullable RatingRelease ratingRelease,
			@Nullable @NotBlank @Size(max = 100) String contact, @Nullable Boolean fourEyes,
			@Nullable @NotBlank @Size(min = 2, max = 200) String reason) {
	}

	private final BankAgreements agreements;

	private final MessageSource messages;

	/**
	 * @param bank whose agreement the form begins with; empty for a new bank
	 */
	@GetMapping
	String list(@RequestParam(required = false) @Nullable String bank, Model model) {
		fill(model);
		model.addAttribute("form", agreements.all()
			.stream()
			.filter(it -> it.clientId().equals(bank))
			.findFirst()
			.map(it -> new BankForm(it.clientId(), it.name(), it.ratingRelease(), it.contact(), it.fourEyes(), null))
			.orElse(new BankForm(null, null, RatingRelease.FACTS_AND_LETTER, null, true, null)));
		return PAGE;
	}

	private void fill(Model model) {
		model.addAttribute("banks", agreements.all());
		model.addAttribute("changes", agreements.changes());
		model.addAttribute("releases", Arrays.asList(RatingRelease.values()));
	}

	@PostMapping
	@PreAuthorize("hasAuthority('credit:product:edit')")
	ModelAndView propose(@Valid @ModelAttribute("form") BankForm form, BindingResult errors, Model model) {
		fill(model);
		return Forms.submit(errors, () -> agreements.propose(
				new BankAgreements.Agreement(given(form.clientId()).strip(), given(form.name()),
						given(form.ratingRelease()), given(form.contact()), Boolean.TRUE.equals(form.fourEyes())),
				given(form.reason())), PATH, PAGE);
	}

	@PostMapping("/changes/{id}/confirmation")
	@PreAuthorize("hasAuthority('credit:product:approve')")
	ModelAndView confirm(@PathVariable UUID id, Model model) {
		return RefusedAct.submit(PATH + "/changes/" + id + "/confirmation", "", () -> agreements.confirm(id), PATH,
				() -> new ModelAndView(list(null, model), model.asMap()), messages);
	}

	@PostMapping("/changes/{id}/declining")
	@PreAuthorize("hasAnyAuthority('credit:product:edit', 'credit:product:approve')")
	ModelAndView decline(@PathVariable UUID id, Model model) {
		return RefusedAct.submit(PATH + "/changes/" + id + "/declining", "", () -> agreements.decline(id), PATH,
				() -> new ModelAndView(list(null, model), model.asMap()), messages);
	}

	private static <T> T given(@Nullable T value) {
		return Objects.requireNonNull(value);
	}

}
