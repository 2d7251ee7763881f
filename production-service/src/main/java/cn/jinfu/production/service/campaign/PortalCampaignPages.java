package cn.jinfu.production.service.campaign;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.PlantingView;
import cn.jinfu.production.service.provider.Providers;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 统防统治 on the phone: a farm joins, the organisation sprays. */
@Controller
@RequestMapping("/portal/pest-campaigns")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('production:service:order')")
class PortalCampaignPages {

	private static final String LIST = "/portal/pest-campaigns";

	/**
	 * One line of what became of the day.
	 *
	 * @param refused empty when it went well
	 */
	record Line(String no, String memberName, String plotName, String refused) {
	}

	private final Campaigns campaigns;

	private final CampaignRun run;

	private final PlantingQueries plantings;

	private final Providers providers;

	private final MessageSource messages;

	@GetMapping
	String list(Model model) {
		model.addAttribute("campaigns", campaigns.all()
			.stream()
			.filter(it -> it.serving() || it.state() == CampaignState.OPEN || it.state() == CampaignState.CLOSED)
			.toList());
		return "production/service/portal-campaigns";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id, List.of());
	}

	@PostMapping("/{id}/joining")
	ModelAndView join(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID plantingId) {
		return RefusedAct.submit(LIST + "/" + id + "/joining", "", () -> campaigns.join(id, chosen(plantingId)),
				LIST + "/" + id, () -> page(id, List.of()), messages);
	}

	private static UUID chosen(@Nullable UUID plantingId) {
		if (plantingId == null) {
			throw new RuleBroken("production.operation.planting-missing").at("plantingId");
		}
		return plantingId;
	}

	/** What became of each field stands on the page that follows. */
	@PostMapping("/{id}/carrying-out")
	@PreAuthorize("hasAuthority('production:service:provide')")
	ModelAndView carryOut(@PathVariable UUID id, @RequestParam String lotNo, @RequestParam String worker,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime from,
			@RequestParam @DateTimeFormat(pattern = "yyyy-MM-dd'T'HH:mm") LocalDateTime to) {
		var lines = new java.util.ArrayList<Line>();
		var answer = RefusedAct.submit(LIST + "/" + id + "/carrying-out", worker,
				() -> run
					.carryOut(id,
							new CampaignRun.Day(lotNo, worker, from.atZone(BusinessClock.ZONE).toInstant(),
									to.atZone(BusinessClock.ZONE).toInstant()))
					.forEach(it -> lines.add(line(it))),
				LIST + "/" + id, () -> page(id, List.of()), messages);
		return lines.stream().anyMatch(it -> !it.refused().isEmpty()) ? page(id, lines) : answer;
	}

	private List<PlantingView> suited(UUID menuId) {
		var menu = providers.menu(menuId);
		return plantings.active(Actor.current().memberId()).stream().filter(it -> menu.suits(it.crop())).toList();
	}

	private Line line(CampaignRun.Outcome outcome) {
		var refusal = outcome.refusal();
		var words = (refusal == null) ? "" : Objects.toString(messages.getMessage("problem." + refusal.code(),
				refusal.args(), refusal.code(), LocaleContextHolder.getLocale()), "");
		return new Line(outcome.field().no(), outcome.field().memberName(), outcome.field().plotName(), words);
	}

	private ModelAndView page(UUID id, List<Line> lines) {
		var page = new ModelAndView("production/service/portal-campaign");
		var campaign = campaigns.view(id);
		page.addObject("campaign", campaign);
		page.addObject("fields", campaigns.fields(id));
		page.addObject("plantings", campaign.serving() ? List.of() : suited(campaign.menuId()));
		page.addObject("lines", lines);
		return page;
	}

}
