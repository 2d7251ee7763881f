package cn.jinfu.platform.security;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Back to the page with a word that tells waiting from a wrong password, and nothing
 * else.
 */
class LoginFailed implements AuthenticationFailureHandler {

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException failure) throws IOException {
		response.sendRedirect(
				request.getContextPath() + "/login?error=" + ((failure instanceof LockedException) ? "wait" : "wrong"));
	}

}
