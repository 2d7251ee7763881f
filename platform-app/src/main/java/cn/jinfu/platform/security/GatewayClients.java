package cn.jinfu.platform.security;

import java.io.IOException;
import java.util.Locale;

import cn.jinfu.credit.GatewaySignatures;
import cn.jinfu.credit.PartnerRefusals;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.web.Languages;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ProblemDetail;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets in a bank's gateway that comes without a token, by its one signed header; only
 * clients with that profile, only to the banks' interface, and only from where it is
 * registered. Every other client that calls from a wrong place is out as well.
 */
@RequiredArgsConstructor
class GatewayClients extends OncePerRequestFilter {

	private final MachineClients clients;

	private final GatewaySignatures signatures;

	private final PartnerPlaces places;

	private final PartnerRefusals words;

	private final Refusals refusals;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!request.getRequestURI().startsWith("/api/partner/v1/")
				|| request.getHeader(GatewaySignatures.HEADER) == null || request.getHeader("Authorization") != null) {
			chain.doFilter(request, response);
			return;
		}
		var client = signatures.client(request)
			.flatMap(clients::find)
			.filter(it -> it.profile() == MachineClients.Profile.GATEWAY)
			.orElse(null);
		var fault = (client == null) ? words.tokenInvalid(Languages.of(request)) : fault(client, request);
		if (fault != null) {
			refusals.write(response, fault);
			return;
		}
		SecurityContextHolder.getContext().setAuthentication(actor(client).authentication());
		chain.doFilter(request, response);
	}

	private @Nullable ProblemDetail fault(MachineClients.Client client, HttpServletRequest request) {
		Locale locale = Languages.of(request);
		var elsewhere = places.fault(client, request);
		if (elsewhere != null) {
			return switch (elsewhere) {
				case ELSEWHERE -> words.addressNotAllowed(locale);
				case CERTIFICATE_OVER -> words.certificateOver(locale);
			};
		}
		return Tenant.callAs(client.tenantId(), () -> signatures.fault(request)).orElse(null);
	}

	private static Actor actor(MachineClients.@Nullable Client client) {
		if (client == null) {
			throw new IllegalStateException();
		}
		return client.actor(client.scopeSet());
	}

}
