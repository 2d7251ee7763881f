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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/plantings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class PlantingPages {

	private static final String DETAIL = "/console/plantings/";

	private final PlantingCommands commands;

	private final PlantingQueries queries;

	private final FieldBook book;

	private final HarvestLots harvests;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable PlantingState state,
			@RequestParam(required = false) @Nullable Verification verification,
			@RequestParam(defaultValue = "false") boolean active,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = new PlantingQueries.Filter(q, state, verification, active, null, memberId, null, after,
				Paged.limit(limit));
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("area", queries.area(filter));
		model.addAttribute("states", PlantingState.values());
		model.addAttribute("verifications", Verification.values());
		return "production/console/plantings";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("planting", queries.view(id));
		model.addAttribute("harvests", harvests.ofPlanting(id));
		model.addAttribute("changes", history.of("Planting", id));
		return "production/console/planting";
	}

	@GetMapping("/{id}/record")
	String record(@PathVariable UUID id, Model model) {
		model.addAttribute("planting", queries.view(id));
		model.addAttribute("book", book.of(id));
		return "production/console/record";
	}

	@PostMapping("/{id}/verification")
	@PreAuthorize("hasAuthority('production:planting:verify')")
	String verify(@PathVariable UUID id, @RequestParam long version) {
		commands.verify(id, null, version);
		return "redirect:" + DETAIL + id;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:planting:verify')")
	String giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.giveBack(id, reason, version);
		return "redirect:" + DETAIL + id;
	}

}
