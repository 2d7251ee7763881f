package cn.jinfu.production.plot;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.transfer.TransferQueries;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
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
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/plots")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:plot:view')")
class PlotPages {

	private static final SheetDownload<PlotView> SHEET = SheetDownload.<PlotView>of("production.menu.plots")
		.value("production.no", PlotView::no)
		.value("production.plot", PlotView::name)
		.value("production.member", PlotView::memberName)
		.value("production.kind", PlotView::kind)
		.value("production.village", PlotView::village)
		.value("production.declared", PlotView::declaredMu)
		.value("production.contract", PlotView::contractMu)
		.value("production.measured", PlotView::measuredMu)
		.value("production.boundary.area", PlotView::boundaryMu)
		.value("production.planted", PlotView::plantedMu)
		.value("production.state", PlotView::state);

	private static final String FORM = "production/console/plot-form";

	private static final String DETAIL = "production/console/plot";

	record VerificationForm(@Nullable @NotNull @Positive @Digits(integer = 6, fraction = 4) BigDecimal measuredMu,
			@Nullable @Size(max = 400) String note, @Nullable @NotNull Long version) {
	}

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable PlotState state, @Nullable UUID memberId, @Nullable String division,
			@Nullable Boolean drawn, @Nullable String crop) {

		PlotQueries.Filter filter(@Nullable String after, int limit) {
			return new PlotQueries.Filter(q, state, memberId, division, drawn, crop, after, limit);
		}

	}

	private final PlotCommands commands;

	private final PlotForms forms;

	private final Farms farms;

	private final Places places;

	private final Crops crops;

	private final Once once;

	private final PlotQueries queries;

	private final PlantingFacts plantings;

	private final BoundaryQueries boundaries;

	private final TransferQueries transfers;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = asked.filter(after, Paged.limit(limit));
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("area", queries.area(filter));
		model.addAttribute("states", PlotState.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		return "production/console/plots";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	/** At the counter, for a farm that does not use the phone. */
	@GetMapping("/new")
	@PreAuthorize("hasAuthority('production:plot:register')")
	String blank(@RequestParam UUID memberId, Model model) {
		counter(memberId, forms.home(memberId), model);
		model.addAttribute("form", new PlotForms.PlotForm(Ids.next().toString(), null, PlotKind.GREENHOUSE,
				forms.home(memberId), forms.village(memberId), null, null, null, null));
		return FORM;
	}

	@PostMapping
	@PreAuthorize("hasAuthority('production:plot:register')")
	ModelAndView register(@RequestParam UUID memberId, @Valid @ModelAttribute("form") PlotForms.PlotForm form,
			BindingResult errors, Model model) {
		counter(memberId, String.valueOf(form.township()), model);
		return Forms.submit(errors,
				() -> "/console/plots/"
						+ once.id(form.requestKey(), "POST /console/plots", memberId + "/" + form.said(),
								() -> commands.register(memberId, forms.description(form), form.photo(), true)),
				FORM);
	}

	private void counter(UUID memberId, String township, Model model) {
		farms.requireReached(memberId);
		model.addAttribute("member", farms.inSet(Set.of(memberId)).get(memberId));
		forms.choices(township, model);
		model.addAttribute("places", places.offered());
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var plot = facts(id, model);
		model.addAttribute("form", new VerificationForm(Plain.of(plot.declaredMu()), null, plot.version()));
		return DETAIL;
	}

	@PostMapping("/{id}/verification")
	@PreAuthorize("hasAuthority('production:plot:verify')")
	ModelAndView verify(@PathVariable UUID id, @Valid @ModelAttribute("form") VerificationForm form,
			BindingResult errors, Model model) {
		var area = form.measuredMu();
		var seen = form.version();
		var view = Forms.submit(errors, () -> {
			if (area != null && seen != null) {
				commands.verify(id, new AreaMu(area), form.note(), seen);
			}
		}, "/console/plots/" + id, DETAIL);
		facts(id, model);
		return view;
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:plot:verify')")
	ModelAndView giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/return", reason, () -> commands.giveBack(id, reason, version), model);
	}

	private PlotView facts(UUID id, Model model) {
		var plot = queries.view(id);
		model.addAttribute("plot", plot);
		boundaries.find(id).ifPresent(it -> model.addAttribute("boundary", it));
		model.addAttribute("transfers", transfers.ofPlot(id));
		model.addAttribute("map", PlotMap.of(boundaries.around(id), id));
		if (Actor.current().may("production:planting:view")) {
			model.addAttribute("plantings",
					plantings.ofMember(plot.memberId()).stream().filter(it -> it.plotId().equals(id)).toList());
		}
		model.addAttribute("changes", history.of("Plot", id));
		return plot;
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit("/console/plots/" + id + action, typed, command, "/console/plots/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
