package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.catalogue.BrandQueries;
import cn.jinfu.traceability.label.LabelPages.VoidForm;
import cn.jinfu.traceability.lot.LotOrigins;
import cn.jinfu.traceability.quota.LabelQuotaQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The farm orders labels: first which lot, then product, package and how many. */
@Controller
@RequestMapping("/portal/labels")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:label:order')")
class PortalLabelPages {

	private static final String FORM = "traceability/label/portal-new";

	private static final String BIND = "traceability/label/portal-bind";

	private static final String PRINT = "traceability/label/portal-print";

	private static final String SPOILT = "traceability/label/portal-void";

	record OrderForm(@Nullable @NotBlank String lotId, @Nullable @NotBlank String productId, @Nullable String design,
			@Nullable @NotNull @Min(1) Integer count, @Nullable String requestKey) {
	}

	record PrintForm(@Nullable @NotNull UUID outletId, LabelSheets.@Nullable @NotNull SheetPaper paper) {
	}

	record BindForm(@Nullable @NotBlank @Size(max = 200) String first, @Nullable @NotBlank @Size(max = 200) String last,
			@Nullable @NotNull Long version) {
	}

	private final LabelOrders orders;

	private final LabelBinding binding;

	private final PrintDesk desk;

	private final LabelCounter counter;

	private final LabelQueries queries;

	private final LabelSheets sheets;

	private final LabelQuotaQueries quotas;

	private final LotOrigins origins;

	private final BrandQueries catalogue;

	private final Products products;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries.list(
				new LabelQueries.Filter(null, null, Actor.current().memberId(), null, null, after, Paged.limit(null))));
		return "traceability/label/portal-orders";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var file = queries.file(id);
		model.addAttribute("file", file);
		sheets.offer(file.order(), model);
		desk.ofOrder(id).ifPresent(it -> model.addAttribute("job", it));
		return "traceability/label/portal-order";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID lotId, Model model, Locale locale) {
		if (lotId == null) {
			model.addAttribute("lots", queries.lots(Actor.current().memberId()));
			return "traceability/label/portal-lots";
		}
		orders.requireReady(Actor.current().memberId(), lotId);
		var offered = choices(lotId, model, locale);
		model.addAttribute("form", new OrderForm(lotId.toString(),
				(offered.size() == 1) ? offered.getFirst().value() : null, "", null, null));
		return FORM;
	}

	@PostMapping
	ModelAndView order(@Valid @ModelAttribute("form") OrderForm form, BindingResult errors, Model model,
			Locale locale) {
		choices(id(form.lotId()), model, locale);
		return Forms
			.submit(errors,
					() -> "/portal/labels/"
							+ counter.order(form.requestKey(),
									new LabelOrders.Order(Actor.current().memberId(), id(form.lotId()),
											id(form.productId()), (form.design() == null || form.design().isBlank())
													? null : id(form.design()),
											Objects.requireNonNull(form.count()))),
					FORM);
	}

	@PostMapping("/{id}/printing")
	String print(@PathVariable UUID id) {
		orders.print(id);
		return "redirect:/portal/labels/" + id + "/sheet";
	}

	@GetMapping("/{id}/sheet")
	String sheet(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from,
			@RequestParam(defaultValue = "A4") LabelSheets.SheetPaper paper, Model model) {
		return sheets.show(id, from, paper, "/portal/labels/" + id, model);
	}

	@GetMapping("/{id}/sheet/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id, @RequestParam(defaultValue = "1") @Min(1) int from,
			@RequestParam(defaultValue = "A4") LabelSheets.SheetPaper paper) {
		return sheets.pdf(id, from, paper);
	}

	@GetMapping("/{id}/voids/new")
	String spoilt(@PathVariable UUID id, Model model) {
		var order = queries.view(id);
		model.addAttribute("order", order);
		model.addAttribute("causes", LabelVoidCause.values());
		model.addAttribute("form", new VoidForm(null, null, LabelVoidCause.SPOILT, null, order.version()));
		return SPOILT;
	}

	@PostMapping("/{id}/voids")
	ModelAndView voidRange(@PathVariable UUID id, @Valid @ModelAttribute("form") VoidForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> orders.voidRange(form.of(id)), "/portal/labels/" + id, SPOILT);
		model.addAttribute("order", queries.view(id));
		model.addAttribute("causes", LabelVoidCause.values());
		return view;
	}

	@GetMapping("/{id}/print-jobs/new")
	String elsewhere(@PathVariable UUID id, Model model) {
		model.addAttribute("order", queries.view(id));
		model.addAttribute("outlets", desk.outlets());
		model.addAttribute("papers", LabelSheets.SheetPaper.values());
		model.addAttribute("form", new PrintForm(null, LabelSheets.SheetPaper.ROLL));
		return PRINT;
	}

	@PostMapping("/{id}/print-jobs")
	ModelAndView askToPrint(@PathVariable UUID id, @Valid @ModelAttribute("form") PrintForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> {
			desk.ask(id, Objects.requireNonNull(form.outletId()), Objects.requireNonNull(form.paper()));
		}, "/portal/labels/" + id, PRINT);
		model.addAttribute("order", queries.view(id));
		model.addAttribute("outlets", desk.outlets());
		model.addAttribute("papers", LabelSheets.SheetPaper.values());
		return view;
	}

	@PostMapping("/{id}/print-jobs/{jobId}/cancellation")
	String cancelPrint(@PathVariable UUID id, @PathVariable UUID jobId, @RequestParam String reason,
			@RequestParam long version) {
		desk.cancel(jobId, reason, version);
		return "redirect:/portal/labels/" + id;
	}

	@GetMapping("/{id}/bindings/new")
	String stuck(@PathVariable UUID id, Model model) {
		var order = queries.view(id);
		model.addAttribute("order", order);
		model.addAttribute("form", new BindForm(null, null, order.version()));
		return BIND;
	}

	@PostMapping("/{id}/bindings")
	ModelAndView bind(@PathVariable UUID id, @Valid @ModelAttribute("form") BindForm form, BindingResult errors,
			Model model) {
		var view = Forms.submit(errors, () -> {
			binding.bind(id, String.valueOf(form.first()), String.valueOf(form.last()),
					Objects.requireNonNull(form.version()));
		}, "/portal/labels/" + id, BIND);
		model.addAttribute("order", queries.view(id));
		return view;
	}

	/** What fits the lot, each product with how many labels it may still get. */
	private List<Choice> choices(UUID lotId, Model model, Locale locale) {
		var memberId = Actor.current().memberId();
		var lot = queries.lots(memberId)
			.stream()
			.filter(it -> it.id().equals(lotId))
			.findFirst()
			.orElseThrow(() -> new NotFound("trace.lot.not-found", lotId));
		var left = quotas.leftFor(origins.share(lot.id(), BigDecimal.ONE));
		var fitting = products.ofMember(memberId)
			.stream()
			.filter(it -> it.crop().equals(lot.crop()) && it.brandClass() != null)
			.toList();
		var offered = fitting.stream().map(it -> choice(it, lot, left, locale)).toList();
		model.addAttribute("lot", lot);
		model.addAttribute("quotaLeft", left);
		model.addAttribute("products", offered);
		model.addAttribute("designs", designs(fitting, lot, locale));
		return offered;
	}

	private Choice choice(Products.Product product, LabelView.Lot lot, BigDecimal left, Locale locale) {
		var net = product.netWeightKg();
		var labels = Math.min(whole(left, net), whole(lot.left(), net));
		return new Choice(product.productId().toString(), product.name(), messages.getMessage("trace.label.fits",
				new Object[] { net.stripTrailingZeros().toPlainString(), Math.max(0, labels) }, locale), null);
	}

	private static int whole(BigDecimal kg, BigDecimal net) {
		return kg.divide(net, 0, RoundingMode.DOWN).intValueExact();
	}

	/** Packages of the products' classes for which the lot's grade will do. */
	private List<Choice> designs(List<Products.Product> fitting, LabelView.Lot lot, Locale locale) {
		var all = fitting.stream()
			.map(Products.Product::brandClass)
			.filter(Objects::nonNull)
			.distinct()
			.flatMap(it -> catalogue.designsOf(it).stream())
			.filter(it -> it.grade() == null || it.grade().equals(lot.grade()))
			.map(it -> new Choice(it.id().toString(), it.name()))
			.toList();
		return all.isEmpty() ? List.of()
				: java.util.stream.Stream
					.concat(java.util.stream.Stream
						.of(new Choice("", messages.getMessage("trace.label.design.none", null, locale))), all.stream())
					.toList();
	}

	private static UUID id(@Nullable String text) {
		try {
			return UUID.fromString(String.valueOf(text));
		}
		catch (IllegalArgumentException notAnId) {
			throw new NotFound("trace.lot.not-found", String.valueOf(text));
		}
	}

}
