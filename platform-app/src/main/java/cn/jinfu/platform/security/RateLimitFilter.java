package cn.jinfu.platform.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.web.Languages;
import io.github.bucket4j.Bucket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What strangers may ask for, a number of times per address and minute; kept in this
 * instance's memory (docs/adr/0005).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class RateLimitFilter extends OncePerRequestFilter {

	/** More addresses than a county has; beyond, those that are at rest are forgotten. */
	private static final int REMEMBERED = 50_000;

	private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

	private final Problems problems;

	private final JsonMapper json;

	private final int pages;

	private final int codes;

	RateLimitFilter(Problems problems, JsonMapper json, @Value("${jinfu.limits.public-per-minute:120}") int pages,
			@Value("${jinfu.limits.codes-per-minute:10}") int codes) {
		this.problems = problems;
		this.json = json;
		this.pages = pages;
		this.codes = codes;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var limit = limit(request);
		if (limit == 0) {
			chain.doFilter(request, response);
			return;
		}
		var taken = bucket((limit == codes ? "code " : "page ") + request.getRemoteAddr(), limit)
			.tryConsumeAndReturnRemaining(1);
		if (taken.isConsumed()) {
			chain.doFilter(request, response);
			return;
		}
		refuse(request, response, Math.max(1, Duration.ofNanos(taken.getNanosToWaitForRefill()).toSeconds() + 1));
	}

	private void refuse(HttpServletRequest request, HttpServletResponse response, long seconds) throws IOException {
		response.setHeader("Retry-After", Long.toString(seconds));
		if (request.getRequestURI().startsWith("/api/")
				|| String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("json")) {
			var problem = problems.of(new Refusal.TooMany("kernel.too-many", seconds), Languages.of(request));
			response.setStatus(problem.getStatus());
			response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
			response.setCharacterEncoding("UTF-8");
			response.getWriter().write(json.writeValueAsString(problem));
		}
		else {
			response.sendError(429);
		}
	}

	/** Zero: no limit here. */
	private int limit(HttpServletRequest request) {
		var path = request.getRequestURI();
		// each sends a message
		if ((path.equals("/login/code") || path.equals("/t/watch")) && "POST".equals(request.getMethod())) {
			return codes;
		}
		return (path.startsWith("/t/") || path.startsWith("/01/") || path.startsWith("/00/")
				|| path.startsWith("/api/public/") || path.startsWith("/c/")) ? pages : 0;
	}

	private Bucket bucket(String key, int perMinute) {
		if (buckets.size() > REMEMBERED) {
			buckets.values().removeIf(bucket -> bucket.getAvailableTokens() >= Math.min(pages, codes));
		}
		return buckets.computeIfAbsent(key,
				_ -> Bucket.builder()
					.addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
					.build());
	}

}
