package cn.jinfu.production.season;

import java.time.YearMonth;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What the county's fields ask for in a month. */
@Controller
@RequestMapping("/console/season-calendar")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class SeasonPages {

	private final SeasonCalendar calendar;

	private final Crops crops;

	private final Divisions divisions;

	private final BusinessClock clock;

	/**
	 * @param month as 2026-11; the current one when absent
	 */
	@GetMapping
	String list(@RequestParam(required = false) @Nullable String township,
			@RequestParam(required = false) @Nullable String crop,
			@RequestParam(required = false) @Nullable YearMonth month,
			@RequestParam(required = false) @Nullable TaskState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var now = YearMonth.from(clock.today());
		var asked = (month != null) ? month : now;
		model.addAttribute("page",
				calendar.list(new SeasonCalendar.Filter(township, crop, asked, state, after, Paged.limit(limit))));
		model.addAttribute("month", asked.toString());
		model.addAttribute("months",
				IntStream.rangeClosed(-6, 6)
					.mapToObj(now::plusMonths)
					.map(it -> new Choice(it.toString(), it.toString()))
					.toList());
		model.addAttribute("townships",
				divisions.children(new DivisionCode(Actor.current().tenantId()))
					.stream()
					.map(it -> new Choice(it.code().value(), it.name()))
					.toList());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("states", TaskState.values());
		return "production/standard/season";
	}

}
