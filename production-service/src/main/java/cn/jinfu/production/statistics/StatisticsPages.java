package cn.jinfu.production.statistics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import cn.jinfu.production.planting.SeasonPart;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 统计: area by crop and township, input per 亩, yields; and the uses behind them. */
@Controller
@RequestMapping("/console/production-statistics")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:planting:view')"
		+ " and hasAuthority('production:harvest:view')")
class StatisticsPages {

	/** What is asked for, as the address says; this year when it says none. */
	record Asked(@Nullable Integer year, @Nullable SeasonPart part, @Nullable String division, @Nullable String crop) {
	}

	/** A line of the file. */
	private record Line(String place, String crop, SeasonStatistics.Sums sums) {
	}

	private static final List<InputMeasure> CONVERTED = List.of(InputMeasure.N, InputMeasure.P, InputMeasure.K,
			InputMeasure.ACTIVE);

	private static final SheetDownload<Line> SHEET = SheetDownload.<Line>of("production.menu.statistics")
		.value("production.map.place", Line::place)
		.value("production.crop", Line::crop)
		.value("production.overview.standing.n", it -> it.sums().plantings())
		.value("production.area", it -> it.sums().areaMu())
		.value("production.statistics.failed", it -> it.sums().failedMu())
		.value("production.statistics.harvested", it -> it.sums().harvestedKg())
		.value("production.statistics.yield", it -> it.sums().kgPerMu())
		.value("production.statistics.n", it -> it.sums().perMu(InputMeasure.N))
		.value("production.statistics.p", it -> it.sums().perMu(InputMeasure.P))
		.value("production.statistics.k", it -> it.sums().perMu(InputMeasure.K))
		.value("production.statistics.active", it -> it.sums().perMu(InputMeasure.ACTIVE))
		.value("production.statistics.untold", it -> it.sums().untold());

	private static final SheetDownload<MeasuredUse> USES = SheetDownload.<MeasuredUse>of("production.statistics.uses")
		.value("production.day", MeasuredUse::on)
		.value("production.product", MeasuredUse::product)
		.value("production.kind", MeasuredUse::kind)
		.value("production.crop", MeasuredUse::cropName)
		.value("production.plot", MeasuredUse::plotName)
		.value("production.member", MeasuredUse::memberName)
		.value("production.quantity", MeasuredUse::quantity)
		.value("production.unit", MeasuredUse::unit)
		.value("production.statistics.n.kg", MeasuredUse::n)
		.value("production.statistics.p.kg", MeasuredUse::p)
		.value("production.statistics.k.kg", MeasuredUse::k)
		.value("production.statistics.active.kg", MeasuredUse::active);

	private final StatisticsQueries queries;

	private final Places places;

	private final Divisions divisions;

	private final Crops crops;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String show(Asked asked, Model model) {
		var of = of(asked);
		model.addAttribute("s", queries.season(of));
		model.addAttribute("measures", CONVERTED);
		filter(of, model);
		return "production/console/statistics";
	}

	/** In all, by crop and by place, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		var season = queries.season(of(asked));
		var all = messages.getMessage("ui.list.all", null, LocaleContextHolder.getLocale());
		var lines = new ArrayList<Line>();
		lines.add(new Line(all, all, season.all()));
		season.crops().forEach(it -> lines.add(new Line(all, it.name(), it.sums())));
		season.places().forEach(it -> lines.add(new Line(it.name(), all, it.sums())));
		SHEET.send(response, messages, _ -> Paged.whole(lines));
	}

	/** The uses behind a figure. */
	@GetMapping("/uses")
	@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:operation:view')")
	String uses(Asked asked, @RequestParam(required = false) @Nullable InputMeasure measure,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var of = of(asked);
		model.addAttribute("page", queries.uses(of, measure, after, Paged.limit(limit)));
		model.addAttribute("measures", InputMeasure.values());
		filter(of, model);
		return "production/console/statistics-uses";
	}

	@GetMapping("/uses/export")
	@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:operation:view')")
	void export(Asked asked, @RequestParam(required = false) @Nullable InputMeasure measure,
			HttpServletResponse response) throws IOException {
		var of = of(asked);
		USES.send(response, messages, after -> queries.uses(of, measure, after, SheetDownload.BATCH));
	}

	private StatisticsQueries.Asked of(Asked asked) {
		var year = asked.year();
		return new StatisticsQueries.Asked((year != null) ? year : clock.today().getYear(), asked.part(),
				blankToNull(asked.division()), blankToNull(asked.crop()));
	}

	private void filter(StatisticsQueries.Asked of, Model model) {
		var division = of.division();
		model.addAttribute("asked", of);
		model.addAttribute("place", (division != null) ? divisions.name(new DivisionCode(division)) : null);
		var years = new ArrayList<>(queries.years());
		if (!years.contains(of.year())) {
			years.addFirst(of.year());
		}
		model.addAttribute("years", years);
		model.addAttribute("parts", SeasonPart.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
	}

	private static @Nullable String blankToNull(@Nullable String typed) {
		return (typed == null || typed.isBlank()) ? null : typed.strip();
	}

}
