package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Year;
import java.time.temporal.ChronoUnit;

/**
 * How days become interest. The first day counts, the last does not. Exact: whoever books
 * it rounds.
 */
public enum DayCount {

	/** What Chinese banks quote: a day is the 360th part of a year. */
	ACT_360,
	/** A day is the 365th part of a year, in leap years too. */
	ACT_365,
	/**
	 * Every month has 30 days; a 31st counts as the 30th, the last day only after such a
	 * first (bond basis).
	 */
	THIRTY_360,
	/** Every month has 30 days, a 31st always counts as the 30th. */
	THIRTY_E_360,
	/** Each day by the length of its own year (ISDA). */
	ACT_ACT,
	/** Whole months by twelfths, the odd days after them by actual/360. */
	WHOLE_MONTHS;

	static final MathContext EXACT = new MathContext(34, RoundingMode.HALF_UP);

	private static final BigDecimal PERCENT = new BigDecimal("100");

	private static final BigDecimal MONTHS = new BigDecimal("12");

	private static final BigDecimal YEAR_360 = new BigDecimal("360");

	private static final BigDecimal YEAR_365 = new BigDecimal("365");

	/** Of a balance at a yearly rate in percent, not rounded. */
	public BigDecimal interest(BigDecimal balance, BigDecimal ratePercent, LocalDate from, LocalDate to) {
		return balance.multiply(ratePercent, EXACT).multiply(years(from, to), EXACT).divide(PERCENT, EXACT);
	}

	/** The part of a year between two days. */
	BigDecimal years(LocalDate from, LocalDate to) {
		return switch (this) {
			case ACT_360 -> days(from, to).divide(YEAR_360, EXACT);
			case ACT_365 -> days(from, to).divide(YEAR_365, EXACT);
			case THIRTY_360 -> {
				var first = Math.min(from.getDayOfMonth(), 30);
				yield thirty(from, first, to, (first == 30) ? Math.min(to.getDayOfMonth(), 30) : to.getDayOfMonth());
			}
			case THIRTY_E_360 -> thirty(from, Math.min(from.getDayOfMonth(), 30), to, Math.min(to.getDayOfMonth(), 30));
			case ACT_ACT -> {
				var sum = BigDecimal.ZERO;
				for (var day = from; day.isBefore(to);) {
					var next = day.plusYears(1).withDayOfYear(1);
					var end = next.isBefore(to) ? next : to;
					sum = sum.add(days(day, end).divide(BigDecimal.valueOf(Year.of(day.getYear()).length()), EXACT));
					day = end;
				}
				yield sum;
			}
			case WHOLE_MONTHS -> {
				var months = ChronoUnit.MONTHS.between(from, to);
				yield BigDecimal.valueOf(months)
					.divide(MONTHS, EXACT)
					.add(days(from.plusMonths(months), to).divide(YEAR_360, EXACT));
			}
		};
	}

	private static BigDecimal thirty(LocalDate from, int first, LocalDate to, int last) {
		var months = 12L * (to.getYear() - from.getYear()) + to.getMonthValue() - from.getMonthValue();
		return BigDecimal.valueOf(30 * months + last - first).divide(YEAR_360, EXACT);
	}

	private static BigDecimal days(LocalDate from, LocalDate to) {
		return BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to));
	}

}
