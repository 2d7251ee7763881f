package cn.jinfu.kernel;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A form that the phone keeps while there is no network and sends later. What is refused
 * then is kept here for its farm, by {@link LateEntries}. One bean for each form.
 */
public interface OutboxForm {

	/**
	 * What was typed into one field.
	 *
	 * @param labelKey message key of the field's label
	 */
	record Line(String labelKey, String value) {
	}

	/** Where it is sent to, for example {@code /portal/operations}. */
	String path();

	/** Where it is filled in. */
	String page();

	/**
	 * Whether the page takes the fields by its address, since they decide what it asks.
	 */
	boolean live();

	/** Message key of what is recorded with it. */
	String titleKey();

	/** Who of the staff may read what was typed. */
	String permission();

	/** What was typed, in words; what was left empty is left out. */
	List<Line> told(UUID memberId, Typed typed);

	/**
	 * The fields as they were sent.
	 *
	 * @param words of a message key
	 */
	record Typed(Map<String, List<String>> fields, UnaryOperator<String> words) {

		/** All values of it. */
		public List<String> all(String name) {
			return fields.getOrDefault(name, List.of());
		}

		/** Those of them that are ids. */
		public List<UUID> ids(String name) {
			return all(name).stream().filter(it -> it.matches("[0-9a-fA-F-]{36}")).map(UUID::fromString).toList();
		}

		/** As it was typed; empty where nothing was. */
		public String text(String name) {
			return String.join(" ", all(name));
		}

		/** The word for a constant; as it was sent where there is none. */
		public String word(String name, Class<? extends Enum<?>> type) {
			var sent = text(name);
			var key = "enum." + type.getSimpleName() + "." + sent;
			var word = sent.isEmpty() ? "" : words.apply(key);
			return word.equals(key) ? sent : word;
		}

		/** Without those that say nothing. */
		public static List<Line> said(Line... lines) {
			return Stream.of(lines).filter(it -> !it.value().isBlank()).toList();
		}

	}

}
