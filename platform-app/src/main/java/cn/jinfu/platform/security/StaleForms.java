package cn.jinfu.platform.security;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.RequestCache;

/**
 * A form sent by a browser that has lost its cookies comes from nobody: it is asked to
 * log in, and led back to the page of the form, like one whose session has ended. It is
 * not told that it lacks a permission. Whoever is logged in and sends a wrong token is
 * refused.
 */
@RequiredArgsConstructor
class StaleForms implements AccessDeniedHandler {

	private final RequestCache wanted;

	private final AccessDeniedHandler otherwise = new AccessDeniedHandlerImpl();

	@Override
	public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
			throws IOException, ServletException {
		if (denied instanceof CsrfException && SecurityContextHolder.getContext().getAuthentication() == null) {
			wanted.saveRequest(request, response);
			response.sendRedirect("/login");
			return;
		}
		otherwise.handle(request, response, denied);
	}

}
