package cn.jinfu.platform.security;

import java.io.IOException;

import cn.jinfu.kernel.Actor;
import cn.jinfu.platform.account.PasswordLogin;
import cn.jinfu.platform.secondfactor.SecondFactors;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * After the log-in: where one wanted to go, else console or portal, whichever is one's
 * own.
 */
class Landing extends SavedRequestAwareAuthenticationSuccessHandler {

	Landing(RequestCache wanted) {
		setRequestCache(wanted);
	}

	@Override
	protected String determineTargetUrl(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		return home(authentication);
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws ServletException, IOException {
		if (Actor.of(authentication).filter(actor -> actor.may(SecondFactors.PENDING)).isPresent()) {
			getRedirectStrategy().sendRedirect(request, response, StaffSessions.SECOND_FACTOR);
			return;
		}
		if (Actor.of(authentication).filter(actor -> actor.may(PasswordLogin.MUST_CHANGE)).isPresent()) {
			getRedirectStrategy().sendRedirect(request, response, "/account/password");
			return;
		}
		super.onAuthenticationSuccess(request, response, authentication);
	}

	static String home(@Nullable Authentication authentication) {
		return Actor.of(authentication)
			.filter(actor -> actor.may("console:open"))
			.map(_ -> "/console")
			.orElse("/portal");
	}

}
