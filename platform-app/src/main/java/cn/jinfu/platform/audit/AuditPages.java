package cn.jinfu.platform.audit;

import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.AuditTrail;
import cn.jinfu.kernel.AuditTrail.Filter;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.platform.job.Jobs;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Who did what, for the auditor, and whether the record still holds. */
@Controller
@RequestMapping("/console/audit")
@PreAuthorize("hasAuthority('platform:audit:read')")
@RequiredArgsConstructor
class AuditPages {

	private final AuditTrail trail;

	private final AuditChecks checks;

	private final Jobs jobs;

	private final MessageSource messages;

	@GetMapping
	String list(@RequestParam(required = false) @Nullable String who,
			@RequestParam(required = false) @Nullable String type,
			@RequestParam(required = false) @Nullable UUID object,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate from,
			@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate to,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page",
				trail.list(new Filter(who, null, type, object, from, to), after, Paged.limit(limit)));
		model.addAttribute("types", trail.types().stream().map(this::named).toList());
		model.addAttribute("check", checks.last().orElse(null));
		model.addAttribute("copies", checks.copies().size());
		return "platform/audit/list";
	}

	private Choice named(String type) {
		return new Choice(type,
				String.valueOf(messages.getMessage("audit.type." + type, null, type, LocaleContextHolder.getLocale())));
	}

	@PostMapping("/check")
	String check() {
		jobs.startAuditCheck();
		return "redirect:/console/audit";
	}

}
