package cn.jinfu.kernel.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.jinfu.kernel.Ids;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.spring6.util.DetailedError;

import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** The form fragments' helper, as {@code formErrors} in templates. */
@Component
@RequiredArgsConstructor
public class FormErrors {

	/**
	 * @param id of the input, null when the error is about the whole form
	 * @param next what to do now, null where the message says all there is
	 */
	public record Line(@Nullable String id, String message, @Nullable String next) {
	}

	/** Rules of a field that was left empty. */
	private static final Set<String> EMPTY = Set.of("NotBlank", "NotNull", "NotEmpty");

	private final MessageSource messages;

	/**
	 * What concerns the whole form first, then field by field in the order of the form's
	 * components: bean validation itself promises no order. An empty field is said to be
	 * empty, and not also to be too short.
	 */
	public List<Line> inOrder(List<DetailedError> errors, @Nullable Object form) {
		var order = (form == null || !form.getClass().isRecord()) ? List.<String>of()
				: Stream.of(form.getClass().getRecordComponents()).map(component -> component.getName()).toList();
		var lines = new ArrayList<>(worthSaying(errors));
		lines.sort(Comparator.comparingInt(error -> error.isGlobal() ? -1 : order.indexOf(root(error.getFieldName()))));
		return lines.stream()
			.map(error -> new Line(error.isGlobal() ? null : error.getFieldName(), error.getMessage(), next(error)))
			.toList();
	}

	/** What is wrong with one field, for the line below it. */
	public List<String> words(List<DetailedError> errors) {
		return worthSaying(errors).stream().map(DetailedError::getMessage).toList();
	}

	private static List<DetailedError> worthSaying(List<DetailedError> errors) {
		var empty = errors.stream()
			.filter(it -> !it.isGlobal() && EMPTY.contains(String.valueOf(it.getCode())))
			.map(DetailedError::getFieldName)
			.collect(Collectors.toSet());
		return errors.stream()
			.filter(it -> it.isGlobal() || !empty.contains(it.getFieldName())
					|| EMPTY.contains(String.valueOf(it.getCode())))
			.toList();
	}

	/** A refusal's advice stands beside its text, as {@code problem.<code>.next}. */
	private @Nullable String next(DetailedError error) {
		var code = error.getCode();
		return (code != null && code.startsWith("problem."))
				? messages.getMessage(code + ".next", error.getArguments(), null, LocaleContextHolder.getLocale())
				: null;
	}

	private static String root(String field) {
		return field.split("[.\\[]", 2)[0];
	}

	/** The ids that explain an input, null when there is neither hint nor error. */
	public @Nullable String describedBy(String name, @Nullable Object hint, @Nullable Boolean bad) {
		var ids = ((hint != null) ? name + "-hint " : "") + (Boolean.TRUE.equals(bad) ? name + "-error" : "");
		return ids.isEmpty() ? null : ids.trim();
	}

	/**
	 * The reason typed for a refused action of the page, when it is the action that was
	 * just sent; else null.
	 */
	public @Nullable String reason(String path, @Nullable Object form) {
		var request = Links.request();
		if (form == null || "GET".equals(request.getMethod()) || !path.equals(Links.path(request))) {
			return null;
		}
		var access = PropertyAccessorFactory.forBeanPropertyAccess(form);
		return access.isReadableProperty("reason") ? Objects.toString(access.getPropertyValue("reason"), "") : null;
	}

	/** The key of this filling-in: kept when the form comes back with errors. */
	public String requestKey(@Nullable Object form) {
		if (form != null) {
			var access = PropertyAccessorFactory.forBeanPropertyAccess(form);
			if (access.isReadableProperty("requestKey") && access.getPropertyValue("requestKey") instanceof String key
					&& !key.isBlank()) {
				return key;
			}
		}
		return Ids.next().toString();
	}

}
