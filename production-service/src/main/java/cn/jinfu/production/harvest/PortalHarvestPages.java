package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.Plain;
import cn.jinfu.production.Told;
import cn.jinfu.production.fieldcase.FieldCases;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingQueries;
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

/** Picked again: filled in as last time, one tap to save (R9b). */
@Controller
@RequestMapping("/portal/harvests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:harvest:record')")
class PortalHarvestPages {

	private static final String LIST = "/portal/harvests";

	private static final String FORM = "production/portal/harvest-form";

	private static final BigDecimal GRAMS_PER_JIN = BigDecimal.valueOf(500);

	/**
	 * @param each what one full basket weighs, in 斤
	 */
	record HarvestForm(@Nullable String requestKey, @Nullable @NotNull UUID plantingId,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 3) BigDecimal weight, @Nullable FieldUnit unit,
			@Nullable @Positive @Digits(integer = 5, fraction = 1) BigDecimal each, @Nullable LocalDate on,
			@Nullable @Size(max = 20) String grade, @Nullable @Size(max = 200) String lateReason) {
	}

	private final HarvestCommands commands;

	private final HarvestQueries queries;

	private final FieldCases cases;

	private final PlantingQueries plantings;

	private final StatusHistory history;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("harvests", queries
			.list(new HarvestQueries.Filter(null, null, Actor.current().memberId(), null, null, null, null, 100))
			.items());
		return "production/portal/harvests";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var harvest = queries.view(id);
		model.addAttribute("harvest", harvest);
		model.addAttribute("undecidedSince", plantings.undecidedSince(harvest.plantingId()));
		model.addAttribute("decideDays", HoldReason.DECIDE_DAYS);
		model.addAttribute("cases", cases.ofHarvest(id));
		model.addAttribute("changes", history.of("HarvestLot", id));
		return "production/portal/harvest";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") HarvestForm asked, BindingResult unread, Model model) {
		var form = (asked.weight() != null || asked.unit() != null) ? asked : likeLast(asked.plantingId());
		model.addAttribute("form", form);
		choices(form, model);
		return FORM;
	}

	@PostMapping
	ModelAndView pick(@Valid @ModelAttribute("form") HarvestForm form, BindingResult errors, Model model) {
		choices(form, model);
		return Forms.submit(errors, () -> LIST + "/" + save(form), FORM);
	}

	@PostMapping("/{id}/voiding")
	String strike(@PathVariable UUID id, @RequestParam String reason) {
		commands.strike(id, reason);
		return "redirect:" + LIST + "/" + id;
	}

	private HarvestForm likeLast(@Nullable UUID plantingId) {
		return queries.last(Actor.current().memberId()).map(lot -> {
			var told = (lot.told() != null) ? lot.told() : new Told(lot.weightKg(), FieldUnit.KILOGRAM, null);
			var each = told.each();
			return new HarvestForm(null, (plantingId != null) ? plantingId : lot.plantingId(), told.count(),
					told.unit(), (each != null) ? Plain.of(each.divide(GRAMS_PER_JIN, 1, RoundingMode.HALF_UP)) : null,
					clock.today(), lot.grade(), null);
		}).orElseGet(() -> new HarvestForm(null, plantingId, null, FieldUnit.JIN, null, clock.today(), "", null));
	}

	private UUID save(HarvestForm form) {
		var planting = form.plantingId();
		var weight = form.weight();
		if (planting == null || weight == null) {
			throw new IllegalStateException("validated before");
		}
		var unit = form.unit();
		var each = form.each();
		var on = form.on();
		var grade = form.grade();
		var told = new Told(weight, (unit != null) ? unit : FieldUnit.KILOGRAM,
				(each != null) ? each.multiply(GRAMS_PER_JIN) : null);
		return commands.pick(new HarvestCommands.Pick(Once.clientUid(form.requestKey()), planting,
				(on != null) ? on : clock.today(), told.amount(FieldUnit.Measure.MASS).weight(), told,
				(grade != null) ? grade : "", null, form.lateReason()));
	}

	private void choices(HarvestForm form, Model model) {
		var own = plantings.active(Actor.current().memberId());
		var on = form.on();
		model.addAttribute("plantings", own);
		model.addAttribute("today", (on != null) ? on : clock.today());
		model.addAttribute("far", on != null && on.isBefore(clock.today().minusDays(30)));
		model.addAttribute("chosen",
				own.stream().filter(it -> it.id().equals(form.plantingId())).findFirst().orElse(null));
		model.addAttribute("units", new FieldUnit[] { FieldUnit.JIN, FieldUnit.KILOGRAM, FieldUnit.BASKET });
	}

}
