package cn.jinfu.platform.security;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;

import cn.jinfu.credit.PartnerRefusals;
import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.web.Languages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/**
 * 401, 403 and 429 of the REST faces in RFC 9457's shape; the partner face and the
 * standard's have their own type names.
 */
@Component
@RequiredArgsConstructor
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

	private final JsonMapper json;

	private final Problems problems;

	private final PartnerRefusals partner;

	@Override
	public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
			throws IOException {
		response.addHeader("WWW-Authenticate", "Bearer");
		if (failure instanceof OAuth2AuthenticationException refused) {
			response.addHeader("WWW-Authenticate",
					"DPoP error=\"" + refused.getError().getErrorCode() + "\", algs=\"ES256\"");
		}
		var locale = Languages.of(request);
		write(response, ofPartner(request) ? partner.tokenInvalid(locale) : ours(request, HttpStatus.UNAUTHORIZED));
	}

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException {
		var locale = Languages.of(request);
		write(response, ofPartner(request) ? partner.scopeMissing(locale) : ours(request, HttpStatus.FORBIDDEN));
	}

	/**
	 * Of a machine that calls from where it is not registered, or with a certificate that
	 * has ended.
	 */
	void elsewhere(HttpServletRequest request, HttpServletResponse response, PartnerPlaces.Fault fault)
			throws IOException {
		var locale = Languages.of(request);
		write(response, !ofPartner(request) ? ours(request, HttpStatus.FORBIDDEN) : switch (fault) {
			case ELSEWHERE -> partner.addressNotAllowed(locale);
			case CERTIFICATE_OVER -> partner.certificateOver(locale);
		});
	}

	/** Of a bank's machine that calls too often. */
	void tooMany(HttpServletRequest request, HttpServletResponse response) throws IOException {
		write(response, partner.rateLimited(Languages.of(request)));
	}

	/**
	 * Of somebody whose session has ended, or who has not shown his second factor yet.
	 */
	void unproved(HttpServletRequest request, HttpServletResponse response) throws IOException {
		write(response, ours(request, HttpStatus.UNAUTHORIZED));
	}

	static boolean ofPartner(HttpServletRequest request) {
		return request.getRequestURI().startsWith("/api/partner/");
	}

	/** Of an address that no door reads, by the path that was asked for. */
	ProblemDetail undelivered(String path, HttpStatus status, Locale locale) {
		return path.startsWith("/api/partner/") && status.is4xxClientError() ? partner.unreadable(locale)
				: ours(path, status, locale);
	}

	private ProblemDetail ours(HttpServletRequest request, HttpStatus status) {
		return ours(request.getRequestURI(), status, Languages.of(request));
	}

	private ProblemDetail ours(String path, HttpStatus status, Locale locale) {
		var problem = problems.of(status, locale);
		if (path.startsWith("/epcis/")) {
			problem.setType(URI.create("epcisException:" + ofTheStandard(status)));
		}
		return problem;
	}

	/** It has one type of its own for both 401 and 403. */
	private static String ofTheStandard(HttpStatus status) {
		return switch (status) {
			case UNAUTHORIZED, FORBIDDEN -> "SecurityException";
			case NOT_FOUND -> "NoSuchResourceException";
			case NOT_ACCEPTABLE -> "NotAcceptableException";
			case CONTENT_TOO_LARGE -> "CaptureLimitExceededException";
			case UNSUPPORTED_MEDIA_TYPE -> "UnsupportedMediaTypeException";
			case BAD_REQUEST -> "ValidationException";
			default -> "ImplementationException";
		};
	}

	void write(HttpServletResponse response, ProblemDetail problem) throws IOException {
		response.setStatus(problem.getStatus());
		response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
		response.setCharacterEncoding("UTF-8");
		response.getWriter().write(json.writeValueAsString(problem));
	}

}
