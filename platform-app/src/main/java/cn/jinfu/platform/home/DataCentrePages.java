package cn.jinfu.platform.home;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import lombok.RequiredArgsConstructor;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ChartSource;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;

/** The federation in figures: each opens to the rows it was counted from. */
@Controller
@RequiredArgsConstructor
class DataCentrePages implements MenuContribution {

	private static final String SEE = "platform:data:view";

	private final List<IndicatorSource> indicators;

	private final List<ChartSource> charts;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.DATA, "data-centre.title", "/console/data-centre", SEE, 10));
	}

	@GetMapping("/console/data-centre")
	@PreAuthorize("hasAuthority('" + SEE + "')")
	String page(Model model) {
		var actor = Actor.current();
		model.addAttribute("sections", sections(actor));
		model.addAttribute("charts",
				charts.stream()
					.flatMap(source -> source.charts().stream())
					.filter(chart -> actor.may(chart.permission()))
					.sorted(Comparator.comparingInt(ChartSource.Chart::order))
					.toList());
		model.addAttribute("at", clock.now());
		return "platform/home/data-centre";
	}

	private Map<Section, List<IndicatorSource.Indicator>> sections(Actor actor) {
		return indicators.stream()
			.flatMap(source -> source.indicators().stream())
			.filter(indicator -> actor.may(indicator.permission()))
			.sorted(Comparator.comparingInt(IndicatorSource.Indicator::order))
			.collect(Collectors.groupingBy(IndicatorSource.Indicator::section, TreeMap::new, Collectors.toList()));
	}

}
