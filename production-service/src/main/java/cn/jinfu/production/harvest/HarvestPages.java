package cn.jinfu.production.harvest;

import cn.jinfu.kernel.Paged;
import cn.jinfu.production.HarvestLotStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/harvests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:harvest:view')")
class HarvestPages {

	private final HarvestQueries queries;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable HarvestLotStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new HarvestQueries.Filter(q, status, null, null, after, Paged.limit(limit))));
		model.addAttribute("statuses", HarvestLotStatus.values());
		return "production/console/harvests";
	}

}
