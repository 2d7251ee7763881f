package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * One frozen input of a rating with its provenance. Either a number or a category; a fact
 * that has neither was asked for and not found.
 *
 * @param source which register answered, a message code {@code credit.source.<source>}
 * @param asOf the day to which the fact belongs
 * @param rows how many rows stand behind it
 * @param path page that lists these rows, filtered; null where there is none
 */
public record Fact(@Nullable BigDecimal number, @Nullable String category, String source, LocalDate asOf, int rows,
		@Nullable String path) {

	public static Fact number(BigDecimal number, String source, LocalDate asOf, int rows, @Nullable String path) {
		return new Fact(number, null, source, asOf, rows, path);
	}

	public static Fact category(String category, String source, LocalDate asOf, int rows, @Nullable String path) {
		return new Fact(null, category, source, asOf, rows, path);
	}

	public boolean missing() {
		return number == null && category == null;
	}

	/** As people read it: plain digits without trailing zeros, or the category's code. */
	public String text() {
		if (number != null) {
			return (number.signum() == 0) ? "0" : number.stripTrailingZeros().toPlainString();
		}
		return (category != null) ? category : "";
	}

}
