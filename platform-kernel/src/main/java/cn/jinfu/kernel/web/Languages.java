package cn.jinfu.kernel.web;

import java.time.Duration;
import java.util.Locale;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

/**
 * The language that a request is answered in, also where no controller is reached: never
 * the request's own, which is the machine's where nothing is asked for.
 */
public final class Languages {

	static final LocaleResolver RESOLVER = resolver();

	private Languages() {
	}

	/**
	 * Chinese unless the reader chose otherwise; machines may choose by
	 * {@code Accept-Language}, since they carry no cookie.
	 */
	public static Locale of(HttpServletRequest request) {
		return RESOLVER.resolveLocale(request);
	}

	private static LocaleResolver resolver() {
		var resolver = new CookieLocaleResolver("lang");
		resolver.setCookieMaxAge(Duration.ofDays(365));
		resolver.setCookieSameSite("Lax");
		resolver.setCookieHttpOnly(true);
		resolver.setRejectInvalidCookies(false);
		resolver.setDefaultLocaleFunction(Languages::byDefault);
		return resolver;
	}

	private static Locale byDefault(HttpServletRequest request) {
		var asked = request.getHeader(HttpHeaders.ACCEPT_LANGUAGE);
		var english = machine(request) && asked != null && asked.startsWith("en");
		return english ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE;
	}

	private static boolean machine(HttpServletRequest request) {
		// of a refusal's own page: what was asked for
		var path = Links.path(request);
		return path.startsWith("/api/") || path.startsWith("/epcis/")
				|| String.valueOf(request.getHeader(HttpHeaders.ACCEPT)).contains("json");
	}

}
