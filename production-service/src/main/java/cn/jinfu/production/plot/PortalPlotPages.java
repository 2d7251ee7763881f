package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Forms;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.Farms;
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
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A plot in one screen: name, kind, village, area. The boundary may come later (R9). */
@Controller
@RequestMapping("/portal/plots")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:register')")
class PortalPlotPages {

	record PlotForm(@Nullable @NotBlank @Size(max = 40) String name, @Nullable @NotNull PlotKind kind,
			@Nullable @NotBlank String township, @Nullable String village,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu) {
	}

	private final PlotCommands commands;

	private final PlotQueries queries;

	private final Divisions divisions;

	private final Farms farms;

	@GetMapping
	String list(Model model) {
		model.addAttribute("plots",
				queries.list(new PlotQueries.Filter(null, null, Actor.current().memberId(), null, 100)).items());
		return "production/portal/plots";
	}

	@GetMapping("/new")
	String blank(@RequestParam(required = false) @Nullable String township, Model model) {
		var chosen = (township != null) ? township : home();
		model.addAttribute("form", new PlotForm(null, PlotKind.GREENHOUSE, chosen, null, null));
		choices(chosen, model);
		return "production/portal/plot-new";
	}

	@PostMapping
	ModelAndView register(@Valid @ModelAttribute("form") PlotForm form, BindingResult errors, Model model) {
		choices(String.valueOf(form.township()), model);
		return Forms.submit(errors, () -> save(form), "/portal/plots", "production/portal/plot-new");
	}

	private void save(PlotForm form) {
		var name = form.name();
		var kind = form.kind();
		var area = form.declaredMu();
		var village = form.village();
		var code = new DivisionCode(
				(village != null && !village.isBlank()) ? village : String.valueOf(form.township()));
		divisions.require(code);
		if (name != null && kind != null && area != null) {
			commands.register(Actor.current().memberId(),
					new Plot.Description(name, kind, code, divisions.name(code), new AreaMu(area), null, null), true);
		}
	}

	/** The township where the farm is at home, else the county's first. */
	private String home() {
		var memberId = Actor.current().memberId();
		var member = farms.inSet(Set.of(memberId)).get(memberId);
		return (member != null) ? member.townshipCode()
				: townships().stream().findFirst().map(Choice::value).orElse("");
	}

	private List<Choice> townships() {
		return below(Actor.current().tenantId());
	}

	private List<Choice> below(String code) {
		return divisions.children(new DivisionCode(code))
			.stream()
			.map(it -> new Choice(it.code().value(), it.name()))
			.toList();
	}

	private void choices(String township, Model model) {
		model.addAttribute("kinds", PlotKind.values());
		model.addAttribute("townships", townships());
		model.addAttribute("villages", township.matches("\\d{9}") ? below(township) : List.of());
	}

}
