package cn.jinfu.production.refused;

import java.util.Locale;
import java.util.UUID;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.RefusedAct;
import cn.jinfu.kernel.StatusHistory;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** 没发成的记录 at the desk: who has to be rung up. */
@Controller
@RequestMapping("/console/refused-entries")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:planting:verify')")
class RefusedEntryPages {

	private static final String LIST = "/console/refused-entries";

	private final RefusedEntries entries;

	private final StatusHistory history;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable RefusedState state,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model, Locale locale) {
		model.addAttribute("page", entries.list(new RefusedEntries.Filter(state, null, after, Paged.limit(limit))));
		model.addAttribute("states", RefusedState.values());
		model.addAttribute("locale", locale);
		return "production/refused/entries";
	}

	@GetMapping("/{entryId}")
	ModelAndView show(@PathVariable UUID entryId) {
		var locale = LocaleContextHolder.getLocale();
		var page = new ModelAndView("production/refused/entry");
		page.addObject("it", entries.view(entryId));
		page.addObject("lines", entries.told(entryId, locale));
		page.addObject("changes", history.of(RefusedEntries.TYPE, entryId));
		page.addObject("locale", locale);
		return page;
	}

	@PostMapping("/{entryId}/dismissal")
	ModelAndView dismiss(@PathVariable UUID entryId, @RequestParam String reason, @RequestParam long version) {
		return RefusedAct.submit(LIST + "/" + entryId + "/dismissal", reason,
				() -> entries.dismiss(entryId, reason, version), LIST + "/" + entryId, () -> show(entryId), messages);
	}

}
