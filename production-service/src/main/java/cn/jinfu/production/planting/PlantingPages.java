package cn.jinfu.production.planting;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.season.SeasonCalendar;
import cn.jinfu.production.transfer.TransferQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

@Controller
@RequestMapping("/console/plantings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:planting:view')")
class PlantingPages {

	private static final SheetDownload<PlantingView> SHEET = SheetDownload.<PlantingView>of("production.menu.plantings")
		.value("production.no", PlantingView::no)
		.value("production.crop", PlantingView::cropName)
		.value("production.variety", PlantingView::variety)
		.value("production.plot", PlantingView::plotName)
		.value("production.member", PlantingView::memberName)
		.value("production.sown", PlantingView::sownOn)
		.value("production.area", PlantingView::areaMu)
		.value("production.cap", PlantingView::capKg)
		.value("production.harvested", PlantingView::harvestedKg)
		.value("production.earliest", PlantingView::earliestHarvestOn)
		.value("production.state", PlantingView::state)
		.value("production.verification", PlantingView::verification);

	private static final String DETAIL = "/console/plantings/";

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable PlantingState state, @Nullable Verification verification,
			@Nullable Boolean active, @Nullable UUID memberId, @Nullable String crop, @Nullable String division,
			@Nullable Staging staging, @Nullable String stage, @Nullable PickBar bar, @Nullable Integer year,
			@Nullable SeasonPart part, @Nullable Boolean kept) {

		PlantingQueries.Filter filter(@Nullable String after, int limit) {
			return new PlantingQueries.Filter(q, state, verification, Boolean.TRUE.equals(active), crop, memberId, null,
					new PlantingQueries.Share(division, staging, stage, bar, year, part, Boolean.TRUE.equals(kept)),
					after, limit);
		}

	}

	private final PlantingCommands commands;

	private final PlantingQueries queries;

	private final FieldBook book;

	private final HarvestLots harvests;

	private final SeasonCalendar calendar;

	private final TransferQueries transfers;

	private final StatusHistory history;

	private final RecordPaper paper;

	private final MessageSource messages;

	private final Places places;

	private final Crops crops;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = asked.filter(after, Paged.limit(limit));
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("area", queries.area(filter));
		model.addAttribute("states", PlantingState.values());
		model.addAttribute("verifications", Verification.values());
		model.addAttribute("bars", PickBar.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		return "production/console/plantings";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		var planting = queries.view(id);
		model.addAttribute("planting", planting);
		model.addAttribute("harvests", harvests.ofPlanting(id));
		calendar.ofPlanting(id).ifPresent(season -> {
			model.addAttribute("season", season);
			transfers.overBefore(planting.plotId(), planting.sownOn(), season.harvestOn())
				.ifPresent(last -> model.addAttribute("landOver", last));
		});
		model.addAttribute("changes", history.of("Planting", id));
		return "production/console/planting";
	}

	@GetMapping("/{id}/record")
	String record(@PathVariable UUID id, Model model) {
		model.addAttribute("planting", queries.view(id));
		model.addAttribute("book", book.of(id));
		return "production/console/record";
	}

	/** The same on paper. */
	@GetMapping("/{id}/record/print")
	String print(@PathVariable UUID id, Model model) {
		model.addAllAttributes(paper.model(id));
		model.addAttribute("pdf", DETAIL + id + "/record/pdf");
		return "production/record-print";
	}

	@GetMapping("/{id}/record/pdf")
	ResponseEntity<byte[]> pdf(@PathVariable UUID id) {
		return paper.pdf(id);
	}

	@PostMapping("/{id}/verification")
	@PreAuthorize("hasAuthority('production:planting:verify')")
	ModelAndView verify(@PathVariable UUID id, @RequestParam long version, Model model) {
		return act(id, "/verification", "", () -> commands.verify(id, null, version), model);
	}

	@PostMapping("/{id}/return")
	@PreAuthorize("hasAuthority('production:planting:verify')")
	ModelAndView giveBack(@PathVariable UUID id, @RequestParam String reason, @RequestParam long version, Model model) {
		return act(id, "/return", reason, () -> commands.giveBack(id, reason, version), model);
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit(DETAIL + id + action, typed, command, DETAIL + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
