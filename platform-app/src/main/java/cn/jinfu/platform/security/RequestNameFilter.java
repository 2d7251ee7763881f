package cn.jinfu.platform.security;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names each request: the reference that an error page shows is the one in the log. The
 * caller's own id is not taken over, since it would let anyone write into the log.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestNameFilter extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		// nobody gains by guessing it
		var id = new UUID(ThreadLocalRandom.current().nextLong(), 0).toString().substring(0, 13);
		MDC.put("requestId", id);
		request.setAttribute("requestId", id);
		MDC.put("address", request.getRemoteAddr());
		response.setHeader("X-Request-Id", id);
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove("requestId");
			MDC.remove("address");
		}
	}

}
