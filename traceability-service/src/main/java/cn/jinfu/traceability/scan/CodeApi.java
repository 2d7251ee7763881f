package cn.jinfu.traceability.scan;

import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same for programs; reading it is not a scan and counts nothing. */
@RestController
@RequestMapping("/api/public/codes")
@RequiredArgsConstructor
class CodeApi {

	private final Scans scans;

	@GetMapping("/{code}")
	Scans.View code(@PathVariable String code, HttpServletRequest request) {
		var plain = code.replaceAll("[\\s-]", "");
		var cut = Math.max(0, plain.length() - 16);
		return scans.read(plain.substring(0, cut), plain.substring(cut),
				new Scans.Reader(null, request.getRemoteAddr(), null));
	}

}
