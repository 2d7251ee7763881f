package cn.jinfu.traceability.scan;

import cn.jinfu.kernel.Refusal.TooMany;
import cn.jinfu.traceability.code.WrittenCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import lombok.RequiredArgsConstructor;

import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same for programs; reading it is not a scan and counts nothing. */
@RestController
@RequestMapping("/api/public")
@RequiredArgsConstructor
class CodeApi {

	/**
	 * @param code as somebody typed it or a camera read it, the address of the label
	 * included
	 */
	record Typed(@NotBlank @Size(max = 200) String code) {
	}

	private final Scans scans;

	private final CodeBrake brake;

	@GetMapping("/codes/{code}")
	Scans.View code(@PathVariable String code, HttpServletRequest request, HttpServletResponse response) {
		return verify(code, request, response);
	}

	/**
	 * A code that is no part of an address, and so of no log. A slip of the pen is told
	 * from a code that is not ours.
	 */
	@PostMapping("/verify")
	Scans.View verify(@Valid @RequestBody Typed body, HttpServletRequest request, HttpServletResponse response) {
		return verify(body.code(), request, response);
	}

	private Scans.View verify(String code, HttpServletRequest request, HttpServletResponse response) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		var wait = brake.seconds(request.getRemoteAddr());
		if (wait > 0) {
			response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait));
			throw new TooMany("trace.scan.slow-down", wait);
		}
		var written = WrittenCode.of(code);
		return scans.read(written.space(), written.serial(), new Scans.Reader(false, null, request.getRemoteAddr()));
	}

}
