package cn.jinfu.platform.security;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Actor;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * How often a bank's machine may call in a minute, reads and writes apart; kept in this
 * instance's memory (docs/adr/0005). It looks at who calls and nothing else, so that a
 * flood costs neither a signature nor a row.
 */
@RequiredArgsConstructor
class PartnerLimits extends OncePerRequestFilter {

	/** One for each registered client and kind of call: as many as there are banks. */
	private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

	private final Refusals refusals;

	private final int reads;

	private final int writes;

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var machine = Actor.ifPresent().filter(it -> it.kind() == Actor.Kind.MACHINE);
		if (machine.isEmpty() || !Refusals.ofPartner(request)) {
			chain.doFilter(request, response);
			return;
		}
		var read = "GET".equals(request.getMethod()) || "HEAD".equals(request.getMethod());
		var name = read ? "reads" : "writes";
		var perMinute = read ? reads : writes;
		var taken = bucket(name + " " + machine.get().login(), perMinute).tryConsumeAndReturnRemaining(1);
		tell(response, name, perMinute, taken);
		if (taken.isConsumed()) {
			chain.doFilter(request, response);
			return;
		}
		response.setHeader("Retry-After", Long.toString(Math.max(1, seconds(taken.getNanosToWaitForRefill()))));
		refusals.tooMany(request, response);
	}

	/** The fields of draft-ietf-httpapi-ratelimit-headers. */
	private static void tell(HttpServletResponse response, String name, int perMinute, ConsumptionProbe taken) {
		response.setHeader("RateLimit-Policy", "\"" + name + "\";q=" + perMinute + ";w=60");
		response.setHeader("RateLimit",
				"\"" + name + "\";r=" + taken.getRemainingTokens() + ";t=" + seconds(taken.getNanosToWaitForReset()));
	}

	private static long seconds(long nanos) {
		return Math.ceilDiv(nanos, Duration.ofSeconds(1).toNanos());
	}

	private Bucket bucket(String key, int perMinute) {
		return buckets.computeIfAbsent(key,
				_ -> Bucket.builder()
					.addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
					.build());
	}

}
