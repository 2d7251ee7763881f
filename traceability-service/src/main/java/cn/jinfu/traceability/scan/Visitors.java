package cn.jinfu.traceability.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Tells two visitors apart by a random cookie of a day, and people from programs that
 * only look ahead.
 */
final class Visitors {

	private static final String COOKIE = "JFV";

	private static final Set<String> PREVIEWS = Set.of("bot", "spider", "crawler", "preview", "facebookexternalhit");

	private Visitors() {
	}

	/** Null for one who comes the first time today. */
	static @Nullable String known(HttpServletRequest request) {
		var cookies = request.getCookies();
		if (cookies != null) {
			for (var cookie : cookies) {
				if (COOKIE.equals(cookie.getName())) {
					return cookie.getValue();
				}
			}
		}
		return null;
	}

	static void remember(HttpServletResponse response) {
		response.addHeader(HttpHeaders.SET_COOKIE,
				COOKIE + "=" + UUID.randomUUID() + "; Max-Age=86400; Path=/; HttpOnly; SameSite=Lax");
	}

	/** A link's preview, a prefetch or a robot: nobody reads. */
	static boolean nobody(HttpServletRequest request) {
		var agent = String.valueOf(request.getHeader("User-Agent")).toLowerCase(Locale.ROOT);
		var purpose = request.getHeader("Sec-Purpose") + " " + request.getHeader("Purpose") + " "
				+ request.getHeader("X-Moz");
		return purpose.contains("prefetch") || purpose.contains("preview")
				|| PREVIEWS.stream().anyMatch(agent::contains);
	}

	/** Of the day, so that nobody can be followed from one day to the next. */
	static byte[] hash(String visitor, LocalDate day) {
		try {
			var digest = MessageDigest.getInstance("SHA-256");
			digest.update(day.toString().getBytes(StandardCharsets.UTF_8));
			return digest.digest(visitor.getBytes(StandardCharsets.UTF_8));
		}
		catch (NoSuchAlgorithmException absent) {
			throw new IllegalStateException("every Java platform has SHA-256", absent);
		}
	}

}
