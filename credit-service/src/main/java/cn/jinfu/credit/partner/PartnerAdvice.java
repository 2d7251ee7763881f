package cn.jinfu.credit.partner;

import java.util.List;
import java.util.Locale;

import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Every refusal of the partner face, before the platform's own advice sees it. */
@RestControllerAdvice(assignableTypes = { PartnerApi.class, PartnerWebhookApi.class, PartnerKeyApi.class,
		PartnerConformanceApi.class })
@Order(Ordered.HIGHEST_PRECEDENCE)
@Slf4j
@RequiredArgsConstructor
class PartnerAdvice {

	private final PartnerAnswers answers;

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onRefusal(Refusal refusal, Locale locale) {
		log.info("refused: {}", refusal.getMessage());
		return body(answers.of(refusal, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onDenied(AccessDeniedException denied, Locale locale) {
		return body(answers.of(PartnerProblem.SCOPE_MISSING, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onInvalid(MethodArgumentNotValidException invalid, Locale locale) {
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		problem.setProperty("errors",
				invalid.getBindingResult()
					.getFieldErrors()
					.stream()
					.map(error -> new Problems.FieldProblem("/" + error.getField().replace('.', '/'),
							String.valueOf(error.getCode()), String.valueOf(error.getDefaultMessage())))
					.toList());
		return body(problem);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onUnreadable(HttpMessageNotReadableException unreadable, Locale locale) {
		for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
			if (cause instanceof Refusal refusal) {
				var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
				problem.setDetail(answers.of(refusal, locale).getDetail());
				return body(problem);
			}
		}
		return body(answers.of(PartnerProblem.MALFORMED_JSON, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onOddParameter(MethodArgumentTypeMismatchException odd, Locale locale) {
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		problem.setProperty("errors", List.of(new Problems.FieldProblem(odd.getName(), "typeMismatch", odd.getName())));
		return body(problem);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onMissingParameter(MissingServletRequestParameterException missing, Locale locale) {
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		problem.setProperty("errors",
				List.of(new Problems.FieldProblem(missing.getParameterName(), "NotNull", missing.getParameterName())));
		return body(problem);
	}

	/** Two machines of the bank on one case at once: the later one looks again. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> onLost(OptimisticLockingFailureException lost, Locale locale) {
		return body(answers.of(PartnerProblem.ILLEGAL_TRANSITION, locale));
	}

	/** Something in it that no column holds, such as the character U+0000. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> onUnfit(DataIntegrityViolationException violation, Locale locale) {
		return Constraints.isUnfit(violation) ? body(answers.of(PartnerProblem.VALIDATION_FAILED, locale))
				: onFailure(violation, locale);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onMediaType(HttpMediaTypeNotSupportedException other, Locale locale) {
		return body(answers.of(PartnerProblem.UNSUPPORTED_MEDIA_TYPE, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onFailure(RuntimeException failure, Locale locale) {
		log.error("unexpected failure", failure);
		return body(answers.of(PartnerProblem.INTERNAL, locale));
	}

	private static ResponseEntity<ProblemDetail> body(ProblemDetail problem) {
		return ResponseEntity.status(problem.getStatus()).body(problem);
	}

}
