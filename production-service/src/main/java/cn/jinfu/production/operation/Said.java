package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

import cn.jinfu.kernel.FieldUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one sentence says of the day's work, as a proposal: it fills the form, and only
 * what the farmer then sends is recorded. What was not understood is left empty.
 *
 * @param kind null where none was named
 * @param harvest whether it tells of a harvest, which has a form of its own
 * @param plantingIds those whose plot, or whose crop when it grows once, was named
 * @param holding as {@code <inputId>/<lotNo>}
 * @param quantity of what came from the holding, in {@code unit}
 * @param amount of water, seed and the like, in {@code amountUnit}
 * @param daysAgo null where no day was named
 */
record Said(@Nullable OperationKind kind, boolean harvest, List<UUID> plantingIds, @Nullable String holding,
		@Nullable BigDecimal quantity, @Nullable FieldUnit unit, @Nullable BigDecimal amount,
		@Nullable AmountUnit amountUnit, @Nullable BigDecimal hours, @Nullable Integer daysAgo) {

	/** The longest sentence that is read. */
	static final int LETTERS = 200;

	/** A field of the farm that stands. */
	record Field(UUID plantingId, String plotName, String cropName) {
	}

	/** Something the farm has in hand. */
	record Held(String value, String name) {
	}

	private record Counted<U>(BigDecimal count, U unit) {
	}

	public boolean understood() {
		return kind != null || harvest || !plantingIds.isEmpty() || holding != null || quantity != null
				|| amount != null;
	}

	static Said of(String sentence, List<Field> fields, List<Held> inHand) {
		var words = SaidWords.CHINESE;
		var text = plain((sentence.length() > LETTERS) ? sentence.substring(0, LETTERS) : sentence, words);
		var kind = words.first("kind", text).map(it -> OperationKind.valueOf(it.code())).orElse(null);
		var harvest = kind == null && words.first("harvest", text).isPresent();
		var draws = kind == OperationKind.SPRAY || kind == OperationKind.FERTILISE;
		var told = (draws || harvest) ? counted(text, "unit", FieldUnit::valueOf, words)
				: Optional.<Counted<FieldUnit>>empty();
		var amount = (draws || harvest) ? Optional.<Counted<AmountUnit>>empty()
				: counted(text, "amount", AmountUnit::valueOf, words);
		return new Said(kind, harvest, named(text, fields, words),
				inHand.stream()
					.filter(it -> draws && mentions(text, core(plain(it.name(), words))))
					.findFirst()
					.map(Held::value)
					.orElse(null),
				told.map(Counted::count).orElse(null), told.map(Counted::unit).orElse(null),
				amount.map(Counted::count).orElse(null), amount.map(Counted::unit).orElse(null),
				counted(text, "hours", BigDecimal::new, words).map(it -> it.count().add(it.unit())).orElse(null),
				words.first("day", text).map(it -> Integer.valueOf(it.code())).orElse(null));
	}

	/** By plot; else by a crop that stands on one plot only. */
	private static List<UUID> named(String text, List<Field> fields, SaidWords words) {
		var byPlot = fields.stream().filter(it -> mentions(text, plain(it.plotName(), words))).toList();
		if (!byPlot.isEmpty()) {
			return byPlot.stream().map(Field::plantingId).toList();
		}
		var byCrop = fields.stream().filter(it -> mentions(text, plain(it.cropName(), words))).toList();
		return (byCrop.size() == 1) ? List.of(byCrop.getFirst().plantingId()) : List.of();
	}

	private static boolean mentions(String text, String name) {
		return name.length() > 1 && text.contains(name);
	}

	/** A name of a product as one says it: without strength and remarks. */
	private static String core(String name) {
		return name.replaceAll("\\(.*?\\)", "").replaceAll("^[0-9.%]+|[0-9.%]+$", "").strip();
	}

	/** The first number that is followed by such a unit; "and a half" after it counts. */
	private static <U> Optional<Counted<U>> counted(String text, String type, Function<String, U> unit,
			SaidWords words) {
		for (var from = 0; from < text.length(); from++) {
			var number = SpokenNumber.at(text, from, words);
			if (number == null) {
				continue;
			}
			var word = words.at(type, text, number.end());
			var minus = from > 0 && text.charAt(from - 1) == '-';
			if (word.isPresent() && number.value().signum() > 0 && !minus) {
				var after = number.end() + word.get().text().length();
				var half = words.at("half", text, after).isPresent();
				return Optional.of(new Counted<>(half ? number.value().add(new BigDecimal("0.5")) : number.value(),
						unit.apply(word.get().code())));
			}
			from = number.end() - 1;
		}
		return Optional.empty();
	}

	/**
	 * Without blanks, full-width letters as half-width ones, numbers before a number word
	 * as digits.
	 */
	private static String plain(String text, SaidWords words) {
		var narrow = Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s+", "");
		var plain = new StringBuilder();
		for (var at = 0; at < narrow.length();) {
			var number = words.at("half", narrow, at).isPresent() ? null : SpokenNumber.at(narrow, at, words);
			if (number == null) {
				plain.append(narrow.charAt(at++));
			}
			else {
				plain.append(number.value().toPlainString());
				at = number.end();
			}
		}
		return plain.toString();
	}

}
