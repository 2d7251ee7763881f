package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Set;

import cn.jinfu.credit.rating.Outcome.Step;
import org.jspecify.annotations.Nullable;

/**
 * From which day on the next bin could count, for a farm that begins today: at the
 * earliest, and only when it is rated anew then. Not part of a rating: what is stored
 * comes out the same on any day.
 */
final class PointsFrom {

	private static final BigDecimal WEEKS = new BigDecimal("26");

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private static final BigDecimal YEAR_DAYS = new BigDecimal("365");

	/** Days until a paper is looked at by two people. */
	private static final int PAPER_DAYS = 7;

	/** Shown with a paper, which staff verify. */
	private static final Set<String> PAPERS = Set.of("C102", "C104", "C106", "T204", "T205", "H305", "H306", "O403",
			"O404", "B502", "B503", "B506", "B507");

	/** Known when a year is over. */
	private static final Set<String> YEARLY = Set.of("C103", "H301", "H302", "H304", "O401", "O402");

	private PointsFrom() {
	}

	/**
	 * @param value of the fact now, empty when missing
	 * @param rows behind the fact now
	 */
	static LocalDate day(String indicator, Step step, String value, int rows, LocalDate today) {
		var edge = step.edge();
		return switch (indicator) {
			case "C105" -> today.plusWeeks(Math.max(1,
					missing(edge, value).multiply(WEEKS).divide(HUNDRED, 0, RoundingMode.CEILING).intValueExact()));
			case "H303" -> today
				.plusDays(missing(edge, value).multiply(YEAR_DAYS).setScale(0, RoundingMode.CEILING).intValueExact());
			case "B501" -> today.plusMonths(Math.max(1, step.minRows() - rows));
			case "B504" -> today.plusYears(1);
			default -> PAPERS.contains(indicator) ? today.plusDays(PAPER_DAYS)
					: YEARLY.contains(indicator) ? LocalDate.of(today.getYear() + 1, 1, 1) : today.plusDays(1);
		};
	}

	private static BigDecimal missing(@Nullable BigDecimal edge, String value) {
		var to = (edge != null) ? edge : BigDecimal.ZERO;
		return to.subtract(value.isEmpty() ? BigDecimal.ZERO : new BigDecimal(value)).max(BigDecimal.ZERO);
	}

}
