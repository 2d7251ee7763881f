package cn.jinfu.platform.security;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

import cn.jinfu.kernel.Actor;
import cn.jinfu.platform.secondfactor.SecondFactors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a session of the console may not outlive and where it must begin (R41): twelve
 * hours after the log-in it ends however busy it was, and before the second factor was
 * shown it reaches nothing but the page for it. By the system's clock.
 */
@RequiredArgsConstructor
class StaffSessions extends OncePerRequestFilter {

	static final Duration LONGEST = Duration.ofHours(12);

	static final String SECOND_FACTOR = "/account/second-factor";

	private final Refusals refusals;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var actor = Actor.ifPresent().filter(it -> it.kind() == Actor.Kind.PERSON);
		var pending = actor.filter(it -> it.may(SecondFactors.PENDING)).isPresent();
		var session = request.getSession(false);
		if (session != null && (pending || actor.filter(it -> it.may("console:open")).isPresent()) && isOver(session)) {
			session.invalidate();
			SecurityContextHolder.clearContext();
			away(request, response, "/login?ended");
			return;
		}
		if (pending && !isOpenBefore(request.getRequestURI().substring(request.getContextPath().length()))) {
			away(request, response, SECOND_FACTOR);
			return;
		}
		chain.doFilter(request, response);
	}

	private static boolean isOver(HttpSession session) {
		return Instant.ofEpochMilli(session.getCreationTime()).plus(LONGEST).isBefore(Instant.now());
	}

	/** The page itself, the way out, and what a page is made of. */
	private static boolean isOpenBefore(String path) {
		return path.equals(SECOND_FACTOR) || path.startsWith(SECOND_FACTOR + "/") || path.equals("/logout")
				|| path.startsWith("/css/") || path.startsWith("/js/") || path.startsWith("/img/")
				|| path.startsWith("/webjars/") || path.startsWith("/_static/") || path.equals("/favicon.ico");
	}

	private void away(HttpServletRequest request, HttpServletResponse response, @Nullable String page)
			throws IOException {
		if (request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
			refusals.unproved(request, response);
			return;
		}
		response.sendRedirect(request.getContextPath() + page);
	}

}
