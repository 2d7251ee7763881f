package cn.jinfu.production.service.order;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 服务订单: what the officer sees of it. The two sides act on their phones. */
@Controller
@RequestMapping("/console/service-orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class ServiceOrderPages {

	private final ServiceOrderQueries queries;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ServiceOrderState state,
			@RequestParam(required = false) @Nullable UUID providerId,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(new ServiceOrderQueries.Filter(q, state, ServiceOrderQueries.Side.ANY,
				providerId, after, Paged.limit(limit))));
		model.addAttribute("states", ServiceOrderState.values());
		return "production/service/orders";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("order", queries.view(id));
		model.addAttribute("photos", queries.photos(id));
		model.addAttribute("changes", history.of(ServiceOrderCommands.TYPE, id));
		return "production/service/order";
	}

}
