package cn.jinfu.traceability.epcis;

import java.net.URI;
import java.util.Map;

import cn.jinfu.kernel.Constraints;
import lombok.extern.slf4j.Slf4j;
import org.apache.tomcat.util.http.InvalidParameterException;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Refusals with the standard's types. */
@RestControllerAdvice(assignableTypes = EpcisApi.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
@Slf4j
class EpcisProblems {

	/** Borne by every answer. */
	static final Map<String, String> VERSIONS = Map.of("GS1-EPCIS-Version", "2.0.0", "GS1-CBV-Version", "2.0.0");

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(EpcisFault fault) {
		return answer(fault.kind(), fault.detail());
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(AccessDeniedException denied) {
		return answer(EpcisFault.Kind.SECURITY, "the token's scopes do not allow this");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(MethodArgumentTypeMismatchException wrong) {
		return "id".equals(wrong.getName()) ? answer(EpcisFault.Kind.NO_SUCH_RESOURCE, "no such resource")
				: answer(EpcisFault.Kind.QUERY_PARAMETER, wrong.getName() + " is malformed");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(HttpMediaTypeNotAcceptableException wanted) {
		return answer(EpcisFault.Kind.NOT_ACCEPTABLE, "application/json or application/ld+json");
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(InvalidParameterException undecodable) {
		return answer(EpcisFault.Kind.QUERY_PARAMETER, "a parameter is not written in UTF-8");
	}

	/** Something in it that no column holds, such as the character U+0000. */
	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(DataIntegrityViolationException violation) {
		return Constraints.isUnfit(violation)
				? answer(EpcisFault.Kind.VALIDATION, "a value is too long, too large, or holds the character U+0000")
				: on((RuntimeException) violation);
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> on(RuntimeException failure) {
		log.error("unexpected failure", failure);
		return answer(EpcisFault.Kind.IMPLEMENTATION, "unexpected");
	}

	private static ResponseEntity<ProblemDetail> answer(EpcisFault.Kind kind, String detail) {
		return ResponseEntity.status(kind.status())
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.headers(headers -> VERSIONS.forEach(headers::set))
			.body(problem(kind, detail));
	}

	static ProblemDetail problem(EpcisFault.Kind kind, String detail) {
		var problem = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(kind.status()), detail);
		problem.setType(URI.create("epcisException:" + kind.type()));
		problem.setTitle(kind.type());
		return problem;
	}

}
