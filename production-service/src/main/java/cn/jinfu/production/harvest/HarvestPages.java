package cn.jinfu.production.harvest;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.HarvestLotStatus;
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
@RequestMapping("/console/harvests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:harvest:view')")
class HarvestPages {

	private final HarvestCommands commands;

	private final HarvestQueries queries;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable HarvestLotStatus status,
			@RequestParam(required = false) @Nullable UUID memberId,
			@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(required = false) @Nullable LocalDate from,
			@RequestParam(required = false) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = new HarvestQueries.Filter(q, status, memberId, plantingId, from, to, after, Paged.limit(limit));
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("weight", queries.weight(filter));
		model.addAttribute("statuses", HarvestLotStatus.values());
		return "production/console/harvests";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("harvest", queries.view(id));
		model.addAttribute("changes", history.of("HarvestLot", id));
		return "production/console/harvest";
	}

	@PostMapping("/{id}/voiding")
	@PreAuthorize("hasAuthority('production:harvest:record')")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		commands.strike(id, reason);
		return "redirect:/console/harvests/" + id;
	}

}
