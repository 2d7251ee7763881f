package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
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
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** Picked again: filled in as last time, one tap to save (R9b). */
@Controller
@RequestMapping("/portal/harvests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:harvest:record')")
class PortalHarvestPages {

	private static final String FORM = "production/portal/harvest-new";

	record HarvestForm(@Nullable UUID clientUid, @Nullable @NotNull UUID plantingId,
			@Nullable @NotNull @Positive @Digits(integer = 7, fraction = 2) BigDecimal weight, @Nullable FieldUnit unit,
			@Nullable LocalDate on, @Nullable @Size(max = 20) String grade,
			@Nullable @Size(max = 200) String lateReason) {
	}

	private final HarvestCommands commands;

	private final HarvestQueries queries;

	private final PlantingQueries plantings;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("harvests",
				queries.list(new HarvestQueries.Filter(null, null, Actor.current().memberId(), null, null, 50))
					.items());
		return "production/portal/harvests";
	}

	@GetMapping("/new")
	String blank(Model model) {
		var last = queries.last(Actor.current().memberId());
		model.addAttribute("form",
				last.map(lot -> new HarvestForm(Ids.next(), lot.plantingId(), lot.weightKg(), FieldUnit.KILOGRAM,
						clock.today(), lot.grade(), null))
					.orElseGet(() -> new HarvestForm(Ids.next(), null, null, FieldUnit.JIN, clock.today(), "", null)));
		choices(model);
		return FORM;
	}

	@PostMapping
	ModelAndView pick(@Valid @ModelAttribute("form") HarvestForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> save(form), "/portal/harvests", FORM);
	}

	private void save(HarvestForm form) {
		var planting = form.plantingId();
		var weight = form.weight();
		var unit = form.unit();
		var on = form.on();
		var uid = form.clientUid();
		var grade = form.grade();
		if (planting != null && weight != null) {
			commands.pick(new HarvestCommands.Pick((uid != null) ? uid : Ids.next(), planting,
					(on != null) ? on : clock.today(), ((unit != null) ? unit : FieldUnit.KILOGRAM).of(weight).weight(),
					(grade != null) ? grade : "", null, form.lateReason()));
		}
	}

	private void choices(Model model) {
		model.addAttribute("plantings", plantings.active(Actor.current().memberId()));
		model.addAttribute("today", clock.today());
		model.addAttribute("units", new FieldUnit[] { FieldUnit.JIN, FieldUnit.KILOGRAM });
	}

}
