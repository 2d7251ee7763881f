package cn.jinfu.traceability.overview;

import java.time.LocalDate;

import cn.jinfu.kernel.Paged;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The rows behind the count of scans. */
@Controller
@RequiredArgsConstructor
class ScanBookPages {

	private final ScanBook scans;

	@GetMapping("/console/scans")
	@PreAuthorize("hasAuthority('" + ScanBook.SEE + "')")
	String list(@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", scans.list(day, after, Paged.limit(limit)));
		return "traceability/scan/list";
	}

}
