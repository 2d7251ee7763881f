package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.input.Once;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.ModelAndView;

/**
 * A plot in one screen: name, kind, village, area, a picture. The boundary may come later
 * (R9).
 */
@Controller
@RequestMapping("/portal/plots")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:register')")
class PortalPlotPages {

	private static final String LIST = "/portal/plots";

	private static final String FORM = "production/portal/plot-form";

	record PlotForm(@Nullable String requestKey, @Nullable @NotBlank @Size(max = 40) String name,
			@Nullable @NotNull PlotKind kind, @Nullable @NotBlank String township, @Nullable String village,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal declaredMu,
			@Nullable @Positive @Digits(integer = 5, fraction = 4) BigDecimal contractMu, @Nullable MultipartFile photo,
			@Nullable Long version) {

		/** What a second sending must agree in. */
		String said() {
			return name + "/" + kind + "/" + township + "/" + village + "/" + declaredMu + "/" + contractMu;
		}

	}

	private final PlotCommands commands;

	private final PlotQueries queries;

	private final Divisions divisions;

	private final Farms farms;

	private final StatusHistory history;

	private final Once once;

	@GetMapping
	String list(Model model) {
		model.addAttribute("plots",
				queries.list(new PlotQueries.Filter(null, null, Actor.current().memberId(), null, 100)).items());
		return "production/portal/plots";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("plot", queries.view(id));
		model.addAttribute("changes", history.of("Plot", id));
		return "production/portal/plot";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") PlotForm asked, BindingResult unread, Model model) {
		var township = asked.township();
		var chosen = (township != null && !township.isBlank()) ? township : home();
		var kind = asked.kind();
		model.addAttribute("form",
				new PlotForm(asked.requestKey(), asked.name(), (kind != null) ? kind : PlotKind.GREENHOUSE, chosen,
						(township != null) ? asked.village() : village(), asked.declaredMu(), asked.contractMu(), null,
						null));
		choices(chosen, model);
		return FORM;
	}

	@PostMapping
	ModelAndView register(@Valid @ModelAttribute("form") PlotForm form, BindingResult errors, Model model) {
		choices(String.valueOf(form.township()), model);
		return Forms.submit(errors,
				() -> LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(),
						() -> commands.register(Actor.current().memberId(), description(form), form.photo(), true)),
				FORM);
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID id, @ModelAttribute("form") PlotForm asked, BindingResult unread, Model model) {
		var plot = queries.view(id);
		var township = asked.township();
		var chosen = (township != null && !township.isBlank()) ? township : plot.division().substring(0, 9);
		model.addAttribute("plot", plot);
		model.addAttribute("form",
				(township != null) ? asked
						: new PlotForm(null, plot.name(), plot.kind(), chosen,
								(plot.division().length() == 12) ? plot.division() : null, Plain.of(plot.declaredMu()),
								Plain.orNull(plot.contractMu()), null, plot.version()));
		choices(chosen, model);
		return FORM;
	}

	@PostMapping("/{id}")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") PlotForm form, BindingResult errors,
			Model model) {
		model.addAttribute("plot", queries.view(id));
		choices(String.valueOf(form.township()), model);
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.edit(id, description(form), form.photo(), true, (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

	private Plot.Description description(PlotForm form) {
		var name = form.name();
		var kind = form.kind();
		var area = form.declaredMu();
		var village = form.village();
		if (name == null || kind == null || area == null) {
			throw new IllegalStateException("validated before");
		}
		if (village == null || village.isBlank()) {
			throw new RuleBroken("production.plot.village-missing").at("village");
		}
		var code = divisions.require(new DivisionCode(village)).code();
		if (!code.value().startsWith(String.valueOf(form.township()))) {
			throw new RuleBroken("production.plot.village-elsewhere").at("village");
		}
		var contract = form.contractMu();
		return new Plot.Description(name, kind, code, divisions.name(code), new AreaMu(area),
				(contract != null) ? new AreaMu(contract) : null, null);
	}

	/** The township where the farm is at home, else the county's first. */
	private String home() {
		var at = division();
		return (at.length() >= 9) ? at.substring(0, 9) : townships().stream().findFirst().map(Choice::value).orElse("");
	}

	private @Nullable String village() {
		var at = division();
		return (at.length() == 12) ? at : null;
	}

	private String division() {
		var memberId = Actor.current().memberId();
		var member = farms.inSet(Set.of(memberId)).get(memberId);
		return (member != null) ? member.divisionCode() : "";
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
