package cn.jinfu.production.fieldcase;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
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

/** 核查单 at the desk. */
@Controller
@RequestMapping("/console/field-cases")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:operation:view')")
class FieldCasePages {

	private static final String LIST = "/console/field-cases";

	private final FieldCases cases;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String q,
			@RequestParam(required = false) @Nullable FieldCaseState state,
			@RequestParam(required = false) @Nullable CaseKind kind,
			@RequestParam(required = false) @Nullable String division,
			@RequestParam(required = false) @Nullable String crop, @RequestParam(defaultValue = "false") boolean open,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				cases.list(new FieldCases.Filter(q, state, kind, division, crop, open, after, Paged.limit(limit))));
		model.addAttribute("states", FieldCaseState.values());
		model.addAttribute("kinds", CaseKind.values());
		return "production/fieldcase/cases";
	}

	@GetMapping("/{id}")
	ModelAndView show(@PathVariable UUID id) {
		return page(id);
	}

	@PostMapping("/{id}/look")
	@PreAuthorize("hasAuthority('production:use:decide')")
	ModelAndView look(@PathVariable UUID id, @RequestParam LocalDate on, @RequestParam String finding,
			@RequestParam long version) {
		return act(id, "/look", finding, () -> cases.look(id, on, finding, version));
	}

	@PostMapping("/{id}/closing")
	@PreAuthorize("hasAuthority('production:use:decide')")
	ModelAndView close(@PathVariable UUID id, @RequestParam CaseConclusion conclusion, @RequestParam String closing,
			@RequestParam long version) {
		return act(id, "/closing", closing, () -> cases.close(id, conclusion, closing, version));
	}

	private ModelAndView act(UUID id, String action, String typed, Runnable command) {
		return RefusedAct.submit(LIST + "/" + id + action, typed, command, LIST + "/" + id, () -> page(id), messages);
	}

	private ModelAndView page(UUID id) {
		var page = new ModelAndView("production/fieldcase/case");
		page.addObject("it", cases.view(id));
		page.addObject("changes", history.of(FieldCases.TYPE, id));
		page.addObject("today", clock.today());
		return page;
	}

}
