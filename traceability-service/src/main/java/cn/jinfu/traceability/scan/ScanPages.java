package cn.jinfu.traceability.scan;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.traceability.code.ScanRegions;
import cn.jinfu.traceability.gs1.ApplicationIdentifier;
import cn.jinfu.traceability.gs1.DigitalLink;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
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

	private static final String LINKSET = "application/linkset+json";

	private final Scans scans;

	private final CodeLinks links;

	private final ScanRegions regions;

	private final JsonMapper json;

	private final MessageSource words;

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
		return show(new Asked(plain.substring(0, cut), plain.substring(cut), null, "/t/" + plain), model, request,
				response);
	}

	@GetMapping("/t/{space}/{serial}")
	@Nullable String own(@PathVariable String space, @PathVariable String serial,
			@RequestParam(required = false) @Nullable String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		return resolve(new Asked(space, serial, null, "/t/" + space + "/" + serial), linkType, model, request,
				response);
	}

	/**
	 * GS1 Digital Link: a product, a lot or a single package. What is written wrongly is
	 * told so; what is void or called back is answered as such.
	 */
	@GetMapping("/01/{*rest}")
	@Nullable String digitalLink(@PathVariable String rest, @RequestParam(required = false) @Nullable String linkType,
			Model model, HttpServletRequest request, HttpServletResponse response) throws IOException {
		// as it was sent, so that escapes are judged by the rules of the standard
		return switch (DigitalLink.path(request.getRequestURI())) {
			case DigitalLink.Malformed it -> malformed(it.fault(), model, request, response);
			case DigitalLink.Read it -> {
				var link = it.link();
				var serial = link.qualifier(ApplicationIdentifier.SERIAL).orElse(null);
				var lot = link.qualifier(ApplicationIdentifier.LOT).orElse(null);
				yield resolve(new Asked(link.value(), serial, lot, link.path()), linkType, model, request, response);
			}
		};
	}

	/** What this resolver can do. */
	@GetMapping("/.well-known/gs1resolver")
	void description(HttpServletRequest request, HttpServletResponse response) throws IOException {
		write(response, MediaType.APPLICATION_JSON_VALUE,
				links.description(words.getMessage("trace.scan.title", null, request.getLocale())));
	}

	/**
	 * @param path without what is asked besides
	 */
	private record Asked(String space, @Nullable String serial, @Nullable String lot, String path) {
	}

	private @Nullable String resolve(Asked asked, @Nullable String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var accept = String.valueOf(request.getHeader("Accept"));
		var programs = "all".equals(linkType) || "linkset".equals(linkType) || accept.contains(LINKSET)
				|| (accept.contains(MediaType.APPLICATION_JSON_VALUE) && !accept.contains("text/html"));
		response.setHeader("Vary", "Accept");
		if (!programs && (linkType == null || linkType.isBlank())) {
			return show(asked, model, request, response);
		}
		// only looked up for a program: nobody has read the label
		var view = look(asked, new Scans.Reader(null, request.getRemoteAddr(), null));
		if (!view.known()) {
			return show(view, model, request, response);
		}
		if (!programs) {
			var target = links.target(String.valueOf(linkType), asked.path());
			if (target == null) {
				return malformed(new DigitalLink.Fault("link-type", "", String.valueOf(linkType)), model, request,
						response);
			}
			response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
			response.setHeader("Location", target);
			return null;
		}
		if ("all".equals(linkType) || "linkset".equals(linkType) || accept.contains(LINKSET)) {
			var lot = view.lot();
			write(response, LINKSET, links.linkset(asked.path(),
					(view.product() != null) ? view.product() : (lot != null) ? lot.cropName() : asked.space()));
		}
		else {
			write(response, MediaType.APPLICATION_JSON_VALUE, view);
		}
		return null;
	}

	private @Nullable String malformed(DigitalLink.Fault fault, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var reason = words.getMessage("trace.link." + fault.code(), new Object[] { fault.ai(), fault.value() },
				request.getLocale());
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		if (String.valueOf(request.getHeader("Accept")).contains("json")) {
			var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, reason + "");
			problem.setType(URI.create("/problems/trace.link." + fault.code()));
			write(response, MediaType.APPLICATION_PROBLEM_JSON_VALUE, problem);
			return null;
		}
		model.addAttribute("reason", reason);
		return "traceability/scan-enter";
	}

	private void write(HttpServletResponse response, String type, Object body) throws IOException {
		response.setContentType(type);
		response.setCharacterEncoding("UTF-8");
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Access-Control-Allow-Origin", "*");
		response.getWriter().write(json.writeValueAsString(body));
	}

	private Scans.View look(Asked asked, Scans.Reader reader) {
		if (asked.serial() != null) {
			return scans.read(asked.space(), asked.serial(), reader);
		}
		return (asked.lot() != null) ? scans.lot(asked.space(), asked.lot()) : scans.product(asked.space());
	}

	private String show(Asked asked, Model model, HttpServletRequest request, HttpServletResponse response) {
		return show(look(asked, (asked.serial() != null) ? reader(request, response) : Scans.Reader.NOBODY), model,
				request, response);
	}

	private String show(Scans.View view, Model model, HttpServletRequest request, HttpServletResponse response) {
		if (view.known() && view.lot() == null) {
			model.addAttribute("product", view.product());
			return "traceability/scan-enter";
		}
		model.addAttribute("scan", view);
		model.addAttribute("address", request.getRequestURL().toString());
		response.setHeader("Cache-Control", "no-store");
		if (!view.known()) {
			response.setStatus(HttpServletResponse.SC_NOT_FOUND);
		}
		return "traceability/scan";
	}

	private Scans.Reader reader(HttpServletRequest request, HttpServletResponse response) {
		return new Scans.Reader(visitor(request, response), request.getRemoteAddr(), regions.of(request));
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
