package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

/**
 * {@code docs/problems.md} is written from the message bundles and from the places that
 * refuse. {@code -Djinfu.docs.write=true} writes it anew.
 */
class ProblemsTests {

	private static final Pattern REFUSED = Pattern
		.compile("new (?:Refusal\\.)?(RuleBroken|WrongState|NotFound|Stale|Forbidden|TooMany)\\(\\s*\"([^\"]+)\"");

	/** The rule of two people refuses by itself. */
	private static final Pattern SAME_PERSON = Pattern.compile("requireOther\\(\\s*\"([^\"]+)\"");

	private static final Map<String, String> STATUS = Map.of("RuleBroken", "422", "WrongState", "409", "Stale", "409",
			"NotFound", "404", "Forbidden", "403", "TooMany", "429");

	/** Given by the framework's own answers, not by a refusal. */
	private static final Map<String, String> FRAMEWORK = Map.of("kernel.invalid", "400", "kernel.unreadable", "400",
			"kernel.unexpected", "500", "kernel.unauthenticated", "401", "kernel.if-match", "428", "kernel.not-found",
			"404", "kernel.method", "405", "kernel.not-acceptable", "406", "kernel.media-type", "415");

	private static final String HEAD = """
			# Refusal codes

			A refusal is an RFC 9457 problem with `type` `/problems/<code>`, the same `code`, the words in `detail`, what to
			do next in `next`, and the inputs it is about in `errors[]`. The address of `type` opens a page with the same
			words on every installation. Codes are stable: one may go, none changes its meaning. `constraint.*` is the
			database's last word when two people got past the same check at once. Who sends `If-Match` gets `kernel.stale`
			as 412. Partner banks have codes of their own
			(`docs/partner-guide.md`). `{0}` and the like are filled in when it happens.

			`ProblemsTests` compares this file with the code; `-Djinfu.docs.write=true` writes it.
			""";

	private static final Path DOCUMENT = Sources.ROOT.resolve("docs/problems.md");

	private final Map<String, String> chinese = words(false);

	private final Map<String, String> english = words(true);

	private final String java = Sources.text("src/main/java", ".java");

	@Test
	void everyCodeThatIsThrownHasWords() {
		var thrown = REFUSED.matcher(java).results().map(it -> it.group(2)).collect(Collectors.toSet());
		assertThat(thrown).hasSizeGreaterThan(300);
		assertThat(chinese.keySet()).containsAll(thrown);
	}

	@Test
	void everyCodeWithWordsIsUsed() {
		var literals = Pattern.compile("\"(?:problem\\.)?([a-z][A-Za-z0-9_.-]+)\"")
			.matcher(java)
			.results()
			.map(it -> it.group(1))
			.collect(Collectors.toCollection(HashSet::new));
		literals.addAll(FRAMEWORK.keySet());
		var unused = codes();
		unused.removeAll(literals);
		unused.removeIf(code -> code.startsWith("constraint."));
		assertThat(unused).isEmpty();
	}

	@Test
	void everyConstraintWithWordsIsInTheSchema() {
		var schema = Sources.text("src/main/resources/db/migration", ".sql");
		assertThat(codes()).filteredOn(code -> code.startsWith("constraint."))
			.isNotEmpty()
			.allSatisfy(
					code -> assertThat(schema).containsPattern("\\b" + code.substring("constraint.".length()) + "\\b"));
	}

	@Test
	void theDocumentSaysWhatTheCodeSays() throws IOException {
		var written = document();
		if (Boolean.getBoolean("jinfu.docs.write")) {
			Files.writeString(DOCUMENT, written);
		}
		assertThat(DOCUMENT).hasContent(written);
	}

	private Set<String> codes() {
		return chinese.keySet()
			.stream()
			.filter(key -> !key.endsWith(".next"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private String document() {
		var statuses = new TreeMap<String, Set<String>>();
		REFUSED.matcher(java)
			.results()
			.forEach(it -> statuses.computeIfAbsent(it.group(2), _ -> new TreeSet<>())
				.add(Objects.requireNonNull(STATUS.get(it.group(1)))));
		SAME_PERSON.matcher(java)
			.results()
			.forEach(it -> statuses.computeIfAbsent(it.group(1), _ -> new TreeSet<>()).add("403"));
		FRAMEWORK.forEach((code, status) -> statuses.put(code, Set.of(status)));
		var text = new StringBuilder(HEAD);
		for (var code : codes()) {
			var status = statuses.getOrDefault(code, code.startsWith("constraint.") ? Set.of("422") : Set.of());
			text.append("\n## ").append(code).append('\n');
			if (!status.isEmpty()) {
				text.append(String.join(", ", status)).append(" · ");
			}
			text.append(section(code, chinese)).append("  \n").append(section(code, english)).append('\n');
		}
		return text.toString();
	}

	private static String section(String code, Map<String, String> words) {
		var next = words.get(code + ".next");
		return words.get(code) + ((next != null) ? " → " + next : "");
	}

	private static Map<String, String> words(boolean english) {
		var found = new TreeMap<String, String>();
		for (var file : Sources.files("src/main/resources/messages", ".properties")) {
			if (file.toString().endsWith("_en.properties") == english) {
				Sources.properties(file).forEach((key, value) -> {
					if (key.toString().startsWith("problem.")) {
						found.put(key.toString().substring("problem.".length()), value.toString().strip());
					}
				});
			}
		}
		return found;
	}

}
