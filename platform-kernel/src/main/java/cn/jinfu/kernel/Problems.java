package cn.jinfu.kernel;

import java.net.URI;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;

/**
 * A refusal in RFC 9457's shape and in the reader's language; one place for all faces.
 */
@Component
@RequiredArgsConstructor
public class Problems {

	private final MessageSource messages;

	public ProblemDetail of(Refusal refusal, Locale locale) {
		var problem = ProblemDetail.forStatusAndDetail(status(refusal), words(refusal, locale));
		problem.setType(URI.create("/problems/" + refusal.code()));
		problem.setTitle(messages.getMessage("refusal." + refusal.getClass().getSimpleName(), null, locale));
		problem.setProperty("code", refusal.code());
		next(problem, next(refusal, locale));
		var field = refusal.field();
		if (field != null) {
			problem.setProperty("errors",
					java.util.List.of(new FieldProblem(field, refusal.code(), words(refusal, locale))));
		}
		problem.setProperty("requestId", MDC.get("requestId"));
		return problem;
	}

	/**
	 * What no rule of ours refused, but the frame around it: an address that is none, a
	 * method or a format that is not served, a failure. Says nothing of what was sent.
	 */
	public ProblemDetail of(HttpStatusCode status, Locale locale) {
		return of(status, code(status), locale);
	}

	ProblemDetail of(HttpStatusCode status, String code, Locale locale) {
		var problem = ProblemDetail.forStatusAndDetail(status, messages.getMessage("problem." + code, null, locale));
		problem.setType(URI.create("/problems/" + code));
		problem.setTitle(messages.getMessage("refusal." + status.value(), null,
				messages.getMessage(status.is5xxServerError() ? "refusal.500" : "refusal.400", null, locale), locale));
		problem.setProperty("code", code);
		var next = messages.getMessage("problem." + code + ".next", null, "", locale) + "";
		// nobody knows here how many seconds
		next(problem, next.contains("{0}") ? "" : next);
		problem.setProperty("requestId", MDC.get("requestId"));
		return problem;
	}

	/** The stable code of what the frame refuses with this status. */
	public static String code(HttpStatusCode status) {
		return switch (status.value()) {
			case 401 -> "kernel.unauthenticated";
			case 403 -> "kernel.forbidden";
			case 404 -> "kernel.not-found";
			case 405 -> "kernel.method";
			case 406 -> "kernel.not-acceptable";
			case 413 -> "kernel.file.too-large";
			case 415 -> "kernel.media-type";
			case 428 -> "kernel.if-match";
			case 429 -> "kernel.too-many";
			default -> status.is5xxServerError() ? "kernel.unexpected" : "kernel.unreadable";
		};
	}

	private static void next(ProblemDetail problem, String next) {
		if (!next.isEmpty()) {
			problem.setProperty("next", next);
		}
	}

	/** One wrong input of a request. */
	public record FieldProblem(String field, String code, String message) {
	}

	public String words(Refusal refusal, Locale locale) {
		return messages.getMessage("problem." + refusal.code(), refusal.args(), refusal.code(), locale) + "";
	}

	/** What to do next, and whom to call; empty when the words say it all. */
	public String next(Refusal refusal, Locale locale) {
		return messages.getMessage("problem." + refusal.code() + ".next", refusal.args(), "", locale) + "";
	}

	public static HttpStatus status(Refusal refusal) {
		return switch (refusal) {
			case Refusal.NotFound _ -> HttpStatus.NOT_FOUND;
			case Refusal.RuleBroken _ -> HttpStatus.UNPROCESSABLE_CONTENT;
			case Refusal.WrongState _, Refusal.Stale _ -> HttpStatus.CONFLICT;
			case Refusal.Forbidden _ -> HttpStatus.FORBIDDEN;
			case Refusal.TooMany _ -> HttpStatus.TOO_MANY_REQUESTS;
		};
	}

}
