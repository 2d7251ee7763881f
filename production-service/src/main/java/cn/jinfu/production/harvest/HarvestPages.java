package cn.jinfu.production.harvest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.planting.SeasonPart;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
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
@RequestMapping("/console/harvests")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:harvest:view')")
class HarvestPages {

	private static final SheetDownload<HarvestView> SHEET = SheetDownload.<HarvestView>of("production.menu.harvests")
		.value("production.no", HarvestView::no)
		.value("production.crop", HarvestView::cropName)
		.value("production.variety", HarvestView::variety)
		.value("production.plot", HarvestView::plotName)
		.value("production.member", HarvestView::memberName)
		.value("production.picked", HarvestView::pickedOn)
		.value("production.weight", HarvestView::weightKg)
		.value("production.above", HarvestView::aboveCapKg)
		.value("production.grade", HarvestView::grade)
		.value("production.state", HarvestView::status);

	/** What a list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable HarvestLotStatus status, @Nullable UUID memberId,
			@Nullable UUID plantingId, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable String division,
			@Nullable String crop, @Nullable Boolean active, @Nullable Integer year, @Nullable SeasonPart part,
			@Nullable Boolean kept) {

		HarvestQueries.Filter filter(@Nullable String after, int limit) {
			return new HarvestQueries.Filter(q, status, memberId, plantingId, from, to, new HarvestQueries.Share(
					division, crop, Boolean.TRUE.equals(active), year, part, Boolean.TRUE.equals(kept)), after, limit);
		}

	}

	private final HarvestCommands commands;

	private final HarvestQueries queries;

	private final StatusHistory history;

	private final MessageSource messages;

	private final Places places;

	private final Crops crops;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		var filter = asked.filter(after, Paged.limit(limit));
		model.addAttribute("page", queries.list(filter));
		model.addAttribute("weight", queries.weight(filter));
		model.addAttribute("statuses", HarvestLotStatus.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		return "production/console/harvests";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> queries.list(asked.filter(after, SheetDownload.BATCH)));
	}

	@GetMapping("/{id}")
	String show(@PathVariable UUID id, Model model) {
		model.addAttribute("harvest", queries.view(id));
		model.addAttribute("changes", history.of("HarvestLot", id));
		return "production/console/harvest";
	}

	@PostMapping("/{id}/voiding")
	@PreAuthorize("hasAuthority('production:harvest:record')")
	ModelAndView strike(@PathVariable UUID id, @RequestParam String reason, Model model) {
		return act(id, "/voiding", reason, () -> commands.strike(id, reason), model);
	}

	/** A refused action comes back on the same page, with what was typed. */
	private ModelAndView act(UUID id, String action, String typed, Runnable command, Model model) {
		return RefusedAct.submit("/console/harvests/" + id + action, typed, command, "/console/harvests/" + id,
				() -> new ModelAndView(show(id, model)), messages);
	}

}
