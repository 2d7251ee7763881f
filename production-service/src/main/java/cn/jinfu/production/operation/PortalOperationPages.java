package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.AgriInputs.Input;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Plain;
import cn.jinfu.production.Told;
import cn.jinfu.production.fieldcase.FieldCases;
import cn.jinfu.production.input.EntryRules;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingQueries;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
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
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * Three taps: which field, what, how much. The page is a plain GET until it is saved, so
 * the earliest harvest day shows before he sprays; a day to come makes it a plan.
 */
@Controller
@RequestMapping("/portal/operations")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:operation:record')")
class PortalOperationPages {

	private static final String LIST = "/portal/operations";

	private static final String FORM = "production/portal/operation-form";

	private static final Map<InputUnit, List<FieldUnit>> UNITS = Map.of(InputUnit.G,
			List.of(FieldUnit.GRAM, FieldUnit.KILOGRAM, FieldUnit.JIN, FieldUnit.BAG, FieldUnit.BOTTLE,
					FieldUnit.BUCKET),
			InputUnit.ML,
			List.of(FieldUnit.MILLILITRE, FieldUnit.LITRE, FieldUnit.BOTTLE, FieldUnit.BAG, FieldUnit.BUCKET),
			InputUnit.PIECE, List.of(FieldUnit.PIECE));

	/**
	 * @param holding input and lot, as {@code <inputId>/<lotNo>}
	 * @param quantity so many of the unit
	 * @param each content of one bucket, bag or bottle in the input's base unit
	 * @param eachOf the unit for which it was asked; another unit has another content
	 */
	record OperationForm(@Nullable String requestKey, @Nullable @NotEmpty List<UUID> plantingIds,
			@Nullable @NotNull OperationKind kind, @Nullable LocalDate on, @Nullable String holding,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal quantity, @Nullable FieldUnit unit,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal each, @Nullable FieldUnit eachOf,
			@Nullable @Size(max = 60) String pest, @Nullable UseMethod method,
			@Nullable @Positive @Digits(integer = 9, fraction = 3) BigDecimal amount, @Nullable AmountUnit amountUnit,
			@Nullable Weather weather, @Nullable @Size(max = 400) String workers,
			@Nullable @Positive @Digits(integer = 2, fraction = 2) BigDecimal hours,
			@Nullable @Size(max = 200) String note, @Nullable @Size(max = 200) String lateReason) {

		/** The same with what the farm usually says of an input. */
		OperationForm with(@Nullable FieldUnit unit, @Nullable BigDecimal each) {
			return new OperationForm(requestKey, plantingIds, kind, on, holding, quantity, unit, each, unit, pest,
					method, amount, amountUnit, weather, workers, hours, note, lateReason);
		}

		/** The same with what a sentence says, where it says something. */
		OperationForm told(Said said, LocalDate today) {
			return new OperationForm(requestKey, said.plantingIds().isEmpty() ? plantingIds : said.plantingIds(),
					(said.kind() != null) ? said.kind() : kind,
					(said.daysAgo() != null) ? today.minusDays(said.daysAgo()) : on,
					(said.holding() != null) ? said.holding() : holding,
					(said.quantity() != null) ? said.quantity() : quantity, (said.unit() != null) ? said.unit() : unit,
					each, eachOf, pest, method, (said.amount() != null) ? said.amount() : amount,
					(said.amountUnit() != null) ? said.amountUnit() : amountUnit, weather, workers,
					(said.hours() != null) ? said.hours() : hours, note, lateReason);
		}

		/** The same as it is shown first. */
		OperationForm filled(List<UUID> fields, LocalDate today) {
			return new OperationForm((requestKey != null) ? requestKey : Ids.next().toString(), fields,
					(kind != null) ? kind : OperationKind.SPRAY, (on != null) ? on : today, holding, quantity, unit,
					each, eachOf, pest, method, amount, amountUnit, weather, workers, hours, note, lateReason);
		}

		/** Water by the cubic metre, unless another unit was chosen. */
		About about() {
			var unit = (amount == null) ? null : (amountUnit != null) ? amountUnit : AmountUnit.CUBIC_METRE;
			return new About(weather, draws() ? method : null, amount, unit, About.told(workers, hours));
		}

		/** Whether more than the three taps was told. */
		public boolean more() {
			return weather != null || (workers != null && !workers.isBlank()) || hours != null;
		}

		List<UUID> fields() {
			return (plantingIds != null) ? plantingIds : List.of();
		}

		public boolean uses() {
			return kind == OperationKind.SPRAY || kind == OperationKind.FERTILISE;
		}

		/** Whether something from the holding goes on the field with it. */
		boolean draws() {
			return uses() && holding != null && holding.matches("[0-9a-f-]{36}/.*");
		}

		UUID inputId() {
			return UUID.fromString(String.valueOf(holding).split("/", 2)[0]);
		}

		String lotNo() {
			return String.valueOf(holding).split("/", 2)[1];
		}

	}

	/**
	 * One line to choose from: what he has in hand.
	 *
	 * @param packs the same in whole and broken packages, null when it is sold loose
	 */
	public record InHand(String value, String name, String lotNo, BigDecimal quantity, InputUnit unit,
			@Nullable BigDecimal packs, @Nullable String packName, boolean outside) {
	}

	/** What is asked about the chosen input. */
	public record Asked(InputUnit unit, List<FieldUnit> units, boolean container, List<String> pests) {
	}

	private final OperationCommands commands;

	private final OperationQueries queries;

	private final FieldCases cases;

	private final SprayPlans plans;

	private final PlantingQueries plantings;

	private final InputHoldings holdings;

	private final InputCatalogue inputs;

	private final EntryRules rules;

	private final MessageSource messages;

	private final StatusHistory history;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		var memberId = Actor.current().memberId();
		model.addAttribute("planned", queries.planned(memberId, clock.today().plusYears(1)));
		model.addAttribute("operations",
				queries.list(OperationQueries.Filter.ofMember(memberId, 30))
					.items()
					.stream()
					.filter(it -> it.state() != OperationState.PLANNED)
					.toList());
		return "production/portal/operations";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("operation", queries.view(id));
		model.addAttribute("changes", history.of("FieldOperation", id));
		model.addAttribute("today", clock.today());
		model.addAttribute("cases", cases.ofOperation(id));
		return "production/portal/operation";
	}

	/**
	 * @param like an earlier entry to be done once more
	 * @param said the work in one sentence, spoken or typed; it fills the form
	 */
	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable UUID like,
			@RequestParam(required = false) @Nullable String said, @ModelAttribute("form") OperationForm asked,
			BindingResult unread, Model model) {
		var form = (like != null) ? again(queries.view(like)) : asked;
		if (said != null && !said.isBlank()) {
			var heard = heard(said);
			model.addAttribute("said", said.substring(0, Math.min(said.length(), Said.LETTERS)));
			model.addAttribute("heard", heard);
			form = form.told(heard, clock.today());
		}
		var own = plantings.active(Actor.current().memberId());
		var fields = (form.fields().isEmpty() && own.size() == 1) ? List.of(own.getFirst().id()) : form.fields();
		var filled = remembered(form.filled(fields, clock.today()));
		model.addAttribute("form", filled);
		model.addAttribute("last", queries.last(Actor.current().memberId()).orElse(null));
		choices(filled, model);
		return FORM;
	}

	@PostMapping
	ModelAndView record(@Valid @ModelAttribute("form") OperationForm form, BindingResult errors, Model model) {
		choices(form, model);
		return Forms.submit(errors, () -> LIST + "/" + save(form), FORM);
	}

	@PostMapping("/{id}/carrying-out")
	String carryOut(@PathVariable UUID id, @RequestParam long version) {
		commands.carryOut(id, clock.today(), null, version);
		return "redirect:" + LIST + "/" + id;
	}

	@PostMapping("/{id}/photos")
	ModelAndView picture(@PathVariable UUID id, @RequestParam(required = false) @Nullable List<MultipartFile> photos,
			Model model) {
		return RefusedAct.submit(LIST + "/" + id + "/photos", "", () -> commands.picture(id, sent(photos)),
				LIST + "/" + id, () -> new ModelAndView(show(id, model)), messages);
	}

	@PostMapping("/{id}/voiding")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		commands.strike(id, reason);
		return "redirect:" + LIST + "/" + id;
	}

	private Said heard(String sentence) {
		var memberId = Actor.current().memberId();
		return Said.of(sentence,
				plantings.active(memberId)
					.stream()
					.map(it -> new Said.Field(it.id(), it.plotName(), it.cropName()))
					.toList(),
				holdings.ofMember(memberId)
					.stream()
					.map(it -> new Said.Held(it.inputId() + "/" + it.lotNo(), it.inputName()))
					.toList());
	}

	private UUID save(OperationForm form) {
		var kind = form.kind();
		var day = form.on();
		var on = (day != null) ? day : clock.today();
		var done = new OperationCommands.Done(Once.clientUid(form.requestKey()), form.fields(),
				(kind != null) ? kind : OperationKind.OTHER, on, used(form), form.about(), form.note(), null,
				form.lateReason());
		return on.isAfter(clock.today()) ? commands.plan(done) : commands.record(done);
	}

	private static List<MultipartFile> sent(@Nullable List<MultipartFile> photos) {
		return (photos == null) ? List.of() : photos.stream().filter(photo -> !photo.isEmpty()).toList();
	}

	private OperationCommands.@Nullable InputUsed used(OperationForm form) {
		if (!form.draws()) {
			return null;
		}
		var input = inputs.require(form.inputId());
		var told = told(form, input);
		if (told == null) {
			throw new RuleBroken("production.operation.quantity-missing").at("quantity");
		}
		return new OperationCommands.InputUsed(input.inputId(), form.lotNo(),
				told.amount(input.unit().measure()).base(), told, form.pest());
	}

	private @Nullable Told told(OperationForm form, Input input) {
		var quantity = form.quantity();
		if (quantity == null) {
			return null;
		}
		var unit = form.unit();
		return new Told(quantity, (unit != null) ? unit : base(input.unit()), content(form, input));
	}

	/** What one container holds: as told for this very unit, else as the label says. */
	private @Nullable BigDecimal content(OperationForm form, Input input) {
		var unit = form.unit();
		if (form.each() != null && (form.eachOf() == null || form.eachOf() == unit)) {
			return form.each();
		}
		return (unit != null) ? pack(input.inputId(), unit) : null;
	}

	private @Nullable BigDecimal pack(UUID inputId, FieldUnit unit) {
		var pack = (unit == FieldUnit.BAG || unit == FieldUnit.BOTTLE) ? inputs.require(inputId).packQuantity() : null;
		return (pack != null) ? Plain.of(pack) : null;
	}

	/** An entry like an earlier one, today. */
	private OperationForm again(OperationView like) {
		var told = like.told();
		return new OperationForm(null, like.plantingIds(), like.kind(), clock.today(),
				(like.inputId() != null) ? like.inputId() + "/" + like.lotNo() : null,
				(told != null) ? told.count() : Plain.orNull(like.quantity()), (told != null) ? told.unit() : null,
				(told != null) ? told.each() : null, (told != null) ? told.unit() : null, like.pest(), like.method(),
				Plain.orNull(like.amount()), like.amountUnit(), null,
				like.workers().stream().map(About.Worker::name).collect(Collectors.joining(" ")), hours(like),
				like.note(), null);
	}

	/** The hours of each, where all worked the same. */
	private static @Nullable BigDecimal hours(OperationView like) {
		var all = like.workers().stream().map(About.Worker::hours).distinct().toList();
		return (all.size() == 1) ? Plain.orNull(all.getFirst()) : null;
	}

	/**
	 * The unit this farm thinks in for this input, until it chooses another (R6), and
	 * what one of it holds.
	 */
	private OperationForm remembered(OperationForm form) {
		if (!form.draws()) {
			return form;
		}
		var last = queries.lastTold(Actor.current().memberId()).get(form.inputId());
		var chosen = form.unit();
		var unit = (chosen != null) ? chosen : (last != null) ? last.unit() : null;
		var each = (form.eachOf() == unit) ? form.each() : null;
		if (each == null && unit != null && unit.isContainer()) {
			each = (last != null && last.unit() == unit) ? last.each() : pack(form.inputId(), unit);
		}
		return form.with(unit, each);
	}

	private void choices(OperationForm form, Model model) {
		var memberId = Actor.current().memberId();
		model.addAttribute("plantings", plantings.active(memberId));
		model.addAttribute("kinds", OperationKind.values());
		model.addAttribute("weathers", Weather.values());
		model.addAttribute("methods", UseMethod.values());
		model.addAttribute("amountUnits", AmountUnit.values());
		model.addAttribute("today", clock.today());
		model.addAttribute("far",
				form.on() != null && form.on().isBefore(clock.today().minusDays(rules.current().reasonAfterDays())));
		model.addAttribute("inHand", holdings.ofMember(memberId).stream().map(this::inHand).toList());
		var input = Optional.of(form).filter(OperationForm::draws).flatMap(it -> inputs.find(it.inputId()));
		model.addAttribute("asked", input.map(it -> asked(form, it)).orElse(null));
		model.addAttribute("plan", input.map(it -> plan(form, it)).orElse(null));
	}

	private InHand inHand(InputHoldings.Holding held) {
		var input = inputs.require(held.inputId());
		var pack = input.packQuantity();
		return new InHand(held.inputId() + "/" + held.lotNo(), held.inputName(), held.lotNo(), held.quantity(),
				held.unit(), (pack != null) ? held.quantity().divide(pack, 1, RoundingMode.DOWN) : null,
				input.packName(), held.outside());
	}

	private Asked asked(OperationForm form, Input input) {
		var crops = plantings.active(Actor.current().memberId())
			.stream()
			.filter(it -> form.fields().contains(it.id()))
			.map(it -> it.crop())
			.distinct()
			.toList();
		var on = form.on();
		var pests = crops.stream()
			.flatMap(crop -> inputs.rules(input.inputId(), crop, (on != null) ? on : clock.today()).stream())
			.map(rule -> rule.pest())
			.distinct()
			.toList();
		var unit = form.unit();
		return new Asked(input.unit(), UNITS.getOrDefault(input.unit(), List.of()), unit != null && unit.isContainer(),
				pests);
	}

	private static FieldUnit base(InputUnit unit) {
		return switch (unit) {
			case G -> FieldUnit.GRAM;
			case ML -> FieldUnit.MILLILITRE;
			case PIECE -> FieldUnit.PIECE;
		};
	}

	/** Null until there is enough to plan with; a refusal shows when it is saved. */
	private @Nullable SprayPlan plan(OperationForm form, Input input) {
		if (form.fields().isEmpty()) {
			return null;
		}
		try {
			var told = told(form, input);
			var on = form.on();
			return (told == null) ? null : plans.plan(form.fields(), input.inputId(),
					told.amount(input.unit().measure()).base(), form.pest(), (on != null) ? on : clock.today());
		}
		catch (Refusal notYet) {
			return null;
		}
	}

}
