package cn.jinfu.supply.product;

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
@RequestMapping("/console/products")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:product:view')")
class ProductPages {

	private final ProductQueries queries;

	private final ProductCommands commands;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable ProductStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				queries.list(new ProductQueries.Filter(q, member, status), Paged.limit(limit), after));
		model.addAttribute("statuses", ProductStatus.values());
		return "supply/console/products";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("row", queries.view(id));
		model.addAttribute("changes", history.of("Product", id));
		return "supply/console/product";
	}

	@PostMapping("/{id}/withdrawal")
	@PreAuthorize("hasAuthority('supply:product:register')")
	String withdraw(@PathVariable UUID id, @RequestParam long version) {
		commands.withdraw(id, version);
		return "redirect:/console/products/" + id;
	}

}
