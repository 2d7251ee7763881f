package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.time.LocalDate;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * What a schedule follows from, completely: the same terms give the same schedule.
 *
 * @param principal in yuan, above zero, at most two decimals
 * @param ratePercent yearly rate in percent, 0 to 36
 * @param months 1 to 360
 * @param dueDay wanted day of the month, 1 to 31; a month without it uses its last day
 * and the next month returns to the wanted one
 */
public record LoanTerms(BigDecimal principal, BigDecimal ratePercent, int months, LocalDate start, int dueDay,
		RepayMethod method) {

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

	/** The day on which the last principal is due. */
	public LocalDate maturity() {
		return monthly(months);
	}

	/** The due date of the n-th whole month; never chained on a clamped date. */
	LocalDate monthly(int n) {
		var month = java.time.YearMonth.from(start).plusMonths(n);
		return month.atDay(Math.min(dueDay, month.lengthOfMonth()));
	}
}
