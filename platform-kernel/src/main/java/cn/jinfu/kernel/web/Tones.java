package cn.jinfu.kernel.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.Set;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.stereotype.Component;

/**
 * The one place that says how a status looks: {@code status/<module>.properties} with
 * {@code <Type>.<NAME>=<tone>}. As {@code tones} in templates.
 */
@Component
public class Tones {

	/** What {@code jf.css} knows; {@code plain} is grey without meaning. */
	static final Set<String> KNOWN = Set.of("ok", "warn", "bad", "info", "wait", "draft", "void", "plain");

	private final Properties tones = new Properties();

	Tones() {
		try {
			for (var file : new PathMatchingResourcePatternResolver().getResources("classpath*:status/*.properties")) {
				tones.putAll(PropertiesLoaderUtils.loadProperties(file));
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		tones.forEach((status, tone) -> {
			if (!KNOWN.contains(tone)) {
				throw new IllegalStateException(status + " has the unknown tone " + tone);
			}
		});
	}

	public String of(Enum<?> status) {
		return of(status.getDeclaringClass().getSimpleName(), status.name());
	}

	public String of(String type, String name) {
		return tones.getProperty(type + "." + name, "plain");
	}

	public boolean knows(Enum<?> status) {
		return tones.containsKey(status.getDeclaringClass().getSimpleName() + "." + status.name());
	}

	/** The message key of an enum's word. */
	public String key(Enum<?> constant) {
		return "enum." + constant.getDeclaringClass().getSimpleName() + "." + constant.name();
	}

}
