package cn.jinfu.traceability.scan;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import cn.jinfu.traceability.code.ScanRegions;
import cn.jinfu.traceability.code.ScanTicket;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Counts a ticket as the page sends it before anything else is set in motion, since that
 * costs more than the counting. Whatever is not simply that, refusals among it, goes on
 * to {@link ScanApi} as it came.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
@RequiredArgsConstructor
class ScanDoor extends OncePerRequestFilter {

	private static final String PATH = "/api/public/scan";

	private static final int MOST = 200;

	private static final Pattern BODY = Pattern.compile("\\{\"ticket\":\"([0-9A-Z.]{1,80})\"}");

	private final ScanCounts counts;

	private final ScanRegions regions;

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !PATH.equals(request.getRequestURI()) || !"POST".equals(request.getMethod())
				|| request.getContentLength() <= 0 || request.getContentLength() > MOST
				|| !MediaType.APPLICATION_JSON_VALUE.equals(request.getContentType()) || Visitors.nobody(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var bytes = request.getInputStream().readNBytes(MOST);
		var body = BODY.matcher(new String(bytes, StandardCharsets.UTF_8));
		if (!body.matches() || !(counts.read(body.group(1)) instanceof ScanTicket.Valid ticket)) {
			chain.doFilter(new Again(request, bytes), response);
			return;
		}
		var counted = counts.count(ticket, Visitors.known(request), regions.of(request));
		ServerHttpObservationFilter.findObservationContext(request).ifPresent(it -> it.setPathPattern(PATH));
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		var answer = ("{\"counted\":" + counted.counted() + ",\"count\":" + counted.count() + "}")
			.getBytes(StandardCharsets.US_ASCII);
		response.setContentLength(answer.length);
		response.getOutputStream().write(answer);
	}

	/** The request with its body still to be read. */
	private static final class Again extends HttpServletRequestWrapper {

		private final byte[] body;

		private Again(HttpServletRequest request, byte[] body) {
			super(request);
			this.body = body;
		}

		@Override
		public ServletInputStream getInputStream() {
			var rest = new ByteArrayInputStream(body);
			return new ServletInputStream() {

				@Override
				public int read() {
					return rest.read();
				}

				@Override
				public boolean isFinished() {
					return rest.available() == 0;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new UnsupportedOperationException();
				}

			};
		}

		@Override
		public BufferedReader getReader() {
			return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
		}

	}

}
