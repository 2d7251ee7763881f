package cn.jinfu.kernel.web;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.web.servlet.resource.ResourceUrlEncodingFilter;

/**
 * Puts the hash of its content into the address of a static file. Left to itself Spring
 * asks this of every link on a page, and a link that is no file is looked for in every
 * jar each time: that was two thirds of what a page cost (bench/README.md).
 */
class FileAddresses extends ResourceUrlEncodingFilter {

	private static final List<String> FILES = List.of("/css/", "/js/", "/img/", "/webjars/", "/_static/",
			"/favicon.ico");

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		var root = ((HttpServletRequest) request).getContextPath();
		super.doFilter(request, response,
				(asked, answer) -> chain.doFilter(asked, new OfFilesOnly((HttpServletResponse) answer, root)));
	}

	private static final class OfFilesOnly extends HttpServletResponseWrapper {

		private final String root;

		private OfFilesOnly(HttpServletResponse response, String root) {
			super(response);
			this.root = root;
		}

		@Override
		public String encodeURL(String url) {
			var file = url.startsWith(root) && FILES.stream().anyMatch(it -> url.startsWith(it, root.length()));
			return file ? super.encodeURL(url) : url;
		}

	}

}
