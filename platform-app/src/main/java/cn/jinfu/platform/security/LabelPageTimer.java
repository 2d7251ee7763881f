package cn.jinfu.platform.security;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.ObservationPredicate;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Times what is asked of the addresses on labels, as {@code jinfu.labels} by status. The
 * framework's own observation of a request costs as much as a sixth of such a page, which
 * thousands may look at in a second; it leaves them out.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
@RequiredArgsConstructor
class LabelPageTimer extends OncePerRequestFilter {

	private final ObjectProvider<MeterRegistry> registry;

	private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !onLabels(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var began = System.nanoTime();
		try {
			chain.doFilter(request, response);
		}
		finally {
			timers.computeIfAbsent(response.getStatus(), this::timer)
				.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
		}
	}

	private Timer timer(int status) {
		return Timer.builder("jinfu.labels").tag("status", Integer.toString(status)).register(registry.getObject());
	}

	private static boolean onLabels(HttpServletRequest request) {
		var path = request.getRequestURI();
		return path.startsWith("/t/") || path.startsWith("/01/");
	}

	@Configuration(proxyBeanMethods = false)
	static class Observations {

		@Bean
		ObservationPredicate labelsAreTimedHere() {
			return (name, context) -> !(context instanceof ServerRequestObservationContext it
					&& it.getCarrier() instanceof HttpServletRequest request && onLabels(request));
		}

	}

}
