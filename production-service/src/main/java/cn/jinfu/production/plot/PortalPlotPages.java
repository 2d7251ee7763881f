package cn.jinfu.production.plot;

import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.transfer.TransferQueries;
import jakarta.validation.Valid;
import lombok.RequiredArgsConstructor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
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

	private final PlotCommands commands;

	private final PlotQueries queries;

	private final PlotForms forms;

	private final BoundaryQueries boundaries;

	private final TransferQueries transfers;

	private final StatusHistory history;

	private final Once once;

	@GetMapping
	String list(Model model) {
		model.addAttribute("plots",
				queries.list(new PlotQueries.Filter(null, null, Actor.current().memberId(), null, null, null, 100))
					.items());
		return "production/portal/plots";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("plot", queries.view(id));
		boundaries.find(id).ifPresent(it -> model.addAttribute("boundary", it));
		model.addAttribute("transfers", transfers.ofPlot(id));
		model.addAttribute("map", PlotMap.of(boundaries.around(id), id));
		model.addAttribute("changes", history.of("Plot", id));
		return "production/portal/plot";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") PlotForms.PlotForm asked, BindingResult unread, Model model) {
		var township = asked.township();
		var chosen = (township != null && !township.isBlank()) ? township : forms.home(Actor.current().memberId());
		var kind = asked.kind();
		model.addAttribute("form",
				new PlotForms.PlotForm(asked.requestKey(), asked.name(), (kind != null) ? kind : PlotKind.GREENHOUSE,
						chosen, (township != null) ? asked.village() : forms.village(Actor.current().memberId()),
						asked.declaredMu(), asked.contractMu(), null, null));
		forms.choices(chosen, model);
		return FORM;
	}

	@PostMapping
	ModelAndView register(@Valid @ModelAttribute("form") PlotForms.PlotForm form, BindingResult errors, Model model) {
		forms.choices(String.valueOf(form.township()), model);
		return Forms.submit(errors, () -> LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(),
				() -> commands.register(Actor.current().memberId(), forms.description(form), form.photo(), true)),
				FORM);
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID id, @ModelAttribute("form") PlotForms.PlotForm asked, BindingResult unread,
			Model model) {
		var plot = queries.view(id);
		var township = asked.township();
		var chosen = (township != null && !township.isBlank()) ? township : plot.division().substring(0, 9);
		model.addAttribute("plot", plot);
		model.addAttribute("form",
				(township != null) ? asked
						: new PlotForms.PlotForm(null, plot.name(), plot.kind(), chosen,
								(plot.division().length() == 12) ? plot.division() : null, Plain.of(plot.declaredMu()),
								Plain.orNull(plot.contractMu()), null, plot.version()));
		forms.choices(chosen, model);
		return FORM;
	}

	@PostMapping("/{id}")
	ModelAndView change(@PathVariable UUID id, @Valid @ModelAttribute("form") PlotForms.PlotForm form,
			BindingResult errors, Model model) {
		model.addAttribute("plot", queries.view(id));
		forms.choices(String.valueOf(form.township()), model);
		var seen = form.version();
		return Forms.submit(errors,
				() -> commands.edit(id, forms.description(form), form.photo(), true, (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

}
