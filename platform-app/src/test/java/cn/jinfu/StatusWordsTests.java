package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/** Every status that a page may show has its word in both languages and its tone. */
class StatusWordsTests {

	private final List<JavaClass> statuses = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("cn.jinfu")
		.stream()
		.filter(type -> type.isEnum() && type.getSimpleName().toLowerCase(Locale.ROOT).endsWith("status"))
		.toList();

	@Test
	void statusesAreFound() {
		assertThat(statuses).isNotEmpty();
	}

	@Test
	void eachHasItsTone() throws IOException {
		assertThat(lacking(load("classpath*:status/*.properties"), "")).isEmpty();
	}

	@Test
	void eachHasItsWordsInBothLanguages() throws IOException {
		var resolver = new PathMatchingResourcePatternResolver();
		var chinese = new Properties();
		var english = new Properties();
		for (var file : resolver.getResources("classpath*:messages/*.properties")) {
			(String.valueOf(file.getFilename()).endsWith("_en.properties") ? english : chinese)
				.putAll(PropertiesLoaderUtils.loadProperties(file));
		}
		assertThat(lacking(chinese, "enum.")).isEmpty();
		assertThat(lacking(english, "enum.")).isEmpty();
	}

	private List<String> lacking(Properties known, String prefix) {
		var lacking = new ArrayList<String>();
		for (var type : statuses) {
			for (var constant : type.reflect().getEnumConstants()) {
				var key = prefix + type.getSimpleName() + "." + ((Enum<?>) constant).name();
				if (!known.containsKey(key)) {
					lacking.add(key);
				}
			}
		}
		return lacking;
	}

	private static Properties load(String pattern) throws IOException {
		var all = new Properties();
		for (var file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
			all.putAll(PropertiesLoaderUtils.loadProperties(file));
		}
		return all;
	}

}
