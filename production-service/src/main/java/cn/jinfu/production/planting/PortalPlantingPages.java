package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Forms;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.web.Formats;
import cn.jinfu.production.Crops;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.Plain;
import cn.jinfu.production.PlantingRecords.Work;
import cn.jinfu.production.input.Once;
import cn.jinfu.production.planting.PlantingMoves.Action;
import cn.jinfu.production.plot.PlotQueries;
import cn.jinfu.production.plot.PlotView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
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

/** What the farm grows: put down, looked at, put right, ended. */
@Controller
@RequestMapping("/portal/plantings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:record')")
class PortalPlantingPages {

	private static final String LIST = "/portal/plantings";

	private static final String FORM = "production/portal/planting-form";

	record PlantingForm(@Nullable String requestKey, @Nullable @NotNull UUID plotId, @Nullable @NotBlank String crop,
			@Nullable @NotBlank @Size(max = 40) String variety, @Nullable @NotNull SeasonPart season,
			@Nullable @NotNull LocalDate sownOn,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu, @Nullable Long version) {

		/** What a second sending must agree in. */
		String said() {
			return plotId + "/" + crop + "/" + variety + "/" + season + "/" + sownOn + "/" + areaMu;
		}

	}

	/**
	 * @param what an OperationKind
	 * @param until up to when the farm has said that there was none; null: not said
	 */
	public record NoneLine(Work kind, String what, @Nullable LocalDate until) {
	}

	private final PlantingCommands commands;

	private final PlantingQueries queries;

	private final PlotQueries plots;

	private final Crops crops;

	private final FieldBook book;

	private final YieldStandards yields;

	private final StatusHistory history;

	private final MessageSource messages;

	private final BusinessClock clock;

	private final Once once;

	private final Formats formats;

	@GetMapping
	String list(Model model) {
		model.addAttribute("plantings",
				queries
					.list(new PlantingQueries.Filter(null, null, null, false, null, Actor.current().memberId(), null,
							null, 100))
					.items());
		model.addAttribute("today", clock.today());
		return "production/portal/plantings";
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var planting = queries.view(id);
		var entries = book.of(id);
		model.addAttribute("planting", planting);
		model.addAttribute("undecidedSince", queries.undecidedSince(id));
		model.addAttribute("decideDays", HoldReason.DECIDE_DAYS);
		model.addAttribute("book", entries);
		model.addAttribute("none", none(planting, entries));
		model.addAttribute("changes", history.of("Planting", id));
		model.addAttribute("today", clock.today());
		return "production/portal/planting";
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") PlantingForm asked, BindingResult unread, Model model) {
		var season = asked.season();
		var sown = asked.sownOn();
		var form = new PlantingForm(asked.requestKey(), asked.plotId(), asked.crop(), asked.variety(),
				(season != null) ? season : SeasonPart.of(clock.today()), (sown != null) ? sown : clock.today(),
				asked.areaMu(), null);
		model.addAttribute("form", form);
		choices(form, model);
		return FORM;
	}

	@PostMapping
	ModelAndView sow(@Valid @ModelAttribute("form") PlantingForm form, BindingResult errors, Model model) {
		choices(form, model);
		return Forms.submit(errors, () -> {
			var plot = form.plotId();
			if (plot == null) {
				throw new IllegalStateException("validated before");
			}
			return LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(),
					() -> commands.sow(plot, description(form)));
		}, FORM);
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID id, Model model) {
		var planting = queries.view(id);
		var form = new PlantingForm(null, planting.plotId(), planting.crop(), planting.variety(), planting.seasonPart(),
				planting.sownOn(), Plain.of(planting.areaMu()), planting.version());
		model.addAttribute("planting", planting);
		model.addAttribute("form", form);
		choices(form, model);
		return FORM;
	}

	@PostMapping("/{id}")
	ModelAndView amend(@PathVariable UUID id, @Valid @ModelAttribute("form") PlantingForm form, BindingResult errors,
			Model model) {
		model.addAttribute("planting", queries.view(id));
		choices(form, model);
		var seen = form.version();
		return Forms.submit(errors, () -> commands.amend(id, description(form), (seen != null) ? seen : -1),
				LIST + "/" + id, FORM);
	}

	@PostMapping("/{id}/none-used")
	ModelAndView sayNone(@PathVariable UUID id, @RequestParam Work kind, @RequestParam long version, Model model) {
		return act(id, "/none-used", "", () -> commands.sayNone(id, kind, version), model);
	}

	@PostMapping("/{id}/end")
	ModelAndView end(@PathVariable UUID id, @RequestParam Action how,
			@RequestParam(required = false) @Nullable String reason, @RequestParam long version, Model model) {
		return act(id, "/end", Objects.requireNonNullElse(reason, ""),
				() -> commands.end(id, how, clock.today(), reason, version), model);
	}

	/**
	 * What was not recorded on it yet, and whether the farm has said that there was none.
	 */
	private List<NoneLine> none(PlantingView planting, List<FieldBook.Entry> entries) {
		if (planting.sownOn().isAfter(clock.today())) {
			return List.of();
		}
		return Stream
			.of(new NoneLine(Work.SPRAYING, "SPRAY", planting.noSprayUntil()),
					new NoneLine(Work.FERTILISING, "FERTILISE", planting.noFertiliserUntil()))
			.filter(line -> entries.stream().noneMatch(entry -> entry.what().equals(line.what())))
			.toList();
	}

	private static Planting.Description description(PlantingForm form) {
		var crop = form.crop();
		var variety = form.variety();
		var season = form.season();
		var sown = form.sownOn();
		var area = form.areaMu();
		if (crop == null || variety == null || season == null || sown == null || area == null) {
			throw new IllegalStateException("validated before");
		}
		return new Planting.Description(crop, variety, season, sown, new AreaMu(area));
	}

	private void choices(PlantingForm form, Model model) {
		var own = plots.list(new PlotQueries.Filter(null, null, Actor.current().memberId(), null, 100)).items();
		model.addAttribute("plots", own.stream().map(this::choice).toList());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("seasons", SeasonPart.values());
		model.addAttribute("cap", cap(form, own));
	}

	private Choice choice(PlotView plot) {
		return new Choice(plot.id().toString(), plot.name() + " " + formats.area(plot.freeMu()));
	}

	/** What it may yield at most as it is typed now; null while something is missing. */
	private @Nullable BigDecimal cap(PlantingForm form, List<PlotView> own) {
		var area = form.areaMu();
		var sown = form.sownOn();
		var crop = form.crop();
		if (area == null || sown == null || crop == null) {
			return null;
		}
		return own.stream()
			.filter(plot -> plot.id().equals(form.plotId()))
			.findFirst()
			.flatMap(plot -> yields.inForce(crop, plot.kind(), sown))
			.map(area::multiply)
			.orElse(null);
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
