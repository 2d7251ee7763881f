package cn.jinfu.traceability.epcis;

import java.io.IOException;
import java.io.UncheckedIOException;

import cn.jinfu.traceability.epcis.EpcisFault.Kind;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * What leads to no method of the interface, or is asked in a way that none speaks, is
 * answered in the standard's shape too, whatever the caller accepts.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@RequiredArgsConstructor
class EpcisPaths implements HandlerExceptionResolver {

	private static final String BELOW = "/epcis/";

	private final JsonMapper json;

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception failure) {
		if (!(failure instanceof ErrorResponse known)
				|| !request.getRequestURI().startsWith(request.getContextPath() + BELOW)) {
			return null;
		}
		var kind = kind(known);
		if (kind == null) {
			return null;
		}
		var problem = EpcisProblems.problem(kind, request.getMethod() + " " + request.getRequestURI());
		known.getHeaders().forEach((name, values) -> values.forEach(it -> response.addHeader(name, it)));
		EpcisProblems.VERSIONS.forEach(response::setHeader);
		response.setStatus(kind.status());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		try {
			response.getOutputStream().write(json.writeValueAsBytes(problem));
		}
		catch (IOException broken) {
			throw new UncheckedIOException(broken);
		}
		return new ModelAndView();
	}

	private static @Nullable Kind kind(ErrorResponse known) {
		return switch (HttpStatus.resolve(known.getStatusCode().value())) {
			case NOT_FOUND -> Kind.NO_SUCH_RESOURCE;
			case METHOD_NOT_ALLOWED -> Kind.METHOD;
			case NOT_ACCEPTABLE -> Kind.NOT_ACCEPTABLE;
			case UNSUPPORTED_MEDIA_TYPE -> Kind.UNSUPPORTED_MEDIA;
			case null, default -> null;
		};
	}

}
