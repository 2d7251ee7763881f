package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

/** Reads the sources of all modules: what pages may not contain, and what they need. */
class PageSourcesTests {

	private static final Pattern HAN = Pattern.compile("[\\u3000-\\u303f\\u4e00-\\u9fff\\uff01-\\uff5e]");

	private static final Pattern KEY = Pattern.compile("#\\{([a-zA-Z][a-zA-Z0-9_.-]*)[}(]");

	@Test
	void templatesCarryNoWordsOfTheirOwn() {
		assertThat(templates()).isNotEmpty();
		assertThat(matches(templates(), text -> strip(text, "(?s)<!--.*?-->"), HAN)).isEmpty();
	}

	/**
	 * Demo rows are data; module names go into the documentation. The reader of
	 * spreadsheets and the limit tables take apart what people write in Chinese, and the
	 * simulator is a bank's program, not ours.
	 */
	@Test
	void javaCarriesNoWordsOfTheReader() {
		var sources = Sources.files("src/main/java", ".java")
			.stream()
			.filter(file -> !file.toString().contains("/demo/") && !file.toString().contains("/kernel/sheet/")
					&& !file.toString().contains("bank-simulator") && !file.endsWith("LimitTable.java"))
			.filter(file -> !file.endsWith("package-info.java") && !file.endsWith("PlatformApplication.java"))
			.toList();
		assertThat(sources).isNotEmpty();
		var found = matches(sources, text -> strip(strip(text, "(?s)/\\*.*?\\*/"), "(?m)//.*$"), HAN);
		assertThat(found).isEmpty();
	}

	@Test
	void templatesNeedNoHoleInTheContentSecurityPolicy() {
		var forbidden = Pattern.compile("th:utext|\\sstyle=|th:style|<style|\\son[a-z]+=\"|th:on[a-z]+=|javascript:"
				+ "|<script(?![^>]*(th:src|type=\"application/ld))|(src|href)=\"(https?:)?//");
		assertThat(matches(templates(), text -> strip(text, "(?s)<!--.*?-->"), forbidden)).isEmpty();
	}

	/** th:replace comes before th:each, which would silently do nothing. */
	@Test
	void noTagBothRepeatsAndReplaces() {
		var both = Pattern.compile("<[^<>]*\\sth:each=\"[^\"]*\"[^<>]*\\sth:(replace|insert)="
				+ "|<[^<>]*\\sth:(replace|insert)=\"[^\"]*\"[^<>]*\\sth:each=");
		assertThat(matches(templates(), text -> strip(text, "(?s)<!--.*?-->"), both)).isEmpty();
	}

	@Test
	void everyWordIsThereInBothLanguages() {
		var lacking = new TreeSet<String>();
		for (var file : Sources.files("src/main/resources/messages", ".properties")) {
			var name = file.getFileName().toString();
			if (!name.endsWith("_en.properties")) {
				var chinese = Sources.properties(file).stringPropertyNames();
				var english = Sources.properties(file.resolveSibling(name.replace(".properties", "_en.properties")))
					.stringPropertyNames();
				chinese.stream().filter(key -> !english.contains(key)).forEach(key -> lacking.add("en: " + key));
				english.stream().filter(key -> !chinese.contains(key)).forEach(key -> lacking.add("zh: " + key));
			}
		}
		assertThat(lacking).isEmpty();
	}

	/** The second of two would silently say another thing where the first was meant. */
	@Test
	void noKeyStandsTwice() {
		var twice = new TreeSet<String>();
		for (var file : Sources.files("src/main/resources/messages", ".properties")) {
			var seen = new HashSet<String>();
			Sources.read(file)
				.lines()
				.filter(line -> line.contains("=") && !line.startsWith("#"))
				.map(line -> line.substring(0, line.indexOf('=')))
				.filter(key -> !seen.add(key))
				.forEach(key -> twice.add(file.getFileName() + ": " + key));
		}
		assertThat(twice).isEmpty();
	}

	/**
	 * Where something is filled in, a quote is written twice; elsewhere the text is taken
	 * as it stands, and two would be seen.
	 */
	@Test
	void quotesAreDoubledWhereSomethingIsFilledInAndOnlyThere() {
		var wrong = new TreeSet<String>();
		for (var file : Sources.files("src/main/resources/messages", ".properties")) {
			Sources.properties(file).forEach((key, value) -> {
				var words = value.toString();
				var filledIn = words.matches("(?s).*\\{\\d.*");
				if (filledIn ? words.replace("''", "").contains("'") : words.contains("''")) {
					wrong.add(file.getFileName() + ": " + key);
				}
			});
		}
		assertThat(wrong).isEmpty();
	}

	@Test
	void everyKeyThatATemplateNamesExists() throws IOException {
		var known = words();
		var unknown = new TreeSet<String>();
		for (var template : templates()) {
			var keys = KEY.matcher(strip(Files.readString(template), "(?s)<!--.*?-->"));
			while (keys.find()) {
				if (!known.contains(keys.group(1))) {
					unknown.add(template.getFileName() + ": " + keys.group(1));
				}
			}
		}
		assertThat(unknown).isEmpty();
	}

	/** R14: right in Chromium 109, usable without these two. */
	@Test
	void styleSheetsUseNothingThatOldBrowsersLack() throws IOException {
		for (var sheet : Sources.files("src/main/resources/static", ".css")) {
			assertThat(strip(Files.readString(sheet), "(?s)/\\*.*?\\*/")).as(sheet.toString())
				.doesNotContain("color-mix", ":has(", "@layer", "@container", "data:", "http:", "https:");
		}
	}

	/**
	 * R14, the sheet that is served beside ours: of the rules that Chromium 109 drops,
	 * the pages may meet only those of scroll bars and selections, which look plainer
	 * without them, and of links, whose colour our own sheet sets.
	 */
	@Test
	void pagesLeanOnNoRuleOfTablerThatOldBrowsersDrop() throws IOException {
		var used = new TreeSet<String>();
		for (var template : templates()) {
			Pattern.compile("class(?:append)?=\"([^\"]*)\"")
				.matcher(Files.readString(template))
				.results()
				.flatMap(found -> Pattern.compile("[a-z][\\w-]*").matcher(found.group(1)).results())
				.forEach(name -> used.add(name.group()));
		}
		var tabler = new ClassPathResource("META-INF/resources/webjars/tabler__core/1.4.0/dist/css/tabler.min.css")
			.getContentAsString(StandardCharsets.UTF_8);
		var plain = Pattern.compile("(?<![\\w-])(?!--)[a-z-]+:[^;]*color-mix");
		var dropped = new TreeSet<String>();
		var rules = Pattern.compile("([^{}]+)\\{([^{}]*)}").matcher(tabler);
		while (rules.find()) {
			if (rules.group(1).contains(":has(") || plain.matcher(";" + rules.group(2)).find()) {
				for (var selector : rules.group(1).split(",")) {
					var classes = Pattern.compile("\\.([a-zA-Z][\\w-]*)").matcher(selector).results();
					if (classes.allMatch(name -> used.contains(name.group(1)))) {
						dropped.add(selector.strip());
					}
				}
			}
		}
		assertThat(dropped).contains("a")
			.allMatch(selector -> selector.matches("\\*|a(:hover)?|.*::selection|::-moz-selection")
					|| selector.contains("scrollbar") || selector.equals("pre"));
	}

	/** An icon that the sprite lacks would be an empty square. */
	@Test
	void everyIconIsInTheSprite() throws IOException {
		var sprite = Files.readString(Sources.ROOT.resolve("platform-kernel/src/main/resources/static/img/icons.svg"));
		var named = Pattern.compile("icon :: i \\('([a-z-]+)'\\)");
		for (var template : templates()) {
			var icons = named.matcher(Files.readString(template));
			while (icons.find()) {
				assertThat(sprite).as(template.toString()).contains("<symbol id=\"" + icons.group(1) + "\"");
			}
		}
	}

	private static Set<String> words() {
		var known = new TreeSet<String>();
		Sources.files("src/main/resources/messages", ".properties")
			.forEach(file -> known.addAll(Sources.properties(file).stringPropertyNames()));
		return known;
	}

	private static List<Path> templates() {
		return Sources.files("src/main/resources/templates", ".html");
	}

	private static List<String> matches(List<Path> files, java.util.function.UnaryOperator<String> prepare,
			Pattern pattern) {
		var found = new ArrayList<String>();
		for (var file : files) {
			try {
				var lines = prepare.apply(Files.readString(file)).lines().toList();
				for (int i = 0; i < lines.size(); i++) {
					if (pattern.matcher(lines.get(i)).find()) {
						found.add(Sources.ROOT.relativize(file) + ":" + (i + 1) + " " + lines.get(i).strip());
					}
				}
			}
			catch (IOException failure) {
				throw new UncheckedIOException(failure);
			}
		}
		return found;
	}

	/** Blanks what matches, keeping the lines where they are. */
	private static String strip(String text, String regex) {
		return Pattern.compile(regex)
			.matcher(text)
			.replaceAll(match -> "\n".repeat((int) match.group().chars().filter(c -> c == '\n').count()));
	}

}
