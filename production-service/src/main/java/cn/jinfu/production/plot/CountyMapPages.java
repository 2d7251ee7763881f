package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.MapTiles;
import cn.jinfu.production.Crops;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.util.UriComponentsBuilder;

/** The county's plots on one map. Every look at it has an address of its own. */
@Controller
@RequestMapping("/console/plot-map")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:view')")
class CountyMapPages {

	private static final BigDecimal HALF = new BigDecimal("0.5");

	private static final BigDecimal TWO = new BigDecimal("2");

	private static final BigDecimal THIRD = new BigDecimal("0.33");

	private final CountyMapQueries queries;

	private final Divisions divisions;

	private final MapTiles tiles;

	private final Crops crops;

	@GetMapping
	String show(CountyMapQueries.Asked asked, Model model) {
		var map = queries.map(asked);
		model.addAttribute("map", map);
		model.addAttribute("marks", PlotMark.values());
		model.addAttribute("credit", map.tiles().isEmpty() ? "" : tiles.credit());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("path", path(asked.division()));
		var view = map.view();
		if (view != null) {
			model.addAttribute("steps", steps(asked, view));
		}
		return "production/console/plot-map";
	}

	/** From the county down to where one looks. */
	private List<Choice> path(@Nullable String division) {
		var county = Actor.current().tenantId();
		var at = (division != null && division.matches("\\d{9}|\\d{12}") && division.startsWith(county)) ? division
				: county;
		return divisions.path(new DivisionCode(at))
			.stream()
			.filter(it -> it.code().value().startsWith(county))
			.map(it -> new Choice(it.code().value(), it.name()))
			.toList();
	}

	/** Nearer, farther and to each side, as addresses that keep the filter. */
	private static Map<String, String> steps(CountyMapQueries.Asked asked, CountyMap.View view) {
		var across = view.span().multiply(THIRD);
		var down = BigDecimal.valueOf((view.north() - view.south()) / 3);
		var steps = new LinkedHashMap<String, String>();
		steps.put("in", address(asked, view.lon(), view.lat(), view.span().multiply(HALF)));
		steps.put("out", address(asked, view.lon(), view.lat(), view.span().multiply(TWO)));
		steps.put("west", address(asked, view.lon().subtract(across), view.lat(), view.span()));
		steps.put("north", address(asked, view.lon(), view.lat().add(down), view.span()));
		steps.put("south", address(asked, view.lon(), view.lat().subtract(down), view.span()));
		steps.put("east", address(asked, view.lon().add(across), view.lat(), view.span()));
		return steps;
	}

	private static String address(CountyMapQueries.Asked asked, BigDecimal lon, BigDecimal lat, BigDecimal span) {
		return UriComponentsBuilder.fromPath("/console/plot-map")
			.queryParamIfPresent("division", Optional.ofNullable(asked.division()))
			.queryParamIfPresent("mark", Optional.ofNullable(asked.mark()))
			.queryParamIfPresent("crop", Optional.ofNullable(asked.crop()))
			.queryParam("lon", degrees(lon))
			.queryParam("lat", degrees(lat))
			.queryParam("span", degrees(span))
			.encode()
			.toUriString();
	}

	private static String degrees(BigDecimal value) {
		return value.setScale(6, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
