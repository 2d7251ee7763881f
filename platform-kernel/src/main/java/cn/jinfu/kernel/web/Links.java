package cn.jinfu.kernel.web;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Links to the page one is on with something changed, so that a list's filters, order and
 * size live in its address. As {@code nav} in templates.
 */
@Component
public class Links {

	private static final int SIZE = 20;

	private static final Set<String> NO_FILTER = Set.of("after", "sort", "limit", "lang");

	/** A parameter of this request, null when absent or empty. */
	public @Nullable String value(String name) {
		var value = request().getParameter(name);
		return (value == null || value.isBlank()) ? null : value;
	}

	/** What narrows this list: its parameters without place, order and size. */
	public Map<String, String> filter() {
		var filter = new LinkedHashMap<String, String>();
		Collections.list(request().getParameterNames())
			.stream()
			.filter(name -> !NO_FILTER.contains(name))
			.forEach(name -> {
				var value = value(name);
				if (value != null) {
					filter.put(name, value);
				}
			});
		return filter;
	}

	/** This page without any parameter. */
	public String bare() {
		return path(request());
	}

	public String lang(String tag) {
		return with("lang", tag);
	}

	public String next(String cursor) {
		return with("after", cursor);
	}

	public String first() {
		return with("after", null);
	}

	/** Another page of the site with this page's filters, for exports. */
	public String here(String path) {
		var query = request().getQueryString();
		return UriComponentsBuilder.fromPath(path).query(query).replaceQueryParam("after").build().toUriString();
	}

	/** Rising by this key; falling when it already rises. Starts on the first page. */
	public String sort(String key) {
		var turned = key.equals(value("sort")) ? "-" + key : key;
		return builder().replaceQueryParam("sort", turned).replaceQueryParam("after").build().toUriString();
	}

	public String ariaSort(String key) {
		var sort = value("sort");
		if (key.equals(sort)) {
			return "ascending";
		}
		return ("-" + key).equals(sort) ? "descending" : "none";
	}

	public String size(int limit) {
		return builder().replaceQueryParam("limit", limit).replaceQueryParam("after").build().toUriString();
	}

	public boolean isSize(int limit) {
		var asked = value("limit");
		return (asked == null) ? limit == SIZE : asked.equals(Integer.toString(limit));
	}

	/** This page with one parameter set, or removed when the value is null. */
	public String with(String name, @Nullable String value) {
		var link = builder();
		return ((value == null) ? link.replaceQueryParam(name)
				: link.replaceQueryParam(name, URLEncoder.encode(value, StandardCharsets.UTF_8)))
			.build()
			.toUriString();
	}

	/** The page of this site one came from, null when unknown or foreign. */
	public @Nullable String referer() {
		var referer = request().getHeader(HttpHeaders.REFERER);
		if (referer == null) {
			return null;
		}
		try {
			var from = URI.create(referer);
			var path = from.getRawPath();
			var ours = request().getServerName().equals(from.getHost()) && path != null && path.startsWith("/");
			return ours && path != null && !path.startsWith("//")
					? path + ((from.getRawQuery() != null) ? "?" + from.getRawQuery() : "") : null;
		}
		catch (IllegalArgumentException malformed) {
			return null;
		}
	}

	private static UriComponentsBuilder builder() {
		var request = request();
		return UriComponentsBuilder.fromPath(path(request)).query(request.getQueryString());
	}

	static String path(HttpServletRequest request) {
		var failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
		return (failed != null) ? failed.toString() : request.getRequestURI();
	}

	static HttpServletRequest request() {
		return ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes()).getRequest();
	}

}
