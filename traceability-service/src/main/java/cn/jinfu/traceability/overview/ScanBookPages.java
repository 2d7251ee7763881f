package cn.jinfu.traceability.overview;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.web.ListExport.Column;
import cn.jinfu.kernel.web.ListExport;
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

	private static final List<Column<ScanBook.Scan>> COLUMNS = List.of(
			new Column<>("trace.scans.at", ScanBook.Scan::at), new Column<>("trace.label.lot", ScanBook.Scan::lotCode),
			new Column<>("trace.label.product", ScanBook.Scan::product),
			new Column<>("brand.holder", ScanBook.Scan::producer),
			new Column<>("trace.label.number", ScanBook.Scan::orderNo),
			new Column<>("trace.scans.label", ScanBook.Scan::label));

	private final ScanBook scans;

	private final ListExport lists;

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
		lists.send(response, "trace.menu.scans", COLUMNS, (after, limit) -> scans.list(day, after, limit));
	}

}
