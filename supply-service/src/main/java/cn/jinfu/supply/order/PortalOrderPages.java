package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberSummary;
import cn.jinfu.supply.Products;
import cn.jinfu.supply.SalesFacts;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

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

/** The farm's orders on the phone: write one down, choose the harvest, send it off. */
@Controller
@RequestMapping("/portal/orders")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:order:sell')")
class PortalOrderPages {

	private static final String FORM = "supply/portal/order-new";

	private static final String DETAIL = "supply/portal/order";

	/**
	 * @param buyer number or name, when it is none of the last ones
	 */
	record OrderForm(@Nullable @NotNull UUID productId, @Nullable @NotNull UUID lotId,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 2) BigDecimal weight,
			@Nullable @NotNull FieldUnit unit,
			@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 2) BigDecimal price, @Nullable UUID buyerId,
			@Nullable @Size(max = 60) String buyer, @Nullable String requestKey) {
	}

	private final OrderQueries queries;

	private final OrderCommands commands;

	private final OrderCourse course;

	private final OrderToDos toDos;

	private final LotChoices lots;

	private final Products products;

	private final MemberDirectory members;

	private final SalesFacts facts;

	private final StatusHistory history;

	private final Idempotency idempotency;

	@GetMapping
	String list(Model model) {
		model.addAttribute("orders", queries.list(null, null, null, 50, null).items());
		return "supply/portal/orders";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID lot, Model model) {
		model.addAttribute("form", new OrderForm(null, lot, null, FieldUnit.JIN, null, null, null, null));
		choices(model);
		return FORM;
	}

	@PostMapping
	ModelAndView enter(@Valid @ModelAttribute("form") OrderForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> "/portal/orders/" + save(form), FORM);
	}

	private UUID save(OrderForm form) {
		var product = form.productId();
		var lot = form.lotId();
		var weight = form.weight();
		var unit = form.unit();
		var price = form.price();
		if (product == null || lot == null || weight == null || unit == null || price == null) {
			throw new RuleBroken("supply.order.empty");
		}
		var item = new OrderCommands.LotItem(product, lot, unit.of(weight).weight().kg().stripTrailingZeros(),
				perKg(price, unit));
		var buyer = buyer(form);
		return idempotency.id(form.requestKey(), "POST /portal/orders", form,
				() -> commands.enter(buyer, List.of(item)));
	}

	/** A price per 斤 is half the price of a kilogram. */
	static Money perKg(BigDecimal price, FieldUnit unit) {
		var each = unit.of(BigDecimal.ONE).weight().kg();
		return new Money(price.divide(each, 2, RoundingMode.HALF_UP));
	}

	private UUID buyer(OrderForm form) {
		var typed = form.buyer();
		if (typed != null && !typed.isBlank()) {
			var found = members.search(typed.strip(), 5).stream().filter(MemberSummary::active).toList();
			if (found.size() != 1) {
				throw new RuleBroken("supply.order.buyer-unclear", typed.strip(), found.size()).at("buyer");
			}
			return found.getFirst().memberId();
		}
		var chosen = form.buyerId();
		if (chosen == null) {
			throw new RuleBroken("supply.order.buyer-missing").at("buyer");
		}
		return chosen;
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		facts(id, model);
		return DETAIL;
	}

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

	private void facts(UUID id, Model model) {
		var order = queries.view(id);
		model.addAttribute("order", order);
		model.addAttribute("lines", queries.lines(id));
		model.addAttribute("steps", course.of(order));
		model.addAttribute("due", toDos.due(order));
		model.addAttribute("proofs", facts.ofSale(id));
		model.addAttribute("lots",
				(order.can("CONFIRM") || order.can("SHIP")) ? lots.deliverable(order.sellerId()) : List.of());
		model.addAttribute("changes", history.of("SalesOrder", id));
	}

	private void choices(Model model) {
		var member = Actor.current().memberId();
		model.addAttribute("products", products.ofMember(member));
		model.addAttribute("lots", lots.deliverable(member));
		model.addAttribute("buyers", queries.lastBuyers(4));
		model.addAttribute("units", new FieldUnit[] { FieldUnit.JIN, FieldUnit.KILOGRAM });
	}

	private static String back(UUID id) {
		return "redirect:/portal/orders/" + id;
	}

}
