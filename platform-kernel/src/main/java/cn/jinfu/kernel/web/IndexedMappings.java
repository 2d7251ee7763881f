package cn.jinfu.kernel.web;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.web.cors.CorsUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * Finds the handler of an address with a variable in it without asking all mappings of
 * the product in turn, which took more than a third of a bank's call (ADR 8). The fixed
 * words with which an address begins say which few mappings can match at all; those are
 * then asked as Spring asks them, so what matches is the same.
 */
class IndexedMappings extends RequestMappingHandlerMapping {

	/** By the fixed words before the first variable one: "", "/console/plots". */
	private volatile Map<String, List<Door>> index = Map.of();

	private record Door(RequestMappingInfo info, HandlerMethod handler) {
	}

	@Override
	protected void handlerMethodsInitialized(Map<RequestMappingInfo, HandlerMethod> methods) {
		super.handlerMethodsInitialized(methods);
		read();
	}

	@Override
	public void registerMapping(RequestMappingInfo mapping, Object handler, Method method) {
		super.registerMapping(mapping, handler, method);
		read();
	}

	@Override
	public void unregisterMapping(RequestMappingInfo mapping) {
		super.unregisterMapping(mapping);
		read();
	}

	private void read() {
		var read = new HashMap<String, List<Door>>();
		getHandlerMethods().forEach((info, handler) -> info.getPatternValues()
			.stream()
			.map(IndexedMappings::fixed)
			.distinct()
			.forEach(words -> read.computeIfAbsent(words, _ -> new ArrayList<>()).add(new Door(info, handler))));
		index = read;
	}

	private static String fixed(String pattern) {
		var fixed = new StringBuilder();
		for (var word : pattern.split("/")) {
			if (word.matches(".*[{*?].*")) {
				break;
			}
			if (!word.isEmpty()) {
				fixed.append('/').append(word);
			}
		}
		return fixed.toString();
	}

	@Override
	protected @Nullable HandlerMethod lookupHandlerMethod(String path, HttpServletRequest request) throws Exception {
		var best = CorsUtils.isPreFlightRequest(request) ? null : best(request);
		// what nothing or more than one answers is refused in Spring's own way
		if (best == null) {
			return super.lookupHandlerMethod(path, request);
		}
		request.setAttribute(BEST_MATCHING_HANDLER_ATTRIBUTE, best.handler);
		handleMatch(best.info, path, request);
		return best.handler;
	}

	private @Nullable Door best(HttpServletRequest request) {
		var order = getMappingComparator(request);
		Door best = null;
		boolean alone = true;
		for (var door : candidates(request)) {
			var info = getMatchingMapping(door.info, request);
			if (info == null) {
				continue;
			}
			int better = (best == null) ? -1 : order.compare(info, best.info);
			if (better < 0) {
				best = new Door(info, door.handler);
			}
			alone = (better < 0) || (alone && better > 0);
		}
		return alone ? best : null;
	}

	private List<Door> candidates(HttpServletRequest request) {
		var found = new ArrayList<>(index.getOrDefault("", List.of()));
		var words = new StringBuilder();
		for (var part : ServletRequestPathUtils.getParsedRequestPath(request).pathWithinApplication().elements()) {
			if (part instanceof PathContainer.PathSegment segment) {
				words.append('/').append(segment.valueToMatch());
				found.addAll(index.getOrDefault(words.toString(), List.of()));
			}
		}
		return found;
	}

}
