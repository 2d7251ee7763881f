package cn.jinfu.credit.partner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import tools.jackson.databind.DatabindException;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.validation.Errors;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Every refusal of the partner face, before the platform's own advice sees it. */
@RestControllerAdvice(assignableTypes = { PartnerApi.class, PartnerWebhookApi.class, PartnerKeyApi.class,
		PartnerConformanceApi.class, PartnerSandboxApi.class, PartnerEvidenceApi.class, PartnerReferenceApi.class,
		PartnerCalculatorApi.class, PartnerFacilityApi.class })
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
	ResponseEntity<ProblemDetail> onRefused(PartnerRefused refused, Locale locale) {
		var after = refused.after();
		var answer = ResponseEntity.status(refused.problem().status());
		if (after != null) {
			answer.header("Retry-After", Long.toString(after.toSeconds()));
		}
		return answer.body(answers.of(refused.problem(), locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onDenied(AccessDeniedException denied, Locale locale) {
		return body(answers.of(PartnerProblem.SCOPE_MISSING, locale));
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onInvalid(MethodArgumentNotValidException invalid, Locale locale) {
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		problem.setProperty("errors", fields(invalid.getBindingResult()));
		return body(problem);
	}

	private static List<Problems.FieldProblem> fields(Errors errors) {
		return errors.getFieldErrors()
			.stream()
			.map(error -> new Problems.FieldProblem(pointer(error.getField()), String.valueOf(error.getCode()),
					String.valueOf(error.getDefaultMessage())))
			.toList();
	}

	/** RFC 6901; an element of a list is a step of its own. */
	private static String pointer(String field) {
		return "/" + field.replace('.', '/').replace("[", "/").replace("]", "");
	}

	/**
	 * A number in a path that no case, loan or booking can have is nobody's; everything
	 * else is told.
	 */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> onInvalidParameter(HandlerMethodValidationException invalid, Locale locale) {
		var errors = new ArrayList<Problems.FieldProblem>();
		for (var result : invalid.getParameterValidationResults()) {
			if (result instanceof ParameterErrors body) {
				errors.addAll(fields(body));
			}
			else if (result.getMethodParameter().hasParameterAnnotation(PathVariable.class)) {
				return body(answers.of(PartnerProblem.NOT_FOUND, locale));
			}
			else {
				result.getResolvableErrors()
					.forEach(error -> errors
						.add(new Problems.FieldProblem(String.valueOf(result.getMethodParameter().getParameterName()),
								code(error), String.valueOf(error.getDefaultMessage()))));
			}
		}
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		problem.setProperty("errors", errors);
		return body(problem);
	}

	/** The shortest of its codes: the rule's name. */
	private static String code(MessageSourceResolvable error) {
		var codes = error.getCodes();
		return (codes == null || codes.length == 0) ? "" : codes[codes.length - 1];
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> onUnreadable(HttpMessageNotReadableException unreadable, Locale locale) {
		var field = "";
		for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
			if (cause instanceof Refusal refusal) {
				var said = answers.of(refusal, locale).getDetail();
				var problem = unfit(field, refusal.code(), String.valueOf(said), locale);
				problem.setDetail(said);
				return body(problem);
			}
			if (cause instanceof DatabindException unfit && field.isEmpty()) {
				field = unfit.getPath()
					.stream()
					.map(step -> "/" + ((step.getPropertyName() != null) ? step.getPropertyName() : step.getIndex()))
					.collect(Collectors.joining());
			}
		}
		return body(field.isEmpty() ? answers.of(PartnerProblem.MALFORMED_JSON, locale)
				: unfit(field, "typeMismatch", field, locale));
	}

	private ProblemDetail unfit(String field, String code, String words, Locale locale) {
		var problem = answers.of(PartnerProblem.VALIDATION_FAILED, locale);
		if (!field.isEmpty()) {
			problem.setProperty("errors", List.of(new Problems.FieldProblem(field, code, words)));
		}
		return problem;
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
