package cn.jinfu.supply.outlet;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/outlets")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:outlet:view')")
class OutletPages {

	private final OutletQueries queries;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OutletStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new OutletQueries.Filter(q, null, status), Paged.limit(limit), after));
		model.addAttribute("statuses", OutletStatus.values());
		return "supply/console/outlets";
	}

}
