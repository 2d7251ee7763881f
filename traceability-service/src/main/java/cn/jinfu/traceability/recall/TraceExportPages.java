package cn.jinfu.traceability.recall;

import java.io.IOException;
import java.time.LocalDate;
import java.util.Locale;

import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The chain of a period for a regulator, who gets it within a day of asking. */
@Controller
@RequiredArgsConstructor
@PreAuthorize("hasAuthority('trace:recall:view')")
class TraceExportPages {

	private static final int YEARS = 2;

	private final TraceExport export;

	@GetMapping("/console/trace-export")
	void days(@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate from,
			@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate to, Locale locale,
			HttpServletResponse response) throws IOException {
		if (to.isBefore(from) || to.isAfter(from.plusYears(YEARS))) {
			throw new RuleBroken("trace.export.days", YEARS).at("to");
		}
		response.setContentType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION,
				"attachment; filename=\"trace-" + from + "-" + to + ".xlsx\"");
		export.ofDays(from, to, locale, response.getOutputStream());
	}

}
