package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** What the documents name is there: files, addresses, facades, tables. */
class DocsTests {

	private static final Pattern NAMED = Pattern.compile("`([^`\\s]+)`|]\\(([^)\\s]+)\\)");

	/** A prefix that is limited before anything answers under it. */
	private static final List<String> UNMAPPED = List.of("/api/public");

	@Test
	void everyFileThatADocumentNamesExists() {
		var missing = new TreeSet<String>();
		forEachName((document, name) -> {
			var known = Stream.concat(Stream.of("docs", ".ci", "bench", "db"),
					Sources.modules().stream().map(module -> String.valueOf(module.getFileName())));
			var plain = name.replaceAll("[#:].*", "");
			if (known.anyMatch(folder -> plain.startsWith(folder + "/")) && !plain.matches(".*[*<{$].*")
					&& !plain.contains("/target/") && !Files.exists(Sources.ROOT.resolve(plain))) {
				missing.add(Sources.ROOT.relativize(document) + ": " + name);
			}
		});
		assertThat(missing).isEmpty();
	}

	/** The matrices of doors are compared with what is mapped by another test. */
	@Test
	void everyAddressThatADocumentNamesIsMapped() {
		var doors = Sources.files("src/test/resources/security", ".csv")
			.stream()
			.flatMap(file -> Sources.read(file).lines().skip(1))
			.map(line -> line.split(",", 3)[1])
			.toList();
		assertThat(doors).hasSizeGreaterThan(300);
		var missing = new TreeSet<String>();
		forEachName((document, name) -> {
			if (name.matches("/(console|portal|api|login|t|problems|files)(/.*)?")
					&& UNMAPPED.stream().noneMatch(name::startsWith)
					&& doors.stream().noneMatch(door -> sameAddress(door, name))) {
				missing.add(Sources.ROOT.relativize(document) + ": " + name);
			}
		});
		assertThat(missing).isEmpty();
	}

	/** Variables and examples stand for each other; a star or ellipsis for any rest. */
	private static boolean sameAddress(String door, String named) {
		var plain = named.replaceAll("[?#].*", "");
		if (plain.matches(".*(\\*|\\.\\.\\.|…)$")) {
			return door.startsWith(plain.replaceAll("/?(\\*+|\\.\\.\\.|…)$", ""));
		}
		var there = door.split("/");
		var here = plain.split("/");
		if (there.length != here.length) {
			return false;
		}
		for (int i = 0; i < there.length; i++) {
			if (!there[i].equals(here[i]) && !there[i].startsWith("{")) {
				return false;
			}
		}
		return true;
	}

	@Test
	void everyModuleNamesWhatOthersMayUse() throws IOException {
		for (var module : Sources.modules()) {
			var name = String.valueOf(module.getFileName());
			if (!name.endsWith("-service")) {
				continue;
			}
			var types = new TreeSet<String>();
			try (var files = Files.list(module.resolve("src/main/java/cn/jinfu/" + name.replace("-service", "")))) {
				files.map(file -> String.valueOf(file.getFileName()))
					.filter(file -> file.endsWith(".java") && !file.equals("package-info.java"))
					.forEach(file -> types.add(file.replace(".java", "")));
			}
			assertThat(listed(module, "Others may use")).as(name).containsExactlyElementsOf(types);
		}
	}

	@Test
	void everyTableBelongsToTheModuleThatNamesIt() {
		var owners = Map.of("member", "member-service", "production", "production-service", "supply", "supply-service",
				"trace", "traceability-service", "brand", "traceability-service", "credit", "credit-service");
		var tables = new TreeMap<String, TreeSet<String>>();
		Pattern.compile("create table (?:if not exists )?([a-z]+)(_[a-z0-9_]+)( partition of)?")
			.matcher(Sources.text("src/main/resources/db/migration", ".sql"))
			.results()
			.filter(it -> it.group(3) == null && owners.containsKey(it.group(1)))
			.forEach(it -> tables.computeIfAbsent(Objects.requireNonNull(owners.get(it.group(1))), _ -> new TreeSet<>())
				.add(it.group(1) + it.group(2)));
		assertThat(tables).hasSize(5);
		tables.forEach((module, names) -> assertThat(listed(Sources.ROOT.resolve(module), "Tables")).as(module)
			.containsExactlyElementsOf(names));
	}

	private static List<String> listed(Path module, String heading) {
		var line = Sources.read(module.resolve("README.md"))
			.lines()
			.filter(it -> it.startsWith("**" + heading + ":**"))
			.findFirst()
			.orElse("");
		return Pattern.compile("`([^`]+)`").matcher(line).results().map(it -> it.group(1)).toList();
	}

	private static void forEachName(java.util.function.BiConsumer<Path, String> body) {
		for (var document : documents()) {
			NAMED.matcher(Sources.read(document))
				.results()
				.forEach(it -> body.accept(document, Objects.requireNonNullElse(it.group(1), it.group(2))));
		}
	}

	private static List<Path> documents() {
		var found = new ArrayList<>(
				List.of(Sources.ROOT.resolve("README.md"), Sources.ROOT.resolve("bench/README.md")));
		try (var files = Files.walk(Sources.ROOT.resolve("docs"))) {
			files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(found::add);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return found;
	}

}
