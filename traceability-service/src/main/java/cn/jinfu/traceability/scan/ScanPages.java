package cn.jinfu.traceability.scan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The page behind a label. Counting happens on the server, so that it needs no script;
 * link previews and prefetches are not counted. A random cookie of a day tells two
 * visitors apart.
 */
@Controller
@RequiredArgsConstructor
class ScanPages {

	private static final String COOKIE = "JFV";

	private static final int SERIAL_LENGTH = 16;

	private static final Set<String> PREVIEWS = Set.of("bot", "spider", "crawler", "preview", "facebookexternalhit");

	private final Scans scans;

	/** Typed in by hand: leads to the code's own address. */
	@GetMapping("/t")
	String enter(@RequestParam(required = false) @Nullable String code) {
		var plain = (code != null) ? code.replaceAll("[^0-9A-Za-z]", "") : "";
		if (plain.isEmpty()) {
			return "traceability/scan-enter";
		}
		return "redirect:/t/" + plain;
	}

	/** Product number or GTIN and serial in one: what is printed under the picture. */
	@GetMapping("/t/{code}")
	String typed(@PathVariable String code, Model model, HttpServletRequest request, HttpServletResponse response) {
		var plain = code.replaceAll("[\\s-]", "");
		var cut = Math.max(0, plain.length() - SERIAL_LENGTH);
		return show(plain.substring(0, cut), plain.substring(cut), model, request, response);
	}

	@GetMapping("/t/{space}/{serial}")
	String own(@PathVariable String space, @PathVariable String serial, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		return show(space, serial, model, request, response);
	}

	/** GS1 Digital Link. */
	@GetMapping("/01/{gtin}/21/{serial}")
	String digitalLink(@PathVariable String gtin, @PathVariable String serial, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		return show(gtin, serial, model, request, response);
	}

	private String show(String space, String serial, Model model, HttpServletRequest request,
			HttpServletResponse response) {
		var view = scans.read(space, serial, visitor(request, response));
		model.addAttribute("scan", view);
		model.addAttribute("address", request.getRequestURL().toString());
		response.setHeader("Cache-Control", "no-store");
		if (!view.known()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		}
		return "traceability/scan";
	}

	private static @Nullable String visitor(HttpServletRequest request, HttpServletResponse response) {
		var agent = String.valueOf(request.getHeader("User-Agent")).toLowerCase(Locale.ROOT);
		var purpose = request.getHeader("Sec-Purpose") + " " + request.getHeader("Purpose") + " "
				+ request.getHeader("X-Moz");
		if (!"GET".equals(request.getMethod()) || purpose.contains("prefetch") || purpose.contains("preview")
				|| PREVIEWS.stream().anyMatch(agent::contains)) {
			return null;
		}
		var cookies = request.getCookies();
		if (cookies != null) {
			var known = Arrays.stream(cookies).filter(it -> COOKIE.equals(it.getName())).findFirst();
			if (known.isPresent()) {
				return known.get().getValue();
			}
		}
		var fresh = UUID.randomUUID().toString();
		var cookie = new Cookie(COOKIE, fresh);
		cookie.setHttpOnly(true);
		cookie.setPath("/");
		cookie.setMaxAge(24 * 60 * 60);
		cookie.setAttribute("SameSite", "Lax");
		response.addCookie(cookie);
		return fresh;
	}

}
