package cn.jinfu.traceability.scan;

import cn.jinfu.traceability.code.ScanRegions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where the page of a label says that somebody reads it. */
@RestController
@RequestMapping("/api/public/scan")
@RequiredArgsConstructor
class ScanApi {

	/**
	 * @param ticket from the page, good once and for ten minutes
	 */
	record Body(@NotBlank @Size(max = 80) String ticket) {
	}

	private final ScanCounts counts;

	private final ScanRegions regions;

	@PostMapping
	ScanCounts.Counted count(@Valid @RequestBody Body body, HttpServletRequest request) {
		return Visitors.nobody(request) ? new ScanCounts.Counted(false, 0)
				: counts.count(body.ticket(), Visitors.known(request), regions.of(request));
	}

}
