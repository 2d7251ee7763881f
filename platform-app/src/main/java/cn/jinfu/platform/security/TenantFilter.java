package cn.jinfu.platform.security;

import java.io.IOException;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Tenant;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Sets the tenant for the rest of the request, before any transaction can begin: the
 * actor's own, or for strangers the one whose host was asked.
 */
@RequiredArgsConstructor
class TenantFilter extends OncePerRequestFilter {

	private final Tenants tenants;

	/** The page of an error shows the reader's own frame, which reads from his tenant. */
	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var tenant = Actor.ifPresent().map(Actor::tenantId).orElseGet(() -> tenants.ofHost(request.getServerName()));
		var failure = Tenant.callAs(tenant, () -> {
			try {
				chain.doFilter(request, response);
				return null;
			}
			catch (IOException | ServletException thrown) {
				return thrown;
			}
		});
		if (failure instanceof IOException io) {
			throw io;
		}
		if (failure instanceof ServletException servlet) {
			throw servlet;
		}
	}

}
