package cn.jinfu.production.warning;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import cn.jinfu.member.Places;
import cn.jinfu.production.Crops;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** 用药超标预警 at the desk. */
@Controller
@RequestMapping("/console/input-warnings")
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('console:open') and hasAuthority('production:operation:view')")
class InputWarningPages {

	/** What the list is narrowed to, as its address says. */
	record Asked(@Nullable String q, @Nullable InputWarning kind, @Nullable String division, @Nullable String crop,
			@Nullable LocalDate from, @Nullable LocalDate to, @Nullable Boolean open) {

		InputWarnings.Filter filter(@Nullable String after, int limit) {
			return new InputWarnings.Filter(q, kind, division, crop, from, to, open, after, limit);
		}

	}

	private final InputWarnings warnings;

	private final Places places;

	private final Crops crops;

	private final MessageSource messages;

	@GetMapping
	String list(Asked asked, @RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", warnings.list(asked.filter(after, Paged.limit(limit))));
		model.addAttribute("kinds", InputWarning.values());
		model.addAttribute("townships", places.townships());
		model.addAttribute("crops", crops.all().stream().map(it -> new Choice(it.code(), it.name())).toList());
		return "production/console/input-warnings";
	}

	/** What the filter finds, as a file. */
	@GetMapping("/export")
	void export(Asked asked, HttpServletResponse response) throws IOException {
		sheet(LocaleContextHolder.getLocale()).send(response, messages,
				after -> warnings.list(asked.filter(after, SheetDownload.BATCH)));
	}

	private SheetDownload<WarnedUse> sheet(Locale locale) {
		return SheetDownload.<WarnedUse>of("production.menu.warnings")
			.value("production.day", WarnedUse::on)
			.text("production.warning.kind",
					it -> it.warnings()
						.stream()
						.map(kind -> messages.getMessage("enum.InputWarning." + kind, null, locale))
						.collect(Collectors.joining("; ")))
			.value("production.product", WarnedUse::product)
			.value("production.crop", WarnedUse::cropName)
			.value("production.plot", WarnedUse::plotName)
			.value("production.member", WarnedUse::memberName)
			.value("production.warning.dose", WarnedUse::dose)
			.value("production.dose.max", WarnedUse::doseMax)
			.value("production.unit", WarnedUse::unit)
			.value("production.warning.nth", WarnedUse::nth)
			.value("production.times.max", WarnedUse::maxTimes)
			.value("production.earliest", WarnedUse::safeOn)
			.value("production.picked", WarnedUse::pickedOn)
			.value("production.state", WarnedUse::standing)
			.value("production.menu.field-cases", WarnedUse::caseNo);
	}

}
