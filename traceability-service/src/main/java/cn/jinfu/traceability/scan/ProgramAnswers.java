package cn.jinfu.traceability.scan;

import java.io.IOException;
import java.net.URI;

import cn.jinfu.traceability.gs1.DigitalLink;
import cn.jinfu.traceability.scan.CodeLinks.Thing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** How the resolver answers programs, whatever the code is on. */
@Component
@RequiredArgsConstructor
public class ProgramAnswers {

	private static final String LINKSET = "application/linkset+json";

	private final CodeLinks links;

	private final MessageSource words;

	private final JsonMapper json;

	/** Whether facts are asked for, and not a page. */
	public static boolean asked(HttpServletRequest request, @Nullable String linkType) {
		var accept = accepted(request);
		return linkset(request, linkType)
				|| (accept.contains(MediaType.APPLICATION_JSON_VALUE) && !accept.contains("text/html"));
	}

	/** The links of what is known, or its facts. */
	public void facts(Thing thing, String path, String title, Object facts, @Nullable String linkType,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (linkset(request, linkType)) {
			write(response, LINKSET, links.linkset(thing, path, title));
		}
		else {
			write(response, MediaType.APPLICATION_JSON_VALUE, facts);
		}
	}

	/** Leads on to where a link type is. */
	public @Nullable String leadOn(Thing thing, String path, String linkType, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var target = links.target(thing, linkType, path);
		if (target == null) {
			return malformed(new DigitalLink.Fault("link-type", "", linkType), model, request, response);
		}
		response.setStatus(HttpServletResponse.SC_TEMPORARY_REDIRECT);
		response.setHeader("Location", target);
		return null;
	}

	/** Written wrongly, with the reason, for people and for programs. */
	public @Nullable String malformed(DigitalLink.Fault fault, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var reason = words.getMessage("trace.link." + fault.code(), new Object[] { fault.ai(), cut(fault.value()) },
				LocaleContextHolder.getLocale());
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		if (accepted(request).contains("json")) {
			problem(response, HttpStatus.BAD_REQUEST, "trace.link." + fault.code(), reason + "");
			return null;
		}
		model.addAttribute("reason", reason);
		return "traceability/scan-enter";
	}

	/** Asked for too many that are not ours, for people and for programs. */
	public @Nullable String slowDown(long seconds, Model model, HttpServletRequest request,
			HttpServletResponse response) throws IOException {
		var reason = words.getMessage("trace.scan.slow-down", new Object[] { seconds },
				LocaleContextHolder.getLocale());
		response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
		response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (accepted(request).contains("json")) {
			problem(response, HttpStatus.TOO_MANY_REQUESTS, "trace.scan.slow-down", reason);
			return null;
		}
		model.addAttribute("reason", reason);
		return "traceability/scan-enter";
	}

	/** No more is said back than a code can have. */
	private static String cut(String value) {
		return (value.length() > Scans.LONGEST) ? value.substring(0, Scans.LONGEST) + "\u2026" : value;
	}

	private void problem(HttpServletResponse response, HttpStatus status, String code, String reason)
			throws IOException {
		var problem = ProblemDetail.forStatusAndDetail(status, reason);
		problem.setType(URI.create("/problems/" + code));
		problem.setTitle(words.getMessage("refusal." + status.value(), null, LocaleContextHolder.getLocale()));
		problem.setProperty("code", code);
		write(response, MediaType.APPLICATION_PROBLEM_JSON_VALUE, problem);
	}

	public void write(HttpServletResponse response, String type, Object body) throws IOException {
		response.setContentType(type);
		response.setCharacterEncoding("UTF-8");
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("Access-Control-Allow-Origin", "*");
		response.getWriter().write(json.writeValueAsString(body));
	}

	private static boolean linkset(HttpServletRequest request, @Nullable String linkType) {
		return "all".equals(linkType) || "linkset".equals(linkType) || accepted(request).contains(LINKSET);
	}

	private static String accepted(HttpServletRequest request) {
		return String.valueOf(request.getHeader("Accept"));
	}

}
