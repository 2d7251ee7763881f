package cn.jinfu.supply.fieldsale;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.supply.SalesFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

	private static final SheetDownload<FieldSaleQueries.Row> SHEET = SheetDownload.<FieldSaleQueries.Row>of(
			"supply.menu.field-sales")
		.value("supply.no", FieldSaleQueries.Row::no)
		.value("supply.till.day", FieldSaleQueries.Row::soldOn)
		.value("supply.order.seller", FieldSaleQueries.Row::member)
		.value("supply.order.buyer", FieldSaleQueries.Row::buyerName)
		.value("supply.product", FieldSaleQueries.Row::product)
		.value("supply.order.kg", FieldSaleQueries.Row::kg)
		.value("supply.order.amount", FieldSaleQueries.Row::amount)
		.value("supply.status", FieldSaleQueries.Row::status);

	private final FieldSaleQueries queries;

	private final MessageSource messages;

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

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable FieldSaleStatus status, HttpServletResponse response)
			throws IOException {
		SHEET.send(response, messages, after -> queries.list(q, status, SheetDownload.BATCH, after));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("sale", queries.view(id));
		model.addAttribute("proofs", facts.ofSale(id));
		model.addAttribute("changes", history.of("FieldSale", id));
		return "supply/console/field-sale";
	}

}
