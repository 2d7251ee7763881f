package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.Crops;
import cn.jinfu.production.PlotDirectory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
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

@Controller
@RequestMapping("/portal/plantings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:record')")
class PortalPlantingPages {

	record PlantingForm(@Nullable @NotNull UUID plotId, @Nullable @NotBlank String crop,
			@Nullable @NotBlank @Size(max = 40) String variety, @Nullable @NotNull SeasonPart season,
			@Nullable @NotNull LocalDate sownOn,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu) {
	}

	private final PlantingCommands commands;

	private final PlantingQueries queries;

	private final PlotDirectory plots;

	private final Crops crops;

	private final BusinessClock clock;

	@GetMapping
	String list(Model model) {
		model.addAttribute("plantings", queries.active(Actor.current().memberId()));
		model.addAttribute("today", clock.today());
		return "production/portal/plantings";
	}

	@GetMapping("/new")
	String blank(Model model) {
		model.addAttribute("form", new PlantingForm(null, null, null, SeasonPart.AUTUMN, clock.today(), null));
		choices(model);
		return "production/portal/planting-new";
	}

	@PostMapping
	ModelAndView sow(@Valid @ModelAttribute("form") PlantingForm form, BindingResult errors, Model model) {
		choices(model);
		return Forms.submit(errors, () -> save(form), "/portal/plantings", "production/portal/planting-new");
	}

	private void save(PlantingForm form) {
		var plot = form.plotId();
		var season = form.season();
		var sown = form.sownOn();
		var area = form.areaMu();
		if (plot != null && season != null && sown != null && area != null) {
			commands.sow(new PlantingCommands.Sow(plot, String.valueOf(form.crop()), String.valueOf(form.variety()),
					season, sown, new AreaMu(area)));
		}
	}

	private void choices(Model model) {
		model.addAttribute("plots",
				plots.ofMember(Actor.current().memberId())
					.stream()
					.map(plot -> new Choice(plot.plotId().toString(), plot.name()))
					.toList());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("seasons", SeasonPart.values());
	}

}
