package cn.jinfu.kernel;

import java.net.URI;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
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
		var next = next(refusal, locale);
		if (!next.isEmpty()) {
			problem.setProperty("next", next);
		}
		var field = refusal.field();
		if (field != null) {
			problem.setProperty("errors",
					java.util.List.of(new FieldProblem(field, refusal.code(), words(refusal, locale))));
		}
		problem.setProperty("requestId", MDC.get("requestId"));
		return problem;
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
