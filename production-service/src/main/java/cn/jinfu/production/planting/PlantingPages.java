package cn.jinfu.production.planting;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.production.PlantingState;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/plantings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class PlantingPages {

	private final PlantingQueries queries;

	private final HarvestLots harvests;

	private final YieldStandards yields;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PlantingState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new PlantingQueries.Filter(q, state, null, null, null, after, Paged.limit(limit))));
		model.addAttribute("states", PlantingState.values());
		model.addAttribute("yields", yields.all());
		return "production/console/plantings";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("planting", queries.view(id));
		model.addAttribute("harvests", harvests.ofPlanting(id));
		model.addAttribute("changes", history.of("Planting", id));
		return "production/console/planting";
	}

}
