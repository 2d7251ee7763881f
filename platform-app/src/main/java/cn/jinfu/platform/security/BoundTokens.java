package cn.jinfu.platform.security;

import java.io.IOException;
import java.util.Collections;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * After a machine's token was found good: a bound one comes under the scheme {@code DPoP}
 * with a fresh proof of its key, an unbound one as {@code Bearer}, and not at all from a
 * client whose tokens must be bound. A token is good only where its client may call from.
 */
@RequiredArgsConstructor
class BoundTokens extends OncePerRequestFilter {

	private static final String SCHEME = "DPoP ";

	private final Proofs proofs;

	private final PartnerPlaces places;

	private final Refusals refusals;

	/** Reads the token under either scheme. */
	static AuthenticationConverter eitherScheme() {
		var bearer = new BearerTokenAuthenticationConverter();
		return request -> {
			var token = underProof(request);
			return (token != null) ? new BearerTokenAuthenticationToken(token) : bearer.convert(request);
		};
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var fault = fault(SecurityContextHolder.getContext().getAuthentication(), request);
		if (fault != null) {
			SecurityContextHolder.clearContext();
			refusals.commence(request, response, new OAuth2AuthenticationException(fault));
			return;
		}
		var elsewhere = elsewhere(SecurityContextHolder.getContext().getAuthentication(), request);
		if (elsewhere != null) {
			SecurityContextHolder.clearContext();
			refusals.elsewhere(request, response, elsewhere);
			return;
		}
		chain.doFilter(request, response);
	}

	private PartnerPlaces.@Nullable Fault elsewhere(@Nullable Authentication authentication,
			HttpServletRequest request) {
		return (authentication != null && authentication.getDetails() instanceof MachineTokens.Held held)
				? places.fault(held.client(), request) : null;
	}

	/** An error code, or null when all is well or no machine asks. */
	private @Nullable String fault(@Nullable Authentication authentication, HttpServletRequest request) {
		if (authentication == null
				|| !(authentication.getDetails() instanceof MachineTokens.Held(var token, var client))) {
			return null;
		}
		var proved = underProof(request) != null;
		if (Proofs.boundTo(token) == null) {
			return (proved || client.bound()) ? OAuth2ErrorCodes.INVALID_TOKEN : null;
		}
		if (!proved) {
			return OAuth2ErrorCodes.INVALID_TOKEN;
		}
		var sent = Collections.list(request.getHeaders("DPoP"));
		return (sent.size() == 1
				&& proofs.holds(sent.getFirst(), request.getMethod(), request.getRequestURL().toString(), token)) ? null
						: OAuth2ErrorCodes.INVALID_DPOP_PROOF;
	}

	private static @Nullable String underProof(HttpServletRequest request) {
		var header = request.getHeader("Authorization");
		return (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
				&& header.length() > SCHEME.length()) ? header.substring(SCHEME.length()).strip() : null;
	}

}
