package cn.jinfu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/** The sources of all modules, for tests that read them. */
final class Sources {

	static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private Sources() {
	}

	static List<Path> modules() {
		try (var modules = Files.list(ROOT)) {
			return modules.filter(it -> Files.exists(it.resolve("pom.xml"))).sorted().toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	static List<Path> files(String folder, String ending) {
		var found = new ArrayList<Path>();
		for (var module : modules()) {
			var start = module.resolve(folder);
			if (Files.isDirectory(start)) {
				try (var files = Files.walk(start)) {
					files.filter(file -> file.toString().endsWith(ending)).sorted().forEach(found::add);
				}
				catch (IOException failure) {
					throw new UncheckedIOException(failure);
				}
			}
		}
		return found;
	}

	static String text(String folder, String ending) {
		return files(folder, ending).stream().map(Sources::read).collect(Collectors.joining("\n"));
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	static Properties properties(Path file) {
		var words = new Properties();
		if (Files.exists(file)) {
			try (var reader = Files.newBufferedReader(file)) {
				words.load(reader);
			}
			catch (IOException failure) {
				throw new UncheckedIOException(failure);
			}
		}
		return words;
	}

}
