package cn.jinfu.traceability.brand;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Forms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
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

/** What the parts of a review weigh, edition by edition. */
@Controller
@RequestMapping("/console/review-weights")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('brand:licence:view')")
class ReviewWeightPages {

	private static final String PAGE = "traceability/brand/review-weights";

	private static final String PATH = "/console/review-weights";

	record WeightForm(@Nullable @NotNull @Min(0) @Max(100) Integer tests,
			@Nullable @NotNull @Min(0) @Max(100) Integer completeness,
			@Nullable @NotNull @Min(0) @Max(100) Integer complaints,
			@Nullable @NotNull @Min(0) @Max(100) Integer labels, @Nullable @NotNull @Min(0) @Max(100) Integer sales,
			@Nullable @NotNull @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate validFrom,
			@Nullable @NotBlank @Size(max = 100) String decision) {

		ReviewWeights.Asked asked() {
			return new ReviewWeights.Asked(weight(tests), weight(completeness), weight(complaints), weight(labels),
					weight(sales), Objects.requireNonNull(validFrom), String.valueOf(decision));
		}

		private static int weight(@Nullable Integer value) {
			return Objects.requireNonNull(value);
		}

	}

	private final ReviewWeights weights;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("editions", weights.all());
		model.addAttribute("form", new WeightForm(null, null, null, null, null, clock.today(), null));
		return PAGE;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('brand:catalogue:edit')")
	ModelAndView ask(@Valid @ModelAttribute("form") WeightForm form, BindingResult errors, Model model) {
		var view = Forms.submit(errors, () -> {
			weights.ask(form.asked());
		}, PATH, PAGE);
		model.addAttribute("editions", weights.all());
		return view;
	}

	@PostMapping("/{id}/decision")
	@PreAuthorize("hasAuthority('brand:licence:decide')")
	String decide(@PathVariable UUID id, @RequestParam boolean agreed, @RequestParam long version) {
		weights.decide(id, agreed, version);
		return "redirect:" + PATH;
	}

}
