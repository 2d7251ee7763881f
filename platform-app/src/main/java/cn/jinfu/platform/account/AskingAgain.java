package cn.jinfu.platform.account;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.web.AskedAgain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * A phone that stays logged in may be in another's hand: a code counts for money, consent
 * and signature for ten minutes, the log-in's own as well (R1). By the system's clock.
 */
@Configuration(proxyBeanMethods = false)
public class AskingAgain implements WebMvcConfigurer, HandlerInterceptor {

	static final Duration COUNTS = Duration.ofMinutes(10);

	private static final String AT = AskingAgain.class.getName() + ".at";

	/** A code was right just now. */
	public static void answered(HttpSession session) {
		session.setAttribute(AT, Instant.now().toEpochMilli());
	}

	/** When a code was last right here; null when none was. */
	public static @Nullable Object lastAnswer(@Nullable HttpSession session) {
		return (session != null) ? session.getAttribute(AT) : null;
	}

	/** The same person goes on in another session: no fresher than he was. */
	public static void carry(HttpSession session, @Nullable Object lastAnswer) {
		session.setAttribute(AT, lastAnswer);
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(this);
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		var asked = (handler instanceof HandlerMethod method) ? method.getMethodAnnotation(AskedAgain.class) : null;
		if (asked == null || (!asked.when().isEmpty() && request.getParameter(asked.when()) == null) || !byPhone()
				|| isFresh(request.getSession(false))) {
			return true;
		}
		if (request.getRequestURI().startsWith("/api/")) {
			throw new Refusal.Forbidden("platform.login.ask-again");
		}
		response.sendRedirect("/portal/again?to=" + URLEncoder
			.encode(asked.back().isEmpty() ? request.getRequestURI() : asked.back(), StandardCharsets.UTF_8));
		return false;
	}

	private static boolean byPhone() {
		return Actor.ifPresent().filter(it -> it.login().startsWith(PhoneLogin.LOGIN)).isPresent();
	}

	private static boolean isFresh(@Nullable HttpSession session) {
		return session != null && session.getAttribute(AT) instanceof Long at
				&& Instant.ofEpochMilli(at).plus(COUNTS).isAfter(Instant.now());
	}

}
