package cn.jinfu.kernel;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the phone's outbox sends late ({@code X-Outbox: late}) and the rules refuse is
 * kept, and the answer says so ({@code X-Outbox-Kept}): only then the phone forgets it.
 * What fails for another reason stays in the phone and is sent again.
 */
@Component
@Slf4j
public class Outbox implements HandlerInterceptor {

	private static final String HEADER = "X-Outbox";

	private static final String LATE = "late";

	private static final String KEPT = "X-Outbox-Kept";

	private static final String KEY = "requestKey";

	/** Told the server about the sending, not about the field. */
	private static final Set<String> NO_FIELD = Set.of("_csrf");

	private static final int FIELDS = 60;

	private static final int LETTERS = 6_000;

	/** Asked once, and not before all modules are there. */
	private final SingletonSupplier<Set<String>> paths;

	private final ObjectProvider<LateEntries> entries;

	private final Problems problems;

	private final MessageSource messages;

	Outbox(ObjectProvider<OutboxForm> forms, ObjectProvider<LateEntries> entries, Problems problems,
			MessageSource messages) {
		this.paths = SingletonSupplier
			.of(() -> forms.stream().map(OutboxForm::path).collect(Collectors.toUnmodifiableSet()));
		this.entries = entries;
		this.problems = problems;
		this.messages = messages;
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView page) {
		if (page == null || !concerns(request)) {
			return;
		}
		var status = page.getStatus();
		if (status != null && status.is4xxClientError()) {
			quietly(() -> why(status.value(), page.getModel()).ifPresent(it -> keep(request, response, it)));
		}
		else if (String.valueOf(page.getViewName()).startsWith("redirect:")) {
			quietly(() -> entries.ifAvailable(it -> it.accepted(request.getParameter(KEY))));
		}
	}

	/** For a refusal that no form shows. */
	void refused(HttpServletRequest request, HttpServletResponse response, Refusal refusal) {
		if (refusal instanceof Refusal.TooMany || !concerns(request)) {
			return;
		}
		quietly(() -> keep(request, response,
				new LateEntries.Why(Problems.status(refusal).value(), refusal.code(), refusal.field(),
						problems.words(refusal, Locale.SIMPLIFIED_CHINESE), problems.words(refusal, Locale.ENGLISH))));
	}

	private boolean concerns(HttpServletRequest request) {
		var key = request.getParameter(KEY);
		return "POST".equals(request.getMethod()) && key != null && !key.isBlank()
				&& paths.obtain().contains(request.getRequestURI().substring(request.getContextPath().length()));
	}

	/** The first that is wrong gives code and field, all of them the words. */
	private Optional<LateEntries.Why> why(int status, Map<String, Object> model) {
		var errors = model.values()
			.stream()
			.filter(BindingResult.class::isInstance)
			.flatMap(it -> ((BindingResult) it).getAllErrors().stream())
			.toList();
		return errors.stream()
			.findFirst()
			.map(first -> new LateEntries.Why(status, code(first),
					(first instanceof FieldError field) ? field.getField() : null,
					words(errors, Locale.SIMPLIFIED_CHINESE), words(errors, Locale.ENGLISH)));
	}

	private static String code(ObjectError error) {
		var code = String.valueOf(error.getCode());
		return code.startsWith("problem.") ? code.substring("problem.".length()) : "kernel.invalid";
	}

	private String words(List<? extends ObjectError> errors, Locale locale) {
		return errors.stream()
			.map(error -> messages.getMessage(error, locale))
			.distinct()
			.collect(Collectors.joining("\n"));
	}

	private void keep(HttpServletRequest request, HttpServletResponse response, LateEntries.Why why) {
		var fields = fields(request);
		if (!LATE.equals(request.getHeader(HEADER)) || fields.size() > FIELDS || letters(fields) > LETTERS) {
			return;
		}
		var path = request.getRequestURI().substring(request.getContextPath().length());
		var entry = new LateEntries.Entry(path, request.getParameter(KEY), fields);
		var keeper = entries.getIfAvailable();
		if (keeper != null && keeper.keep(entry, why)) {
			response.setHeader(KEPT, "1");
		}
	}

	private static Map<String, List<String>> fields(HttpServletRequest request) {
		var fields = new LinkedHashMap<String, List<String>>();
		new TreeMap<>(request.getParameterMap()).forEach((name, values) -> {
			var typed = Arrays.stream(values).filter(value -> !value.isBlank()).toList();
			if (!NO_FIELD.contains(name) && !typed.isEmpty()) {
				fields.put(name, typed);
			}
		});
		return fields;
	}

	private static int letters(Map<String, List<String>> fields) {
		return fields.entrySet()
			.stream()
			.flatMap(it -> Stream.concat(Stream.of(it.getKey()), it.getValue().stream()))
			.mapToInt(String::length)
			.sum();
	}

	/** The answer to the phone stands, whatever becomes of the keeping. */
	private static void quietly(Runnable keeping) {
		try {
			keeping.run();
		}
		catch (RuntimeException failure) {
			log.error("an entry of a phone was not kept; it stays in the phone", failure);
		}
	}

}
