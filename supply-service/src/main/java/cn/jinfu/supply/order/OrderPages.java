package cn.jinfu.supply.order;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.supply.product.ProductQueries;
import cn.jinfu.supply.product.ProductStatus;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

/**
 * Orders for staff and for buyers at their desk; who stands on which side, the commands
 * decide.
 */
@Controller
@RequestMapping("/console/orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:order:view')")
class OrderPages {

	private static final String DETAIL = "supply/console/order";

	private static final String FORM = "supply/console/order-new";

	private static final SheetDownload<OrderView> SHEET = SheetDownload.<OrderView>of("supply.menu.orders")
		.text("supply.no", OrderView::no)
		.text("supply.order.seller", OrderView::sellerName)
		.text("supply.order.buyer", OrderView::buyerName)
		.text("supply.order.goods", OrderView::goods)
		.money("supply.order.total", OrderView::total)
		.date("supply.order.created", OrderView::createdOn)
		.date("supply.order.shipped", OrderView::shippedOn)
		.date("supply.order.received", OrderView::receivedOn)
		.date("supply.order.paid", OrderView::paidOn);

	record OrderForm(@Nullable @NotNull UUID productId,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 3) BigDecimal kg,
			@Nullable @NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal price,
			@Nullable String requestKey) {
	}

	private final OrderQueries queries;

	private final OrderCommands commands;

	private final OrderCourse course;

	private final OrderToDos toDos;

	private final LotChoices lots;

	private final ProductQueries products;

	private final SalesFacts facts;

	private final StatusHistory history;

	private final Idempotency idempotency;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OrderStatus status,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, status, member, Paged.limit(limit), after));
		model.addAttribute("statuses", OrderStatus.values());
		return "supply/console/orders";
	}

	@GetMapping("/export")
	void export(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable OrderStatus status, HttpServletResponse response)
			throws IOException {
		SHEET.send(response, messages, after -> queries.list(q, status, null, SheetDownload.BATCH, after));
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('supply:order:buy')")
	String blank(@RequestParam(required = false) @Nullable UUID product, Model model) {
		model.addAttribute("form", new OrderForm(product, null, null, null));
		choices(model);
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('supply:order:buy')")
	ModelAndView order(@Valid @ModelAttribute("form") OrderForm form, BindingResult errors, Model model) {
		choices(model);
		var product = form.productId();
		var kg = form.kg();
		var price = form.price();
		return Forms.submit(errors, () -> {
			if (product == null || kg == null || price == null) {
				return "/console/orders";
			}
			return "/console/orders/" + idempotency.id(form.requestKey(), "POST /console/orders", form,
					() -> commands.order(List.of(new OrderCommands.Item(product, kg, new Money(price)))));
		}, FORM);
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var order = facts(id, model);
		model.addAttribute("form", new PaymentForm(order.total().yuan(), null, order.version()));
		return DETAIL;
	}

	@PostMapping("/{id}/placement")
	String place(@PathVariable UUID id, @RequestParam long version) {
		commands.place(id, version);
		return back(id);
	}

	/** As {@link LinePart#of} reads it. */
	@PostMapping("/{id}/confirmation")
	String confirm(@PathVariable UUID id, @RequestParam long version, @RequestParam Map<String, String> given) {
		commands.confirm(id, LinePart.of(given), version);
		return back(id);
	}

	@PostMapping("/{id}/shipment")
	String ship(@PathVariable UUID id, @RequestParam long version, @RequestParam Map<String, String> given) {
		commands.ship(id, LinePart.of(given), version);
		return back(id);
	}

	@PostMapping("/{id}/receipt")
	String receive(@PathVariable UUID id, @RequestParam long version) {
		commands.receive(id, version);
		return back(id);
	}

	@PostMapping("/{id}/payment")
	ModelAndView pay(@PathVariable UUID id, @Valid @ModelAttribute("form") PaymentForm form, BindingResult errors,
			Model model) {
		var amount = form.amount();
		var number = form.bankTxnNo();
		var version = form.version();
		var view = Forms.submit(errors, () -> {
			if (amount != null && number != null && version != null) {
				commands.pay(id, new Money(amount), number, version);
			}
		}, "/console/orders/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	@PostMapping("/{id}/completion")
	String complete(@PathVariable UUID id, @RequestParam long version) {
		commands.complete(id, version);
		return back(id);
	}

	@PostMapping("/{id}/cancellation")
	String cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.cancel(id, reason, version);
		return back(id);
	}

	@PostMapping("/{id}/return")
	String takeBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.takeBack(id, reason, version);
		return back(id);
	}

	private OrderView facts(UUID id, Model model) {
		var order = queries.view(id);
		model.addAttribute("order", order);
		model.addAttribute("lines", queries.lines(id));
		model.addAttribute("steps", course.of(order));
		model.addAttribute("due", toDos.due(order));
		model.addAttribute("proofs", facts.ofSale(id));
		model.addAttribute("lots",
				(order.can("CONFIRM") || order.can("SHIP")) ? lots.deliverable(order.sellerId()) : List.of());
		model.addAttribute("changes", history.of("SalesOrder", id));
		return order;
	}

	private void choices(Model model) {
		model.addAttribute("products",
				products.list(new ProductQueries.Filter(null, null, ProductStatus.ACTIVE), 500, null)
					.items()
					.stream()
					.map(row -> new Choice(row.product().productId().toString(),
							row.memberName() + " · " + row.product().name() + " · " + row.product().grade()))
					.toList());
	}

	private static String back(UUID id) {
		return "redirect:/console/orders/" + id;
	}

}
