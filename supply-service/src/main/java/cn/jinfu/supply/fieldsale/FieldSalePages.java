package cn.jinfu.supply.fieldsale;

import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.supply.SalesFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Field-side sales as staff see them; only the two sides can do anything to one. */
@Controller
@RequestMapping("/console/field-sales")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:field-sale:view')")
class FieldSalePages {

	private final FieldSaleQueries queries;

	private final SalesFacts facts;

	private final StatusHistory history;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable FieldSaleStatus status,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, status, Paged.limit(limit), after));
		model.addAttribute("statuses", FieldSaleStatus.values());
		return "supply/console/field-sales";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("sale", queries.view(id));
		model.addAttribute("proofs", facts.ofSale(id));
		model.addAttribute("changes", history.of("FieldSale", id));
		return "supply/console/field-sale";
	}

}
