package cn.jinfu.supply.fieldsale;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.supply.Products;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.supply.order.LotChoices;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** Sold at the field's edge: how much, to whom, how paid (R5). */
@Controller
@RequestMapping("/portal/field-sales")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:field-sale:record')")
class PortalFieldSalePages {

	private static final String FORM = "supply/portal/field-sale-new";

	/**
	 * @param buyerPick one of the last buyers, or empty for another name
	 * @param requestKey of the phone's entry: sent twice, it is one sale
	 */
	record SaleForm(@Nullable @NotNull UUID productId,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 2) BigDecimal quantity,
			@Nullable @NotNull FieldUnit unit,
			@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 2) BigDecimal price, @Nullable UUID lotId,
			@Nullable @Size(max = 60) String buyerPick, @Nullable @Size(max = 60) String buyerName,
			@Nullable @NotNull PayMethod payMethod, @Nullable String requestKey) {

		String buyer() {
			var typed = Objects.requireNonNullElse(buyerName, "").strip();
			return typed.isEmpty() ? Objects.requireNonNullElse(buyerPick, "").strip() : typed;
		}

	}

	private final FieldSaleCommands commands;

	private final FieldSaleQueries queries;

	private final Products products;

	private final LotChoices lots;

	private final SalesFacts facts;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("sales", queries.list(null, null, 50, null).items());
		return "supply/portal/field-sales";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID lotId, Model model) {
		if (lotId != null) {
			lots.require(Actor.current().memberId(), lotId);
		}
		var last = queries.last();
		model.addAttribute("form", last
			.map(row -> new SaleForm(row.productId(), null, FieldUnit.JIN,
					row.pricePerKg().yuan().divide(BigDecimal.TWO, 2, RoundingMode.HALF_UP), lotId, row.buyerName(),
					null, row.payMethod(), null))
			.orElseGet(() -> new SaleForm(null, null, FieldUnit.JIN, null, lotId, null, null, PayMethod.CASH, null)));
		choices(model);
		return FORM;
	}

	@PostMapping
	ModelAndView sell(@Valid @ModelAttribute("form") SaleForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> "/portal/field-sales/" + save(form), FORM);
	}

	private UUID save(SaleForm form) {
		var product = form.productId();
		var quantity = form.quantity();
		var unit = form.unit();
		var price = form.price();
		var pay = form.payMethod();
		if (form.buyer().isEmpty()) {
			throw new RuleBroken("supply.field-sale.buyer").at("buyerName");
		}
		if (product == null || quantity == null || unit == null || price == null || pay == null) {
			throw new RuleBroken("supply.order.empty");
		}
		var each = unit.of(BigDecimal.ONE).weight().kg();
		return commands.sell(new FieldSaleCommands.Sell(uid(form.requestKey()), product, form.lotId(),
				unit.of(quantity).weight().kg().stripTrailingZeros(),
				new Money(price.divide(each, 2, RoundingMode.HALF_UP)), form.buyer(), pay, clock.today()));
	}

	private static UUID uid(@Nullable String requestKey) {
		return (requestKey == null || requestKey.isBlank()) ? Ids.next()
				: UUID.nameUUIDFromBytes(requestKey.getBytes(StandardCharsets.UTF_8));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var sale = queries.view(id);
		var link = ServletUriComponentsBuilder.fromCurrentContextPath().path("/c/" + sale.token()).toUriString();
		model.addAttribute("sale", sale);
		model.addAttribute("proofs", facts.ofSale(id));
		model.addAttribute("link", link);
		model.addAttribute("qr", QrPicture.of(link));
		return "supply/portal/field-sale";
	}

	@PostMapping("/{id}/evidence")
	String attach(@PathVariable UUID id, @RequestParam MultipartFile photo) throws IOException {
		commands.attach(id, Objects.requireNonNullElse(photo.getOriginalFilename(), "photo"), photo.getBytes());
		return "redirect:/portal/field-sales/" + id;
	}

	@PostMapping("/{id}/cancellation")
	String revoke(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		commands.revoke(id, reason, version);
		return "redirect:/portal/field-sales/" + id;
	}

	private void choices(Model model) {
		var member = Actor.current().memberId();
		var mine = new ArrayList<Choice>();
		products.ofMember(member)
			.forEach(product -> mine
				.add(new Choice(product.productId().toString(), product.name(), product.grade(), null)));
		model.addAttribute("products", mine);
		model.addAttribute("lots", lots.of(member));
		model.addAttribute("buyers", queries.lastBuyers(4).stream().map(name -> new Choice(name, name)).toList());
		model.addAttribute("units", List.of(FieldUnit.JIN, FieldUnit.KILOGRAM));
		model.addAttribute("methods", PayMethod.values());
	}

}
