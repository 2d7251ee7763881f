package cn.jinfu.supply.input;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.Prescriptions;
import cn.jinfu.supply.blend.BlendOrderView;
import cn.jinfu.supply.blend.BlendOrders;
import cn.jinfu.supply.outlet.OutletQueries;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.format.annotation.DateTimeFormat;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The till: who buys, what, then the receipt (docs/rules/input-quota.md). */
@Controller
@RequestMapping("/console/input-sales")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:input-sale:view')")
class InputSalePages {

	private static final SheetDownload<InputSaleQueries.Row> SHEET = SheetDownload.<InputSaleQueries.Row>of(
			"supply.menu.input-sales")
		.text("supply.no", InputSaleQueries.Row::no)
		.date("supply.till.day", InputSaleQueries.Row::soldOn)
		.text("supply.outlet", InputSaleQueries.Row::outlet)
		.text("supply.member", InputSaleQueries.Row::member)
		.text("supply.till.name", InputSaleQueries.Row::buyerName)
		.text("supply.till.id", InputSaleQueries.Row::idMasked)
		.text("supply.till.goods", InputSaleQueries.Row::goods)
		.money("supply.order.amount", InputSaleQueries.Row::total)
		.money("supply.till.quota-used", InputSaleQueries.Row::quotaAmount);

	private static final String FORM = "supply/console/input-sale-new";

	private static final String DETAIL = "supply/console/input-sale";

	private static final int LINES = 4;

	private static final Pattern PACKS = Pattern.compile("[1-9][0-9]{0,4}");

	/**
	 * @param packs as typed: a row that cannot be read must not take the others with it
	 */
	record LineForm(@Nullable UUID stockId, @Nullable String packs) {

		boolean chosen() {
			return stockId != null && packs != null && !packs.isBlank();
		}

		/** How many, 0 when that is no whole number above nothing. */
		int count() {
			return (packs != null && PACKS.matcher(packs.strip()).matches()) ? Integer.parseInt(packs.strip()) : 0;
		}

	}

	/**
	 * @param tillNo drawn with the form: pressing twice is one sale
	 */
	record SaleForm(@Nullable @NotNull UUID memberId, @Nullable @NotBlank @Size(max = 60) String buyerName,
			@Nullable @NotNull IdMethod idMethod, @Nullable @Size(max = 20) String idNo, @Nullable List<LineForm> lines,
			@Nullable UUID plantingId, @Nullable @Size(max = 60) String pest, @Nullable UUID prescriptionId,
			@Nullable UUID blendId, @Nullable @NotBlank @Size(max = 60) String tillNo) {

		/** As many lines as the page has, whatever was sent. */
		SaleForm {
			var rows = new ArrayList<>(Objects.requireNonNullElse(lines, List.<LineForm>of()));
			while (rows.size() < LINES) {
				rows.add(new LineForm(null, null));
			}
			lines = rows;
		}

		List<InputSaleCommands.Item> items() {
			var items = new ArrayList<InputSaleCommands.Item>();
			for (var line : Objects.requireNonNullElse(lines, List.<LineForm>of())) {
				var stock = line.stockId();
				if (stock != null && line.count() > 0) {
					items.add(new InputSaleCommands.Item(stock, line.count()));
				}
			}
			return items;
		}

		void check(BindingResult errors) {
			var row = 0;
			for (var line : Objects.requireNonNullElse(lines, List.<LineForm>of())) {
				row++;
				if (line.chosen() && line.count() == 0) {
					errors.rejectValue("lines[" + (row - 1) + "].packs", "supply.till.packs.wrong",
							new Object[] { row }, null);
				}
			}
		}

	}

	record ReturnForm(@Nullable @NotNull UUID lineId, @Nullable @NotNull @Positive Integer packs,
			@Nullable @NotBlank @Size(max = 200) String reason, @Nullable @NotBlank String requestKey) {
	}

	/** What it would come to, before anything is sold. */
	public record Quote(Money total, Money quota, Money deposit) {

		public Money due() {
			return total.plus(deposit);
		}

	}

	private final Till till;

	private final ReturnCommands returns;

	private final InputSaleQueries sales;

	private final StockQueries shelves;

	private final QuotaQueries quotas;

	private final Buyers buyers;

	private final MemberDirectory members;

	private final PlantingFacts plantings;

	private final Prescriptions prescriptions;

	private final BlendOrders blends;

	private final OutletQueries outlets;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				sales.list(new InputSaleQueries.Filter(q, from, to, member), Paged.limit(limit), after));
		return "supply/console/input-sales";
	}

	/** The ledger that the law asks for (农药管理条例第二十七条), as filtered. */
	@GetMapping("/export")
	void export(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			HttpServletResponse response) throws IOException {
		var filter = new InputSaleQueries.Filter(q, from, to, null);
		SHEET.send(response, messages, after -> sales.list(filter, SheetDownload.BATCH, after));
	}

	@GetMapping("/new")
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	String blank(@RequestParam(required = false) @Nullable UUID member,
			@RequestParam(required = false) @Nullable UUID prescription,
			@RequestParam(required = false) @Nullable UUID blend, Model model) {
		own(model);
		if (member == null) {
			return "supply/console/input-buyer";
		}
		var buyer = members.requireActive(member);
		var filled = Optional.ofNullable(prescription)
			.flatMap(prescriptions::fillable)
			.filter(it -> it.memberId().equals(member));
		var blended = Optional.ofNullable(blend)
			.flatMap(id -> blends.fillable(member, Actor.current().outletId())
				.stream()
				.filter(it -> it.id().equals(id))
				.findFirst());
		model.addAttribute("form", new SaleForm(member, buyer.contactName(), IdMethod.FARM_CODE, null,
				filled.map(this::lines).or(() -> blended.map(this::blendLines)).orElse(null),
				filled.map(Prescriptions.Rx::plantingId).orElse(null), filled.map(Prescriptions.Rx::pest).orElse(null),
				filled.map(Prescriptions.Rx::prescriptionId).orElse(null), blended.map(BlendOrderView::id).orElse(null),
				Ids.next().toString()));
		choices(member, model);
		return FORM;
	}

	/** A card's number is sent in the body: addresses end up in logs. */
	@PostMapping("/buyer")
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	String buyer(@RequestParam(required = false) @Nullable String q, Model model) {
		own(model);
		try {
			var prescription = (q != null) ? prescriptions.fillable(q) : Optional.<Prescriptions.Rx>empty();
			if (prescription.isPresent()) {
				return "redirect:/console/input-sales/new?member=" + prescription.get().memberId() + "&prescription="
						+ prescription.get().prescriptionId();
			}
			var found = buyers.find(q);
			if (found.size() == 1) {
				return "redirect:/console/input-sales/new?member=" + found.getFirst().memberId();
			}
			model.addAttribute("found", found);
		}
		catch (Refusal.RuleBroken wrongCard) {
			model.addAttribute("wrong", "problem." + wrongCard.code());
			model.addAttribute("wrongArgs", wrongCard.args());
		}
		return "supply/console/input-buyer";
	}

	@PostMapping("/quote")
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	String quote(@ModelAttribute("form") SaleForm form, BindingResult errors, Model model) {
		var member = form.memberId();
		if (member == null) {
			return "redirect:/console/input-sales/new";
		}
		form.check(errors);
		choices(member, model);
		model.addAttribute("quote", quote(form));
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('supply:input-sale:sell')")
	ModelAndView sell(@Valid @ModelAttribute("form") SaleForm form, BindingResult errors, Model model) {
		var member = form.memberId();
		var buyer = form.buyerName();
		var method = form.idMethod();
		var number = form.tillNo();
		form.check(errors);
		var view = Forms.submit(errors, () -> {
			if (member == null || buyer == null || method == null || number == null) {
				throw new Refusal.RuleBroken("supply.input-sale.empty");
			}
			return "/console/input-sales/" + till
				.sell(new InputSaleCommands.Sell(Actor.current().outletId(), number, member, buyer, method, form.idNo(),
						form.plantingId(), form.pest(), form.prescriptionId(), form.blendId(), form.items()));
		}, FORM);
		if (member != null && view.getStatus() != null) {
			choices(member, model);
		}
		return view;
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("form", new ReturnForm(null, null, null, Ids.next().toString()));
		facts(id, model);
		return DETAIL;
	}

	@PostMapping("/{id}/returns")
	@PreAuthorize("hasAuthority('supply:input-sale:return')")
	ModelAndView goBack(@PathVariable UUID id, @Valid @ModelAttribute("form") ReturnForm form, BindingResult errors,
			RedirectAttributes flash, Model model) {
		var line = form.lineId();
		var packs = form.packs();
		var reason = form.reason();
		var key = form.requestKey();
		var view = Forms.submit(errors, () -> {
			if (line != null && packs != null && reason != null && key != null) {
				flash.addFlashAttribute("paid",
						returns.goBack(new ReturnCommands.GoBack(id, line, key, packs, reason)));
			}
		}, "/console/input-sales/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	private void facts(UUID id, Model model) {
		model.addAttribute("sale", sales.view(id));
		model.addAttribute("lines", sales.lines(id));
		model.addAttribute("returns", sales.returns(id));
	}

	/**
	 * What this outlet has of it: whole packages of the lot that expires first; what it
	 * lacks stays empty.
	 */
	private List<LineForm> lines(Prescriptions.Rx prescription) {
		var wanted = new LinkedHashMap<UUID, BigDecimal>();
		prescription.items().forEach(item -> wanted.merge(item.inputId(), item.quantity(), BigDecimal::add));
		return lines(wanted);
	}

	private List<LineForm> blendLines(BlendOrderView order) {
		var wanted = new LinkedHashMap<UUID, BigDecimal>();
		blends.recipe(order.recipeId())
			.items()
			.forEach(item -> wanted.merge(item.inputId(), item.quantity(), BigDecimal::add));
		return lines(wanted);
	}

	private List<LineForm> lines(Map<UUID, BigDecimal> wanted) {
		var shelves = this.shelves.sellable(Actor.current().outletId());
		var rows = new ArrayList<LineForm>();
		wanted.forEach((inputId, quantity) -> shelves.stream()
			.filter(shelf -> shelf.inputId().equals(inputId))
			.min(Comparator.comparing(StockQueries.Shelf::expiresOn))
			.ifPresent(shelf -> rows.add(new LineForm(shelf.stockId(), packs(quantity, shelf)))));
		return rows;
	}

	private static String packs(BigDecimal quantity, StockQueries.Shelf shelf) {
		var each = shelf.packQuantity();
		return quantity.divide((each != null) ? each : BigDecimal.ONE, 0, RoundingMode.CEILING).toPlainString();
	}

	private void own(Model model) {
		model.addAttribute("outlet", outlets.view(Actor.current().outletId()));
	}

	private void choices(UUID memberId, Model model) {
		own(model);
		model.addAttribute("member", members.require(memberId));
		model.addAttribute("shelves", shelves.sellable(Actor.current().outletId()));
		model.addAttribute("methods", IdMethod.values());
		model.addAttribute("plantings",
				plantings.ofMember(memberId).stream().filter(planting -> planting.state().active()).toList());
		model.addAttribute("prescriptions", prescriptions.fillableOf(memberId));
		model.addAttribute("blends", blends.fillable(memberId, Actor.current().outletId()));
		model.addAttribute("quota", quotas.now(memberId).orElse(null));
		model.addAttribute("bought", sales.ofMember(memberId, 6));
	}

	private Quote quote(SaleForm form) {
		var total = Money.ZERO;
		var quota = Money.ZERO;
		var deposit = Money.ZERO;
		var known = shelves.sellable(Actor.current().outletId());
		for (var item : form.items()) {
			for (var shelf : known) {
				var price = shelf.price();
				if (shelf.stockId().equals(item.stockId()) && price != null) {
					var pieces = BigDecimal.valueOf(item.packs());
					var amount = new Money(price.yuan().multiply(pieces));
					total = total.plus(amount);
					quota = shelf.zeroMargin() ? quota.plus(amount) : quota;
					deposit = deposit.plus(new Money(shelf.deposit().yuan().multiply(pieces)));
				}
			}
		}
		return new Quote(total, quota, deposit);
	}

}
