package cn.jinfu.production.expert;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.production.planting.PlantingQueries;
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

/**
 * 专家方案 on the phone: read, go by it on a field, say what was done and whether it helped.
 */
@Controller
@RequestMapping("/portal/expert-solutions")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:expert:ask')")
class PortalSolutionPages {

	private static final String LIST = "/portal/expert-solutions";

	private final Solutions solutions;

	private final PlantingQueries plantings;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model) {
		model.addAttribute("page", solutions.list(new Solutions.Filter(null, null, null, null, after, 20)));
		return "production/expert/portal-solutions";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping("/{id}/adoptions")
	ModelAndView adopt(@PathVariable UUID id, @RequestParam(required = false) @Nullable UUID plantingId) {
		return act(id, "/adoptions", "", () -> solutions.adopt(id, chosen(plantingId)));
	}

	@PostMapping("/{id}/adoptions/{adoptionId}/operations")
	ModelAndView link(@PathVariable UUID id, @PathVariable UUID adoptionId, @RequestParam UUID operationId) {
		return act(id, "/adoptions/" + adoptionId + "/operations", "",
				() -> solutions.link(id, adoptionId, operationId));
	}

	@PostMapping("/{id}/adoptions/{adoptionId}/outcome")
	ModelAndView tell(@PathVariable UUID id, @PathVariable UUID adoptionId,
			@RequestParam(required = false) @Nullable Outcome outcome,
			@RequestParam(required = false) @Nullable String remark) {
		return act(id, "/adoptions/" + adoptionId + "/outcome", Objects.toString(remark, ""), () -> {
			if (outcome == null) {
				throw new RuleBroken("production.solution.outcome").at("outcome");
			}
			solutions.tell(id, adoptionId, outcome, remark);
		});
	}

	private static UUID chosen(@Nullable UUID plantingId) {
		if (plantingId == null) {
			throw new RuleBroken("production.operation.planting-missing").at("plantingId");
		}
		return plantingId;
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var solution = solutions.view(id);
		var adoptions = solutions.adoptions(id);
		var page = new ModelAndView("production/expert/portal-solution");
		page.addObject("solution", solution);
		page.addObject("editions", solutions.editions(id));
		page.addObject("adoptions", adoptions);
		// where it is not gone by yet, or by an earlier edition
		page.addObject("plantings",
				!solution.can("ADOPT") ? List.of() : plantings.active(Actor.current().memberId())
					.stream()
					.filter(it -> it.crop().equals(solution.crop()) && adoptions.stream()
						.noneMatch(done -> done.plantingId().equals(it.id()) && done.edition() == solution.edition()))
					.toList());
		page.addObject("outcomes", Outcome.values());
		return page;
	}

}
