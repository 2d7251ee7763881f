package cn.jinfu.supply.order;

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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
@RequestMapping("/console/orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:order:view')")
class OrderPages {

	private final OrderQueries queries;

	private final OrderCommands commands;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OrderStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, status, Paged.limit(limit), after));
		model.addAttribute("statuses", OrderStatus.values());
		return "supply/console/orders";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("order", queries.view(id));
		model.addAttribute("lines", queries.lines(id));
		model.addAttribute("changes", history.of("SalesOrder", id));
		return "supply/console/order";
	}

	@PostMapping("/{id}/shipment")
	@PreAuthorize("hasAuthority('supply:order:manage')")
	String ship(@PathVariable UUID id, @RequestParam long version) {
		commands.ship(id, version);
		return back(id);
	}

	@PostMapping("/{id}/completion")
	@PreAuthorize("hasAuthority('supply:order:manage')")
	String complete(@PathVariable UUID id, @RequestParam long version) {
		commands.complete(id, version);
		return back(id);
	}

	@PostMapping("/{id}/cancellation")
	@PreAuthorize("hasAuthority('supply:order:manage')")
	String cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.cancel(id, reason, version);
		return back(id);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('supply:order:manage')")
	String takeBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.takeBack(id, reason, version);
		return back(id);
	}

	private static String back(UUID id) {
		return "redirect:/console/orders/" + id;
	}

}
