package cn.jinfu.supply.input;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Idempotency;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.production.AgriInputs;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
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

/** Shelves: what is there, what comes in, what was counted. */
@Controller
@RequestMapping("/console/stock")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('supply:stock:view')")
class StockPages {

	private static final SheetDownload<StockQueries.Shelf> SHEET = SheetDownload.<StockQueries.Shelf>of(
			"supply.menu.stock")
		.value("supply.till.goods", StockQueries.Shelf::input)
		.value("supply.stock.registration", StockQueries.Shelf::registrationNo)
		.value("supply.outlet", StockQueries.Shelf::outlet)
		.value("supply.stock.lot", StockQueries.Shelf::lotNo)
		.value("supply.stock.expires", StockQueries.Shelf::expiresOn)
		.value("supply.price.each", StockQueries.Shelf::price)
		.value("supply.stock.on-hand", StockQueries.Shelf::onHand);

	private static final String RECEIPT = "supply/console/stock-receipt";

	private static final String DETAIL = "supply/console/stock-shelf";

	record ReceiptForm(@Nullable @NotNull UUID inputId, @Nullable @NotBlank @Size(max = 40) String lotNo,
			@Nullable @NotNull LocalDate madeOn, @Nullable @NotNull LocalDate expiresOn,
			@Nullable @NotNull @Positive Integer packs,
			@Nullable @NotNull @PositiveOrZero @Digits(integer = 8, fraction = 2) BigDecimal unitCost,
			@Nullable @NotBlank @Size(max = 80) String supplier, @Nullable @NotBlank @Size(max = 40) String licenceNo,
			@Nullable @NotBlank @Size(max = 40) String contact, @Nullable @NotBlank @Size(max = 40) String inspectionNo,
			@Nullable String requestKey) {

		static final ReceiptForm BLANK = new ReceiptForm(null, null, null, null, null, null, null, null, null, null,
				null);

	}

	record CountForm(@Nullable @NotNull @PositiveOrZero Integer counted,
			@Nullable @NotBlank @Size(max = 200) String reason, @Nullable @NotNull Integer booked) {
	}

	private final ReceiptCommands receipts;

	private final StockCommands commands;

	private final StockQueries queries;

	private final MessageSource messages;

	private final AgriInputs inputs;

	private final Idempotency idempotency;

	private final BusinessClock clock;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID outlet,
			@RequestParam(required = false, defaultValue = "false") boolean low,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", queries.list(q, outlet, low, Paged.limit(limit), after));
		return "supply/console/stock";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable UUID outlet,
			@RequestParam(required = false, defaultValue = "false") boolean low, HttpServletResponse response)
			throws IOException {
		SHEET.send(response, messages, after -> queries.list(q, outlet, low, SheetDownload.BATCH, after));
	}

	@GetMapping("/receipts/new")
	@PreAuthorize("hasAuthority('supply:stock:receive')")
	String blank(Model model) {
		model.addAttribute("form", ReceiptForm.BLANK);
		choices(model);
		return RECEIPT;
	}

	@PostMapping("/receipts")
	@PreAuthorize("hasAuthority('supply:stock:receive')")
	ModelAndView receive(@Valid @ModelAttribute("form") ReceiptForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> receive(form), "/console/stock", RECEIPT);
	}

	private void receive(ReceiptForm form) {
		var input = form.inputId();
		var made = form.madeOn();
		var expires = form.expiresOn();
		var packs = form.packs();
		var cost = form.unitCost();
		if (input == null || made == null || expires == null || packs == null || cost == null) {
			return;
		}
		idempotency.id(form.requestKey(), "POST /console/stock/receipts", form,
				() -> receipts.receive(Actor.current().outletId(),
						new ReceiptCommands.Supplier(text(form.supplier()), text(form.licenceNo()),
								text(form.contact()), text(form.inspectionNo())),
						new ReceiptCommands.Lot(input, text(form.lotNo()), made, expires, packs, new Money(cost))));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var shelf = facts(id, model);
		model.addAttribute("form", new CountForm(null, null, shelf.onHand()));
		return DETAIL;
	}

	@PostMapping("/{id}/counts")
	@PreAuthorize("hasAuthority('supply:stock:count')")
	ModelAndView count(@PathVariable UUID id, @Valid @ModelAttribute("form") CountForm form, BindingResult errors,
			Model model) {
		var counted = form.counted();
		var booked = form.booked();
		var view = Forms.submit(errors, () -> {
			if (counted != null && booked != null) {
				commands.count(id, booked, counted, text(form.reason()));
			}
		}, "/console/stock/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	private StockQueries.Shelf facts(UUID id, Model model) {
		var shelf = queries.view(id);
		model.addAttribute("shelf", shelf);
		model.addAttribute("entries", queries.entries(id, 50));
		return shelf;
	}

	private void choices(Model model) {
		model.addAttribute("inputs", offered());
		model.addAttribute("today", clock.today());
	}

	private List<Choice> offered() {
		return inputs.search(null, null, 500)
			.stream()
			.filter(input -> inputs.standing(input.inputId(), clock.today()) != AgriInputs.Standing.BANNED)
			.map(input -> new Choice(input.inputId().toString(), input.name()))
			.toList();
	}

	private static String text(@Nullable String typed) {
		return (typed != null) ? typed.strip() : "";
	}

}
