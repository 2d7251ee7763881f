package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BiFunction;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * What a loan costs altogether, in yuan and as one yearly rate, before anybody signs.
 *
 * @param interest sum over the schedule
 * @param guaranteeFee paid at the start
 * @param annualPercent internal rate of return of the borrower's flows, simple (twelve
 * times the monthly one for monthly plans), four decimals
 * @param compoundPercent the same with interest on interest, four decimals
 */
public record AllInCost(BigDecimal interest, BigDecimal guaranteeFee, BigDecimal premium, BigDecimal annualPercent,
		BigDecimal compoundPercent) {

	/** No loan costs more than ten times itself in one period. */
	private static final BigDecimal MOST = BigDecimal.TEN;

	private static final BigDecimal MONTHS = new BigDecimal("12");

	private static final BigDecimal HUNDRED = new BigDecimal("100");

	private static final BigDecimal YEAR = new BigDecimal("365");

	public BigDecimal total() {
		return interest.add(guaranteeFee).add(premium);
	}

	/** Without an insurer. */
	public static AllInCost of(LoanTerms terms, BigDecimal guaranteed, BigDecimal feePercent) {
		return of(terms, guaranteed, feePercent, BigDecimal.ZERO);
	}

	/**
	 * @param feePercent yearly guarantee fee on the guaranteed part, in percent
	 * @param guaranteed the part of the principal that is guaranteed, in yuan
	 * @param premiumPercent the insurer's yearly premium on the principal, in percent
	 * @throws RuleBroken {@code credit.terms.fees} when the borrower would get nothing
	 */
	public static AllInCost of(LoanTerms terms, BigDecimal guaranteed, BigDecimal feePercent,
			BigDecimal premiumPercent) {
		var schedule = Schedules.of(terms);
		var days = ChronoUnit.DAYS.between(terms.start(), schedule.getLast().dueOn());
		var fee = guaranteeFee(guaranteed, feePercent, days);
		var premium = guaranteeFee(terms.principal(), premiumPercent, days);
		var got = terms.principal().subtract(fee.add(premium));
		if (got.signum() <= 0) {
			throw new RuleBroken("credit.terms.fees").at("guaranteeFeePercent");
		}
		var rate = rate(terms, schedule, got);
		return new AllInCost(Schedules.totalInterest(schedule), fee, premium, percent(rate.simple()),
				percent(rate.compound()));
	}

	/** Pro rata by actual/365. */
	public static BigDecimal guaranteeFee(BigDecimal guaranteed, BigDecimal feePercent, long days) {
		return guaranteed.multiply(feePercent)
			.multiply(BigDecimal.valueOf(days))
			.divide(YEAR.multiply(HUNDRED), 2, RoundingMode.HALF_UP);
	}

	private record Rate(BigDecimal simple, BigDecimal compound) {
	}

	/**
	 * Monthly plans by whole months (W11 of the worked examples), others by days of a
	 * year of 365: the simple rate with simple interest within the term, as a bank quotes
	 * it.
	 */
	private static Rate rate(LoanTerms terms, List<Instalment> schedule, BigDecimal got) {
		if (schedule.size() == terms.months() && terms.wholeMonths()) {
			var monthly = solve(schedule, got, (row, it) -> BigDecimal.ONE.add(it).pow(row.nr(), DayCount.EXACT));
			return new Rate(monthly.multiply(MONTHS), compound(monthly, MONTHS));
		}
		var daily = solve(schedule, got, (row, it) -> BigDecimal.ONE.add(it).pow(days(terms, row), DayCount.EXACT));
		var simple = solve(schedule, got, (row, it) -> BigDecimal.ONE
			.add(it.multiply(BigDecimal.valueOf(days(terms, row))).divide(YEAR, DayCount.EXACT)));
		return new Rate(simple, compound(daily, YEAR));
	}

	private static BigDecimal compound(BigDecimal rate, BigDecimal periods) {
		return BigDecimal.ONE.add(rate).pow(periods.intValueExact(), DayCount.EXACT).subtract(BigDecimal.ONE);
	}

	/**
	 * The rate at which the instalments are worth what the borrower got: their value only
	 * falls as the rate rises, halving cannot miss it.
	 * @param factor by which an instalment is worth less at a rate
	 */
	private static BigDecimal solve(List<Instalment> schedule, BigDecimal got,
			BiFunction<Instalment, BigDecimal, BigDecimal> factor) {
		var low = BigDecimal.ZERO;
		var high = MOST;
		for (int step = 0; step < 70; step++) {
			var middle = low.add(high).divide(BigDecimal.TWO, DayCount.EXACT);
			var worth = BigDecimal.ZERO;
			for (var row : schedule) {
				worth = worth.add(row.amount().divide(factor.apply(row, middle), DayCount.EXACT));
			}
			if (worth.compareTo(got) > 0) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return low;
	}

	private static BigDecimal percent(BigDecimal rate) {
		return rate.multiply(HUNDRED).setScale(4, RoundingMode.HALF_UP);
	}

	private static int days(LoanTerms terms, Instalment row) {
		return Math.toIntExact(ChronoUnit.DAYS.between(terms.start(), row.dueOn()));
	}

}
