package cn.jinfu.platform.security;

import java.io.IOException;
import java.util.List;

import cn.jinfu.kernel.Problems;
import cn.jinfu.kernel.web.Languages;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.error.ErrorAttributeOptions;
import org.springframework.boot.web.error.ErrorAttributeOptions.Include;
import org.springframework.boot.webmvc.autoconfigure.error.AbstractErrorController;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * What is answered where no controller of ours was reached or none took the request:
 * people get a page, programs a problem in the shape of all others. Neither repeats what
 * was sent.
 */
@Controller
class ErrorAnswers extends AbstractErrorController {

	private final Refusals refusals;

	ErrorAnswers(ErrorAttributes attributes, List<ErrorViewResolver> views, Refusals refusals) {
		super(attributes, views);
		this.refusals = refusals;
	}

	@RequestMapping("/error")
	@Nullable ModelAndView answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		var status = getStatus(request);
		var path = asked(request);
		if (!page(request, path)) {
			var problem = refusals.undelivered(path, status, Languages.of(request));
			problem.setProperty("requestId", request.getAttribute("requestId"));
			refusals.write(response, problem);
			return null;
		}
		response.setStatus(status.value());
		var model = getErrorAttributes(request, ErrorAttributeOptions.of(Include.STATUS));
		if (status == HttpStatus.BAD_REQUEST) {
			model.put("code", Problems.code(status));
			// links of the page would lead to the same address again
			request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/");
		}
		var page = resolveErrorView(request, response, status, model);
		return (page != null) ? page : new ModelAndView("error", model);
	}

	private static String asked(HttpServletRequest request) {
		return (request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String path) ? path
				: request.getRequestURI();
	}

	private static boolean page(HttpServletRequest request, String path) {
		var accept = request.getHeader(HttpHeaders.ACCEPT);
		return !path.startsWith("/api/") && !path.startsWith("/epcis/")
				&& (accept == null || accept.contains("text/html") || accept.equals("*/*"));
	}

}
