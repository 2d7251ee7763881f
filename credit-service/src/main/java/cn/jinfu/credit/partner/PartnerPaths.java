package cn.jinfu.credit.partner;

import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;
import lombok.RequiredArgsConstructor;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Addresses below the partner face that lead to no controller answer in its shape too.
 */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
@RequiredArgsConstructor
class PartnerPaths {

	private final PartnerAnswers answers;

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onUnknown(NoResourceFoundException unknown, HttpServletRequest request, Locale locale)
			throws NoResourceFoundException {
		if (!partner(request)) {
			throw unknown;
		}
		return body(answers.of(PartnerProblem.NOT_FOUND, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onMethod(HttpRequestMethodNotSupportedException other, HttpServletRequest request,
			Locale locale) throws HttpRequestMethodNotSupportedException {
		if (!partner(request)) {
			throw other;
		}
		return body(answers.of(PartnerProblem.METHOD_NOT_ALLOWED, locale));
	}

	private static boolean partner(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/api/partner/");
	}

	private static ResponseEntity<ProblemDetail> body(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).body(problem);
	}

}
