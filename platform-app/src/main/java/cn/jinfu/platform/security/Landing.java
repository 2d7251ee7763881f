package cn.jinfu.platform.security;

import cn.jinfu.kernel.Actor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.CookieRequestCache;

/**
 * After the log-in: where one wanted to go, else console or portal, whichever is one's
 * own.
 */
class Landing extends SavedRequestAwareAuthenticationSuccessHandler {

	Landing() {
		setRequestCache(new CookieRequestCache());
	}

	@Override
	protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		return home(authentication);
	}

	static String home(@Nullable Authentication authentication) {
		return Actor.of(authentication)
			.filter(actor -> actor.may("console:open"))
			.map(_ -> "/console")
			.orElse("/portal");
	}

}
