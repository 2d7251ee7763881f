package cn.jinfu.production.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What farmers call things when they speak, from {@code production/said-words.csv}: type,
 * code, word.
 */
final class SaidWords {

	/** One word and what it stands for. */
	record Word(String type, String code, String text) {
	}

	static final SaidWords CHINESE = new SaidWords(read());

	/** The longest first, so that a kilogram is not taken for half of one. */
	private final List<Word> words;

	private SaidWords(List<Word> words) {
		this.words = words.stream().sorted(Comparator.comparingInt((Word it) -> -it.text().length())).toList();
	}

	private static List<Word> read() {
		try (var file = SaidWords.class.getResourceAsStream("/production/said-words.csv")) {
			if (file == null) {
				throw new IllegalStateException("said-words.csv is missing");
			}
			return Arrays.stream(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\\R"))
				.map(line -> line.split(",", 3))
				.map(cells -> new Word(cells[0], cells[1], cells[2]))
				.toList();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	/** The word of that type with which the text goes on there. */
	Optional<Word> at(String type, String text, int from) {
		return words.stream().filter(it -> it.type().equals(type) && text.startsWith(it.text(), from)).findFirst();
	}

	/** The word of that type that comes first in the text. */
	Optional<Word> first(String type, String text) {
		for (var from = 0; from < text.length(); from++) {
			var found = at(type, text, from);
			if (found.isPresent()) {
				return found;
			}
		}
		return Optional.empty();
	}

}
