package cn.jinfu.production.refused;

import java.util.Locale;
import java.util.UUID;

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
import tools.jackson.databind.json.JsonMapper;

/** 没发成的记录 on the phone: read why, mend and send again, or let go. */
@Controller
@RequestMapping("/portal/refused-entries")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('portal:open') and hasAuthority('production:operation:record')")
class PortalRefusedEntryPages {

	private static final String LIST = "/portal/refused-entries";

	private final RefusedEntries entries;

	private final StatusHistory history;

	private final MessageSource messages;

	private final JsonMapper json;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String after, Model model, Locale locale) {
		model.addAttribute("page", entries.list(new RefusedEntries.Filter(null, null, after, 20)));
		model.addAttribute("locale", locale);
		return "production/refused/portal-entries";
	}

	@GetMapping("/{entryId}")
	ModelAndView show(@PathVariable UUID entryId) {
		var locale = LocaleContextHolder.getLocale();
		var page = new ModelAndView("production/refused/portal-entry");
		page.addObject("it", entries.view(entryId));
		page.addObject("lines", entries.told(entryId, locale));
		page.addObject("again", entries.again(entryId).map(json::writeValueAsString).orElse(""));
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
