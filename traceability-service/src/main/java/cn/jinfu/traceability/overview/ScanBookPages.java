package cn.jinfu.traceability.overview;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.sheet.SheetDownload;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
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

	private static final SheetDownload<ScanBook.Scan> SHEET = SheetDownload.<ScanBook.Scan>of("trace.menu.scans")
		.value("trace.scans.at", ScanBook.Scan::at)
		.value("trace.label.lot", ScanBook.Scan::lotCode)
		.value("trace.label.product", ScanBook.Scan::product)
		.value("brand.holder", ScanBook.Scan::producer)
		.value("trace.label.number", ScanBook.Scan::orderNo)
		.value("trace.scans.label", ScanBook.Scan::label);

	private final ScanBook scans;

	private final MessageSource messages;

	@GetMapping("/console/scans")
	@PreAuthorize("hasAuthority('" + ScanBook.SEE + "')")
	String list(@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
			@RequestParam(required = false) @Nullable String after,
			@RequestParam(required = false) @Nullable Integer limit, Model model) {
		model.addAttribute("page", scans.list(day, after, Paged.limit(limit)));
		return "traceability/scan/list";
	}

	@GetMapping("/console/scans/export")
	@PreAuthorize("hasAuthority('" + ScanBook.SEE + "')")
	void export(@RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate day,
			HttpServletResponse response) throws IOException {
		SHEET.send(response, messages, after -> scans.list(day, after, SheetDownload.BATCH));
	}

}
