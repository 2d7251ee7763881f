package cn.jinfu.supply.blend;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Blended orders at the outlet's counter. */
@Controller
@RequestMapping("/console/blend-orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('supply:blend:view')")
class BlendPages {

	private static final String LIST = "/console/blend-orders";

	private final BlendOrders orders;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable BlendState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", orders.list(new BlendOrders.Filter(q, state, after, Paged.limit(limit))));
		model.addAttribute("states", BlendState.values());
		return "supply/console/blend-orders";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping("/{id}/preparation")
	@PreAuthorize("hasAuthority('supply:blend:serve')")
	ModelAndView prepare(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/preparation", "", () -> orders.prepare(id, version));
	}

	@PostMapping("/{id}/declining")
	@PreAuthorize("hasAuthority('supply:blend:serve')")
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/declining", reason, () -> orders.decline(id, reason, version));
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("supply/console/blend-order");
		var order = orders.view(id);
		page.addObject("order", order);
		page.addObject("recipe", orders.recipe(order.recipeId()));
		page.addObject("changes", history.of(BlendOrders.TYPE, id));
		return page;
	}

}
