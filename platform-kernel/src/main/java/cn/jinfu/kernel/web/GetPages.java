package cn.jinfu.kernel.web;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Which addresses of our own show a page, and which parameters such a page knows: what is
 * remembered for a person and opened again later can then be nothing else.
 */
@Component
@RequiredArgsConstructor
public class GetPages {

	/** Our own code; what Spring hands to a method is no parameter of the address. */
	private static final String OURS = "cn.jinfu.";

	private final ObjectProvider<RequestMappingHandlerMapping> mappings;

	private record Match(PathPattern pattern, HandlerMethod handler) {
	}

	/** Whether a page answers to GET there; a download is none. */
	public boolean isPage(String path) {
		return page(path).isPresent();
	}

	/** Names of the parameters that the page at this address reads; empty for no page. */
	public Set<String> parameters(String path) {
		var names = new TreeSet<String>();
		page(path).ifPresent(handler -> {
			for (var parameter : handler.getMethod().getParameters()) {
				names(parameter).forEach(names::add);
			}
		});
		return names;
	}

	private static Stream<String> names(Parameter parameter) {
		var asked = parameter.getAnnotation(RequestParam.class);
		if (asked != null) {
			return Stream.of(asked.value().isEmpty() ? parameter.getName() : asked.value());
		}
		var type = parameter.getType();
		return (type.isRecord() && type.getName().startsWith(OURS))
				? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName) : Stream.empty();
	}

	private Optional<HandlerMethod> page(String path) {
		var asked = PathContainer.parsePath(path);
		return mappings.orderedStream()
			.flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
			.flatMap(entry -> matches(entry, asked))
			.min(Comparator.comparing(Match::pattern, PathPattern.SPECIFICITY_COMPARATOR))
			.map(Match::handler)
			.filter(handler -> handler.getMethod().getReturnType() != void.class);
	}

	private static Stream<Match> matches(Map.Entry<RequestMappingInfo, HandlerMethod> entry, PathContainer asked) {
		var handler = entry.getValue();
		var methods = entry.getKey().getMethodsCondition().getMethods();
		var patterns = entry.getKey().getPathPatternsCondition();
		if (patterns == null || !methods.contains(RequestMethod.GET)
				|| !handler.getBeanType().isAnnotationPresent(Controller.class)
				|| handler.getBeanType().isAnnotationPresent(RestController.class)) {
			return Stream.empty();
		}
		return patterns.getPatterns()
			.stream()
			.filter(pattern -> pattern.matches(asked))
			.map(pattern -> new Match(pattern, handler));
	}

}
