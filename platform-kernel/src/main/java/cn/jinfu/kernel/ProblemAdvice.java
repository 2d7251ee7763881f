package cn.jinfu.kernel;

import java.net.URI;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.context.MessageSource;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Turns refusals into RFC 9457 problems. Anything unexpected becomes a 500 whose message
 * stays in the log.
 */
@RestControllerAdvice(annotations = RestController.class)
@Order(0)
@Slf4j
@RequiredArgsConstructor
class ProblemAdvice extends ResponseEntityExceptionHandler {

	private final MessageSource messages;

	private final Problems problems;

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onRefusal(Refusal refusal, Locale locale) {
		log.info("refused: {}", refusal.getMessage());
		return body(problems.of(refusal, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onStale(OptimisticLockingFailureException lost, Locale locale) {
		return onRefusal(new Refusal.Stale("kernel.stale"), locale);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onDenied(AccessDeniedException denied, Locale locale) {
		return onRefusal(new Refusal.Forbidden("kernel.forbidden"), locale);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onConstraint(DataIntegrityViolationException violation, Locale locale) {
		var code = Constraints.name(violation).map(name -> "constraint." + name).orElse("");
		var words = messages.getMessage("problem." + code, null, "", locale) + "";
		if (words.isEmpty()) {
			return onFailure(violation, locale);
		}
		return onRefusal(new Refusal.RuleBroken(code), locale);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onFailure(RuntimeException failure, Locale locale) {
		log.error("unexpected failure", failure);
		var problem = ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				messages.getMessage("problem.kernel.unexpected", null, locale));
		problem.setType(URI.create("/problems/kernel.unexpected"));
		problem.setProperty("requestId", MDC.get("requestId"));
		return body(problem);
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException invalid,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		var locale = request.getLocale();
		var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				messages.getMessage("problem.kernel.invalid", null, locale));
		problem.setType(URI.create("/problems/kernel.invalid"));
		problem.setProperty("code", "kernel.invalid");
		problem.setProperty("requestId", MDC.get("requestId"));
		problem.setProperty("errors",
				invalid.getBindingResult()
					.getFieldErrors()
					.stream()
					.map(error -> new Problems.FieldProblem(error.getField(), String.valueOf(error.getCode()),
							messages.getMessage(error, locale)))
					.toList());
		return new ResponseEntity<>(problem, headers, HttpStatus.BAD_REQUEST);
	}

	private static ResponseEntity<ProblemDetail> body(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).body(problem);
	}

}
