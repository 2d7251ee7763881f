package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.Plain;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.ServiceItem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/** 预约服务 on the phone: the farm chooses and accepts, the organisation works. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:view')")
class PortalServicePages {

	private static final String LIST = "/portal/service-orders";

	private static final String FORM = "production/service/portal-order-form";

	private static final String ORDER = "hasAuthority('production:service:order')";

	private static final String PROVIDE = "hasAuthority('production:service:provide')";

	record WishForm(@Nullable String requestKey, @Nullable @NotNull UUID menuId, @Nullable @NotNull UUID plantingId,
			@Nullable @NotNull BigDecimal quantity, @Nullable @NotNull LocalDate on,
			@Nullable @Size(max = 200) String note) {

		/** What tells one order from another under the same key. */
		List<String> said() {
			return List.of(String.valueOf(menuId), String.valueOf(plantingId), String.valueOf(quantity),
					String.valueOf(on), String.valueOf(note));
		}

		ServiceOrderCommands.Wish wish() {
			return new ServiceOrderCommands.Wish(Objects.requireNonNull(plantingId), Objects.requireNonNull(menuId),
					Objects.requireNonNull(quantity), Objects.requireNonNull(on), note);
		}

	}

	/**
	 * @param input {@code own} or {@code farm}, input and lot, between colons; empty for
	 * none
	 */
	record ReportForm(@Nullable @NotNull LocalDate on, @Nullable @NotNull BigDecimal quantity, @Nullable String input,
			@Nullable BigDecimal used, @Nullable @Size(max = 60) String pest, @Nullable @Size(max = 20) String material,
			@Nullable @Size(max = 200) String note, @Nullable @Size(max = 200) String lateReason,
			@Nullable List<MultipartFile> photos, @Nullable Long version) {
	}

	private final ServiceOrderCommands commands;

	private final ServiceOrderQueries queries;

	private final Providers providers;

	private final PlantingQueries plantings;

	private final InputHoldings holdings;

	private final StatusHistory history;

	private final Once once;

	private final BusinessClock clock;

	private final MessageSource messages;

	/** For one of the farm's plantings: what reaches it and is for what grows there. */
	@GetMapping("/portal/services")
	@PreAuthorize(ORDER)
	String services(@RequestParam(required = false) @Nullable UUID plantingId,
			@RequestParam(required = false) @Nullable ServiceItem item, Model model) {
		var own = plantings.active(Actor.current().memberId());
		var field = own.stream().filter(it -> it.id().equals(plantingId)).findFirst();
		model.addAttribute("menus",
				providers.offered(field.map(it -> new Providers.Wanted(it.division(), it.crop(), item))
					.orElse(new Providers.Wanted("", "", item)), clock.today()));
		model.addAttribute("plantings",
				own.stream().map(it -> new Choice(it.id().toString(), it.plotName() + " " + it.cropName())).toList());
		model.addAttribute("plantingId", field.map(PlantingView::id).orElse(null));
		model.addAttribute("items", ServiceItem.values());
		return "production/service/portal-services";
	}

	@GetMapping(LIST)
	@PreAuthorize(ORDER)
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", queries
			.list(new ServiceOrderQueries.Filter(null, null, ServiceOrderQueries.Side.FARM, null, after, 20)));
		return "production/service/portal-orders";
	}

	@GetMapping(LIST + "/new")
	@PreAuthorize(ORDER)
	String blank(@RequestParam UUID menuId, @RequestParam(required = false) @Nullable UUID plantingId, Model model) {
		var own = suited(providers.menu(menuId));
		var only = own.stream().filter(it -> own.size() == 1 || it.id().equals(plantingId)).findFirst().orElse(null);
		model.addAttribute("form", new WishForm(Ids.next().toString(), menuId, (only != null) ? only.id() : null,
				(only != null) ? Plain.of(only.areaMu()) : null, null, null));
		choices(menuId, model);
		return FORM;
	}

	@PostMapping(LIST)
	@PreAuthorize(ORDER)
	ModelAndView place(@Valid @ModelAttribute("form") WishForm form, BindingResult errors, Model model) {
		var menuId = form.menuId();
		if (menuId == null) {
			return new ModelAndView("redirect:/portal/services");
		}
		choices(menuId, model);
		return Forms.submit(errors, () -> LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(),
				() -> commands.place(Actor.current().memberId(), form.wish())), FORM);
	}

	private void choices(UUID menuId, Model model) {
		var menu = providers.menu(menuId);
		model.addAttribute("menu", menu);
		model.addAttribute("plantings", suited(menu));
	}

	private List<PlantingView> suited(Providers.Menu menu) {
		return plantings.active(Actor.current().memberId()).stream().filter(it -> menu.suits(it.crop())).toList();
	}

	@GetMapping(LIST + "/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping(LIST + "/{id}/cancellation")
	@PreAuthorize(ORDER)
	ModelAndView cancel(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/cancellation", reason, () -> commands.cancel(id, reason, version));
	}

	@PostMapping(LIST + "/{id}/acceptance")
	@PreAuthorize(ORDER)
	ModelAndView accept(@PathVariable UUID id, @RequestParam(required = false) @Nullable BigDecimal quantity,
			@RequestParam(required = false) @Nullable Integer score, @RequestParam long version) {
		return act(id, "/acceptance", Objects.toString(quantity, ""),
				() -> commands.accept(id, (quantity != null) ? quantity : BigDecimal.ONE.negate(), score, version));
	}

	@PostMapping(LIST + "/{id}/complaint")
	@PreAuthorize(ORDER)
	ModelAndView complain(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/complaint", reason, () -> commands.complain(id, reason, version));
	}

	/** What the organisation has in hand; for who belongs to none it says so. */
	@GetMapping("/portal/service-desk")
	@PreAuthorize(PROVIDE)
	String desk(@RequestParam(required = false) @Nullable String after, Model model) {
		var me = providers.me();
		model.addAttribute("provider", me.orElse(null));
		me.ifPresent(it -> {
			model.addAttribute("page", queries
				.list(new ServiceOrderQueries.Filter(null, null, ServiceOrderQueries.Side.PROVIDER, null, after, 20)));
			model.addAttribute("menus", providers.menus(it.id()));
			model.addAttribute("bookings", providers.calendar(it.id()));
		});
		return "production/service/portal-desk";
	}

	@PostMapping(LIST + "/{id}/taking")
	@PreAuthorize(PROVIDE)
	ModelAndView take(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/taking", "", () -> commands.take(id, version));
	}

	@PostMapping(LIST + "/{id}/declining")
	@PreAuthorize(PROVIDE)
	ModelAndView decline(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version) {
		return act(id, "/declining", reason, () -> commands.decline(id, reason, version));
	}

	@PostMapping(LIST + "/{id}/dispatch")
	@PreAuthorize(PROVIDE)
	ModelAndView dispatch(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID machineId,
			@RequestParam String worker,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime from,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime to,
			@RequestParam long version) {
		return act(id, "/dispatch", worker,
				() -> commands.dispatch(id,
						new ServiceOrderCommands.Dispatch(machineId, worker,
								from.atZone(BusinessClock.ZONE).toInstant(), to.atZone(BusinessClock.ZONE).toInstant()),
						version));
	}

	@PostMapping(LIST + "/{id}/start")
	@PreAuthorize(PROVIDE)
	ModelAndView start(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/start", "", () -> commands.start(id, version));
	}

	@GetMapping(LIST + "/{id}/report")
	@PreAuthorize(PROVIDE)
	String reportForm(@PathVariable UUID id, Model model) {
		var order = queries.view(id);
		model.addAttribute("form", new ReportForm(clock.today(), Plain.of(order.quantity()), null, null, null, null,
				null, null, List.of(), order.version()));
		inputs(order, model);
		return "production/service/portal-report-form";
	}

	@PostMapping(LIST + "/{id}/report")
	@PreAuthorize(PROVIDE)
	ModelAndView report(@PathVariable UUID id, @Valid @ModelAttribute("form") ReportForm form, BindingResult errors,
			Model model) {
		inputs(queries.view(id), model);
		var seen = form.version();
		return Forms.submit(errors, () -> commands.report(id, report(form), (seen != null) ? seen : -1),
				LIST + "/" + id, "production/service/portal-report-form");
	}

	@PostMapping(LIST + "/{id}/bill")
	@PreAuthorize(PROVIDE)
	ModelAndView bill(@PathVariable UUID id, @RequestParam long version) {
		return act(id, "/bill", "", () -> commands.bill(id, version));
	}

	@PostMapping(LIST + "/{id}/payment")
	@PreAuthorize(PROVIDE)
	ModelAndView pay(@PathVariable UUID id, @RequestParam LocalDate on, @RequestParam String ref,
			@RequestParam long version) {
		return act(id, "/payment", ref, () -> commands.pay(id, on, ref, version));
	}

	private static ServiceOrderCommands.Report report(ReportForm form) {
		var material = Objects.toString(form.material(), "").strip();
		Money price;
		try {
			price = material.isEmpty() ? Money.ZERO : Money.parse(material);
		}
		catch (RuleBroken wrong) {
			throw wrong.at("material");
		}
		var from = Objects.toString(form.input(), "").split(":", 3);
		var own = from[0].equals("own");
		return new ServiceOrderCommands.Report(Objects.requireNonNull(form.on()),
				Objects.requireNonNull(form.quantity()), used(form, from), own, price, form.note(), form.lateReason(),
				Objects.requireNonNullElse(form.photos(), List.of()));
	}

	private static OperationCommands.@Nullable InputUsed used(ReportForm form, String[] from) {
		if (from.length < 3) {
			return null;
		}
		UUID inputId;
		try {
			inputId = UUID.fromString(from[1]);
		}
		catch (IllegalArgumentException _) {
			throw new RuleBroken("production.operation.input-missing").at("input");
		}
		var quantity = form.used();
		if (quantity == null || quantity.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("used");
		}
		return new OperationCommands.InputUsed(inputId, from[2], quantity, null, form.pest());
	}

	/** The organisation's own inputs first, then the farm's. */
	private void inputs(ServiceOrderView order, Model model) {
		var choices = new ArrayList<Choice>();
		var mine = providers.requireMe().memberId();
		if (!order.serving()) {
			throw new cn.jinfu.kernel.Refusal.NotFound("production.service-order.not-found", order.id());
		}
		holdings.ofMember(mine).forEach(it -> choices.add(choice("own", it)));
		holdings.ofMember(order.memberId()).forEach(it -> choices.add(choice("farm", it)));
		model.addAttribute("order", order);
		model.addAttribute("inputs", choices);
	}

	private Choice choice(String whose, InputHoldings.Holding it) {
		var locale = org.springframework.context.i18n.LocaleContextHolder.getLocale();
		var label = messages.getMessage("production.service-order.input." + whose,
				new Object[] { it.inputName(), it.lotNo(), Plain.of(it.quantity()).toPlainString(),
						messages.getMessage("enum.InputUnit." + it.unit().name(), null, locale) },
				locale);
		return new Choice(whose + ":" + it.inputId() + ":" + it.lotNo(), label);
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var order = queries.view(id);
		var page = new ModelAndView("production/service/portal-order");
		page.addObject("order", order);
		page.addObject("photos", queries.photos(id));
		page.addObject("changes", history.of(ServiceOrderCommands.TYPE, id));
		page.addObject("machines",
				order.serving()
						? providers.machines(order.providerId()).stream().filter(Providers.Machine::active).toList()
						: List.of());
		page.addObject("today", clock.today());
		return page;
	}

}
