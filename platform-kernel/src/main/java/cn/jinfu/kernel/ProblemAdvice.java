package cn.jinfu.kernel;

import java.util.List;
import java.util.Locale;

import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
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
	ResponseEntity<ProblemDetail> onRefusal(Refusal refusal, Locale locale, WebRequest request) {
		log.info("refused: {}", refusal.getMessage());
		var problem = problems.of(refusal, locale);
		if (refusal instanceof Refusal.Stale && request.getHeader(HttpHeaders.IF_MATCH) != null) {
			problem.setStatus(HttpStatus.PRECONDITION_FAILED);
		}
		return body(problem);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onStale(OptimisticLockingFailureException lost, Locale locale, WebRequest request) {
		return onRefusal(new Refusal.Stale("kernel.stale"), locale, request);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onDenied(AccessDeniedException denied, Locale locale, WebRequest request) {
		return onRefusal(new Refusal.Forbidden("kernel.forbidden"), locale, request);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onConstraint(DataIntegrityViolationException violation, Locale locale,
			WebRequest request) {
		var code = Constraints.name(violation).map(name -> "constraint." + name).orElse("");
		var words = messages.getMessage("problem." + code, null, "", locale) + "";
		if (words.isEmpty()) {
			if (Constraints.isTwice(violation)) {
				return onRefusal(new Refusal.Stale("kernel.stale"), locale, request);
			}
			return Constraints.isUnfit(violation) ? onRefusal(new Refusal.RuleBroken("kernel.unfit"), locale, request)
					: onFailure(violation, locale);
		}
		return onRefusal(new Refusal.RuleBroken(code), locale, request);
	}

	/**
	 * A parameter whose bytes are no text: the container says so at its first reading.
	 */
	@ExceptionHandler
	ResponseEntity<Object> onUndecodable(InvalidParameterException undecodable) {
		return bad(HttpStatus.BAD_REQUEST, "kernel.invalid", List.of(), new HttpHeaders());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onFailure(RuntimeException failure, Locale locale) {
		log.error("unexpected failure", failure);
		return body(problems.of(HttpStatus.INTERNAL_SERVER_ERROR, locale));
	}

	/** Who wants to change something says which version he saw (RFC 6585, 3). */
	@Override
	protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
			ServletRequestBindingException missing, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (missing instanceof MissingRequestHeaderException header
				&& HttpHeaders.IF_MATCH.equalsIgnoreCase(header.getHeaderName())) {
			return bad(HttpStatus.PRECONDITION_REQUIRED, "kernel.if-match", List.of(), headers);
		}
		return super.handleServletRequestBindingException(missing, headers, status, request);
	}

	/**
	 * What cannot be read at all: no JSON, a number that is none, a missing parameter; or
	 * a method or a format that is not served here.
	 */
	@Override
	protected @Nullable ResponseEntity<Object> handleExceptionInternal(Exception failure, @Nullable Object body,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		if (status.value() == HttpStatus.BAD_REQUEST.value()) {
			return bad(HttpStatus.BAD_REQUEST, "kernel.invalid", named(failure), headers);
		}
		return status.is4xxClientError()
				? new ResponseEntity<>(problems.of(status, LocaleContextHolder.getLocale()), problem(headers), status)
				: super.handleExceptionInternal(failure, body, headers, status, request);
	}

	/** Whatever the caller accepts: an answer of another format would be none. */
	private static HttpHeaders problem(HttpHeaders headers) {
		var all = new HttpHeaders(headers);
		all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
		return all;
	}

	private List<Problems.FieldProblem> named(Exception failure) {
		var name = switch (failure) {
			case MissingServletRequestParameterException parameter -> parameter.getParameterName();
			case MissingRequestHeaderException header -> header.getHeaderName();
			case MissingServletRequestPartException part -> part.getRequestPartName();
			case MethodArgumentTypeMismatchException argument -> argument.getName();
			case HttpMessageNotReadableException body -> field(body.getCause());
			default -> null;
		};
		return (name == null) ? List.of() : List.of(new Problems.FieldProblem(name, "kernel.invalid",
				messages.getMessage("problem.kernel.invalid", null, LocaleContextHolder.getLocale())));
	}

	/**
	 * The place in the body that cannot be read, or that is missing where it may not be;
	 * {@code lines[2].kg} for one inside a list.
	 */
	private static @Nullable String field(@Nullable Throwable cause) {
		if (!(cause instanceof JacksonException unread) || unread.getPath().isEmpty()) {
			return null;
		}
		var name = new StringBuilder();
		for (var step : unread.getPath()) {
			if (step.getPropertyName() == null) {
				name.append('[').append(step.getIndex()).append(']');
			}
			else {
				name.append(name.isEmpty() ? "" : ".").append(step.getPropertyName());
			}
		}
		return name.toString();
	}

	@Override
	protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(MethodArgumentNotValidException invalid,
			HttpHeaders headers, HttpStatusCode status, WebRequest request) {
		return bad(HttpStatus.BAD_REQUEST, "kernel.invalid",
				invalid.getBindingResult()
					.getFieldErrors()
					.stream()
					.map(error -> new Problems.FieldProblem(error.getField(), String.valueOf(error.getCode()),
							messages.getMessage(error, LocaleContextHolder.getLocale())))
					.toList(),
				headers);
	}

	private ResponseEntity<Object> bad(HttpStatus status, String code, List<Problems.FieldProblem> errors,
			HttpHeaders headers) {
		var problem = problems.of(status, code, LocaleContextHolder.getLocale());
		problem.setProperty("errors", errors);
		return new ResponseEntity<>(problem, headers, status);
	}

	private static ResponseEntity<ProblemDetail> body(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).body(problem);
	}

}
