package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.AgriInputs.Input;
import cn.jinfu.production.InputHoldings;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Plain;
import cn.jinfu.production.Told;
import cn.jinfu.production.input.EntryRules;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import cn.jinfu.production.weather.WeatherAdvices;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What stands around the form of 记农事, whoever fills it in for that farm. */
@Component
@RequiredArgsConstructor
public class OperationForms {

	private static final Map<InputUnit, List<FieldUnit>> UNITS = Map.of(InputUnit.G,
			List.of(FieldUnit.GRAM, FieldUnit.KILOGRAM, FieldUnit.JIN, FieldUnit.BAG, FieldUnit.BOTTLE,
					FieldUnit.BUCKET),
			InputUnit.ML,
			List.of(FieldUnit.MILLILITRE, FieldUnit.LITRE, FieldUnit.BOTTLE, FieldUnit.BAG, FieldUnit.BUCKET),
			InputUnit.PIECE, List.of(FieldUnit.PIECE));

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

	private final OperationQueries queries;

	private final SprayPlans plans;

	private final PlantingQueries plantings;

	private final InputHoldings holdings;

	private final InputCatalogue inputs;

	private final EntryRules rules;

	private final WeatherAdvices weather;

	private final BusinessClock clock;

	/** The form as it is shown first; the only field of a farm needs no choosing. */
	public OperationForm opened(OperationForm form, UUID memberId) {
		var own = plantings.active(memberId);
		var fields = (form.fields().isEmpty() && own.size() == 1) ? List.of(own.getFirst().id()) : form.fields();
		return remembered(form.filled(fields, clock.today()), memberId);
	}

	/**
	 * What is recorded of it.
	 * @throws RuleBroken where a quantity is missing or cannot be one
	 */
	public OperationCommands.Done done(OperationForm form, UUID clientUid) {
		var kind = form.kind();
		var day = form.on();
		return new OperationCommands.Done(clientUid, form.fields(), (kind != null) ? kind : OperationKind.OTHER,
				(day != null) ? day : clock.today(), used(form), form.about(), form.note(), null, form.lateReason());
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

	/**
	 * The unit this farm thinks in for this input, until it chooses another (R6), and
	 * what one of it holds.
	 */
	private OperationForm remembered(OperationForm form, UUID memberId) {
		if (!form.draws()) {
			return form;
		}
		var last = queries.lastTold(memberId).get(form.inputId());
		var chosen = form.unit();
		var unit = (chosen != null) ? chosen : (last != null) ? last.unit() : null;
		var each = (form.eachOf() == unit) ? form.each() : null;
		if (each == null && unit != null && unit.isContainer()) {
			each = (last != null && last.unit() == unit) ? last.each() : pack(form.inputId(), unit);
		}
		return form.with(unit, each);
	}

	/** What the form offers to choose from, and what saving it would lead to. */
	public void choices(OperationForm form, UUID memberId, Model model) {
		var fields = plantings.active(memberId);
		model.addAttribute("plantings", fields);
		model.addAttribute("kinds", OperationKind.values());
		model.addAttribute("weathers", Weather.values());
		model.addAttribute("methods", UseMethod.values());
		model.addAttribute("amountUnits", AmountUnit.values());
		model.addAttribute("today", clock.today());
		model.addAttribute("far",
				form.on() != null && form.on().isBefore(clock.today().minusDays(rules.current().reasonAfterDays())));
		model.addAttribute("inHand", holdings.ofMember(memberId).stream().map(this::inHand).toList());
		model.addAttribute("weatherAdvice", weather.of(form.kind(), form.on(), form.fields()));
		model.addAttribute("sky", weather.sky(form.on(), form.fields()).orElse(null));
		var input = Optional.of(form).filter(OperationForm::draws).flatMap(it -> inputs.find(it.inputId()));
		model.addAttribute("asked", input.map(it -> asked(form, it, fields)).orElse(null));
		model.addAttribute("plan", input.map(it -> plan(form, it)).orElse(null));
	}

	private InHand inHand(InputHoldings.Holding held) {
		var input = inputs.require(held.inputId());
		var pack = input.packQuantity();
		return new InHand(held.inputId() + "/" + held.lotNo(), held.inputName(), held.lotNo(), held.quantity(),
				held.unit(), (pack != null) ? held.quantity().divide(pack, 1, RoundingMode.DOWN) : null,
				input.packName(), held.outside());
	}

	private Asked asked(OperationForm form, Input input, List<PlantingView> fields) {
		var crops = fields.stream()
			.filter(it -> form.fields().contains(it.id()))
			.map(PlantingView::crop)
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
