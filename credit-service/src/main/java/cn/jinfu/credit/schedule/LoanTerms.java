package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * What a schedule follows from, completely: the same terms give the same schedule.
 *
 * @param principal in yuan, above zero, at most two decimals
 * @param ratePercent yearly rate in percent, 0 to 36
 * @param months 1 to 360
 * @param dueDay wanted day of the month, 1 to 31; a month without it uses its last day
 * and the next month returns to the wanted one
 * @param basis how days become interest, wherever interest runs by days
 */
public record LoanTerms(BigDecimal principal, BigDecimal ratePercent, int months, LocalDate start, int dueDay,
		RepayMethod method, DayCount basis, FirstPeriod firstPeriod) {

	private static final BigDecimal MAX_RATE = new BigDecimal("36");

	public LoanTerms {
		if (principal.signum() <= 0) {
			throw new RuleBroken("credit.terms.principal").at("amount");
		}
		if (ratePercent.signum() < 0 || ratePercent.compareTo(MAX_RATE) > 0) {
			throw new RuleBroken("credit.terms.rate", MAX_RATE).at("ratePercent");
		}
		if (months < 1 || months > 360) {
			throw new RuleBroken("credit.terms.months").at("termMonths");
		}
		if (dueDay < 1 || dueDay > 31) {
			throw new RuleBroken("credit.terms.due-day").at("dueDay");
		}
	}

	/** By the usual basis: actual days of a year of 360. */
	public LoanTerms(BigDecimal principal, BigDecimal ratePercent, int months, LocalDate start, int dueDay,
			RepayMethod method) {
		this(principal, ratePercent, months, start, dueDay, method, DayCount.ACT_360,
				FirstPeriod.WITH_FIRST_INSTALMENT);
	}

	/** The day on which the last principal is due. */
	public LocalDate maturity() {
		return monthly(firstAlone() ? months + 1 : months);
	}

	/** Whether the days up to the first due day are paid before the instalments begin. */
	boolean firstAlone() {
		return firstPeriod == FirstPeriod.INTEREST_ALONE && !wholeMonths()
				&& (method == RepayMethod.EQUAL_INSTALMENT || method == RepayMethod.EQUAL_PRINCIPAL);
	}

	/** The due date of the n-th month; never chained on a clamped date. */
	LocalDate monthly(int n) {
		return inMonth(YearMonth.from(start).plusMonths(n));
	}

	/** Whether the first due day is a whole month after the start. */
	boolean wholeMonths() {
		return inMonth(YearMonth.from(start)).equals(start);
	}

	private LocalDate inMonth(YearMonth month) {
		return month.atDay(Math.min(dueDay, month.lengthOfMonth()));
	}

}
