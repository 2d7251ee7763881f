package cn.jinfu.production.overview;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import cn.jinfu.production.plot.PlotMark;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 生产总览: every figure leads to the rows it counts. */
@Controller
@RequestMapping("/console/production")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:view') and hasAuthority('production:planting:view')")
class FieldOverviewPages {

	private final FieldOverviews overviews;

	private final Places places;

	private final Divisions divisions;

	private final Crops crops;

	@GetMapping
	String show(@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable String crop, Model model) {
		var within = blankToNull(division);
		model.addAttribute("o", overviews.overview(new FieldOverviews.Asked(within, blankToNull(crop))));
		model.addAttribute("division", within);
		model.addAttribute("crop", blankToNull(crop));
		model.addAttribute("place", (within != null) ? divisions.name(new DivisionCode(within)) : null);
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("marks", PlotMark.values());
		return "production/console/overview";
	}

	private static @Nullable String blankToNull(@Nullable String typed) {
		return (typed == null || typed.isBlank()) ? null : typed.strip();
	}

}
