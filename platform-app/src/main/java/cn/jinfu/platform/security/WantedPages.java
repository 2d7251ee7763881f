package cn.jinfu.platform.security;

import java.net.URI;
import java.util.Optional;

import cn.jinfu.kernel.web.GetPages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.savedrequest.CookieRequestCache;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;

/**
 * Where somebody was on his way to when the log-in came between: an address of ours that
 * answers to GET. A form that is sent after the session has ended leads back to the page
 * it stood on, where the browser still holds what was typed.
 */
@RequiredArgsConstructor
class WantedPages implements RequestCache {

	private final CookieRequestCache cookie = new CookieRequestCache();

	private final GetPages pages;

	/** The request for that page in the place of the one that came. */
	private static class Instead extends HttpServletRequestWrapper {

		private final String path;

		private final @Nullable String query;

		Instead(HttpServletRequest request, String path, @Nullable String query) {
			super(request);
			this.path = path;
			this.query = query;
		}

		@Override
		public String getMethod() {
			return HttpMethod.GET.name();
		}

		@Override
		public String getRequestURI() {
			return path;
		}

		@Override
		public @Nullable String getQueryString() {
			return query;
		}

	}

	@Override
	public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
		if (HttpMethod.GET.matches(request.getMethod())) {
			cookie.saveRequest(request, response);
			return;
		}
		formOf(request).ifPresentOrElse(page -> cookie.saveRequest(page, response),
				() -> cookie.removeRequest(request, response));
	}

	/**
	 * The page that sent the form, by the browser's word for it; a form that came back
	 * with errors stands at an address that may answer to POST alone, and then it is the
	 * nearest page above.
	 */
	private Optional<HttpServletRequest> formOf(HttpServletRequest request) {
		var referer = request.getHeader(HttpHeaders.REFERER);
		if (referer == null) {
			return Optional.empty();
		}
		try {
			var from = URI.create(referer);
			var path = from.getRawPath();
			if (path == null || !request.getServerName().equals(from.getHost())) {
				return Optional.empty();
			}
			if (pages.isPage(path)) {
				return Optional.of(new Instead(request, path, from.getRawQuery()));
			}
			while (path.lastIndexOf('/') > 0) {
				path = path.substring(0, path.lastIndexOf('/'));
				if (pages.isPage(path)) {
					return Optional.of(new Instead(request, path, null));
				}
			}
			return Optional.empty();
		}
		catch (IllegalArgumentException malformed) {
			return Optional.empty();
		}
	}

	/** What the cookie names, if it is on this very host. */
	@Override
	public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
		var saved = cookie.getRequest(request, response);
		try {
			return (saved != null && request.getServerName().equals(URI.create(saved.getRedirectUrl()).getHost()))
					? saved : null;
		}
		catch (IllegalArgumentException malformed) {
			return null;
		}
	}

	@Override
	public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
		return cookie.getMatchingRequest(request, response);
	}

	@Override
	public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
		cookie.removeRequest(request, response);
	}

}
