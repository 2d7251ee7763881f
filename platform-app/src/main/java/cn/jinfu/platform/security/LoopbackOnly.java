package cn.jinfu.platform.security;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** Metrics are for the collector on this machine; others go through its own gate. */
class LoopbackOnly implements AuthorizationManager<RequestAuthorizationContext> {

	@Override
	public AuthorizationDecision authorize(Supplier<? extends @Nullable Authentication> who,
			RequestAuthorizationContext context) {
		try {
			return new AuthorizationDecision(
					InetAddress.getByName(context.getRequest().getRemoteAddr()).isLoopbackAddress());
		}
		catch (UnknownHostException notAnAddress) {
			return new AuthorizationDecision(false);
		}
	}

}
