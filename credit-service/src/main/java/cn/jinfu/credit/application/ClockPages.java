package cn.jinfu.credit.application;

import java.util.UUID;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** How long the cases of a product took, beside how it went before, down to each case. */
@Controller
@RequiredArgsConstructor
class ClockPages {

	private final CaseTimes times;

	@GetMapping("/console/case-clocks")
	@PreAuthorize("hasAuthority('credit:application:view')")
	String all(Model model) {
		model.addAttribute("products", times.all());
		return "credit/case/clocks";
	}

	@GetMapping("/console/case-clocks/{productId}")
	@PreAuthorize("hasAuthority('credit:application:view')")
	String product(@PathVariable UUID productId, @RequestParam(defaultValue = "0") int step,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var shown = Math.clamp(step, 0, CaseViews.STEPS - 1);
		model.addAttribute("c", times.of(productId));
		model.addAttribute("steps", IntStream.range(0, CaseViews.STEPS).boxed().toList());
		model.addAttribute("step", shown);
		model.addAttribute("page", times.cases(productId, shown, after, Paged.limit(limit)));
		return "credit/case/clock";
	}

}
