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
import cn.jinfu.kernel.Refusal.RuleBroken;
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
import cn.jinfu.production.season.SeasonCalendar;
import cn.jinfu.production.transfer.TransferQueries;
import cn.jinfu.production.standard.StandardQueries;
import cn.jinfu.production.standard.StandardView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
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

	/** Chosen in place of an edition: by no standard. */
	private static final String NONE = "none";

	/**
	 * @param standardId an edition, {@code none}, or empty for the one that fits best
	 */
	record PlantingForm(@Nullable String requestKey, @Nullable @NotNull UUID plotId, @Nullable @NotBlank String crop,
			@Nullable @NotBlank @Size(max = 40) String variety, @Nullable @NotNull SeasonPart season,
			@Nullable @NotNull LocalDate sownOn,
			@Nullable @NotNull @Positive @Digits(integer = 5, fraction = 4) BigDecimal areaMu,
			@Nullable String standardId, @Nullable Long version) {

		/** What a second sending must agree in. */
		String said() {
			return plotId + "/" + crop + "/" + variety + "/" + season + "/" + sownOn + "/" + areaMu + "/" + standardId;
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

	private final RecordPaper paper;

	private final YieldStandards yields;

	private final StandardQueries standards;

	private final SeasonCalendar calendar;

	private final TransferQueries transfers;

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
		calendar.ofPlanting(id).ifPresent(season -> {
			model.addAttribute("season", season);
			transfers.overBefore(planting.plotId(), planting.sownOn(), season.harvestOn())
				.ifPresent(last -> model.addAttribute("landOver", last));
		});
		model.addAttribute("none", none(planting, entries));
		model.addAttribute("changes", history.of("Planting", id));
		model.addAttribute("today", clock.today());
		return "production/portal/planting";
	}

	/** The production record on paper, for whoever asks for it. */
	@GetMapping("/{id}/record")
	String print(@PathVariable UUID id, Model model) {
		model.addAllAttributes(paper.model(id));
		model.addAttribute("pdf", LIST + "/" + id + "/record/pdf");
		return "production/record-print";
	}

	@GetMapping("/{id}/record/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id) {
		return paper.pdf(id);
	}

	@GetMapping("/new")
	String blank(@ModelAttribute("form") PlantingForm asked, BindingResult unread, Model model) {
		var season = asked.season();
		var sown = asked.sownOn();
		var chosen = chosen(asked.standardId());
		var form = new PlantingForm(asked.requestKey(), asked.plotId(), filled(asked.crop(), chosen),
				variety(asked, chosen), (season != null) ? season : SeasonPart.of(clock.today()),
				(sown != null) ? sown : clock.today(), asked.areaMu(), asked.standardId(), null);
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
			return LIST + "/" + once.id(form.requestKey(), "POST " + LIST, form.said(), () -> sow(plot, form));
		}, FORM);
	}

	private UUID sow(UUID plot, PlantingForm form) {
		var asked = form.standardId();
		if (asked == null || asked.isBlank()) {
			return commands.sow(plot, description(form));
		}
		var standard = chosen(asked);
		if (standard == null && !NONE.equals(asked)) {
			throw new RuleBroken("production.standard.not-in-force", asked).at("standardId");
		}
		return commands.sow(plot, description(form), (standard != null) ? standard.id() : null);
	}

	/** The edition in force that was chosen; null for none. */
	private @Nullable StandardView chosen(@Nullable String standardId) {
		return standards.inForce()
			.stream()
			.filter(standard -> standard.id().toString().equals(standardId))
			.findFirst()
			.orElse(null);
	}

	/** A standard brings its crop along. */
	private static @Nullable String filled(@Nullable String crop, @Nullable StandardView chosen) {
		return (chosen != null) ? chosen.crop() : crop;
	}

	/** What was typed stays, unless it is a variety of another standard. */
	private @Nullable String variety(PlantingForm asked, @Nullable StandardView chosen) {
		var variety = asked.variety();
		if (chosen == null || chosen.varieties().isEmpty()) {
			return variety;
		}
		var typed = (variety != null) ? variety.strip() : "";
		var kept = !typed.isEmpty() && chosen.crop().equals(asked.crop()) && (chosen.varieties().contains(typed)
				|| standards.inForce().stream().noneMatch(other -> other.varieties().contains(typed)));
		return kept ? variety : chosen.varieties().getFirst();
	}

	@GetMapping("/{id}/edit")
	String edit(@PathVariable UUID id, Model model) {
		var planting = queries.view(id);
		var form = new PlantingForm(null, planting.plotId(), planting.crop(), planting.variety(), planting.seasonPart(),
				planting.sownOn(), Plain.of(planting.areaMu()), null, planting.version());
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
		var own = plots.list(new PlotQueries.Filter(null, null, Actor.current().memberId(), null, null, null, 100))
			.items();
		model.addAttribute("plots", own.stream().map(this::choice).toList());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		model.addAttribute("seasons", SeasonPart.values());
		model.addAttribute("cap", cap(form, own));
		model.addAttribute("standards",
				standards.inForce().stream().map(it -> new Choice(it.id().toString(), it.name())).toList());
		var standard = standard(form);
		var sown = form.sownOn();
		model.addAttribute("standard", standard);
		model.addAttribute("harvestOn",
				(standard != null && sown != null) ? sown.plusDays(standard.harvestDays()) : null);
	}

	/** What it will go by as it is typed now. */
	private @Nullable StandardView standard(PlantingForm form) {
		var crop = form.crop();
		var asked = form.standardId();
		if (asked == null || asked.isBlank()) {
			return (crop != null) ? standards.proposed(crop, form.variety()).orElse(null) : null;
		}
		return chosen(asked);
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
