package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a loan costs altogether, in yuan and as one yearly rate, before anybody signs.
 *
 * @param interest sum over the schedule
 * @param guaranteeFee paid at the start
 * @param annualPercent internal rate of return of the borrower's flows, simple (twelve
 * times the monthly one for monthly plans), four decimals
 */
public record AllInCost(BigDecimal interest, BigDecimal guaranteeFee, BigDecimal premium, BigDecimal annualPercent) {

	private static final MathContext EXACT = new MathContext(34, RoundingMode.HALF_UP);

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
	 */
	public static AllInCost of(LoanTerms terms, BigDecimal guaranteed, BigDecimal feePercent,
			BigDecimal premiumPercent) {
		var schedule = Schedules.of(terms);
		var days = ChronoUnit.DAYS.between(terms.start(), schedule.getLast().dueOn());
		var fee = guaranteeFee(guaranteed, feePercent, days);
		var premium = guaranteeFee(terms.principal(), premiumPercent, days);
		return new AllInCost(Schedules.totalInterest(schedule), fee, premium,
				annualPercent(terms, schedule, fee.add(premium)));
	}

	/** Pro rata by actual/365. */
	public static BigDecimal guaranteeFee(BigDecimal guaranteed, BigDecimal feePercent, long days) {
		return guaranteed.multiply(feePercent)
			.multiply(BigDecimal.valueOf(days))
			.divide(YEAR.multiply(HUNDRED), 2, RoundingMode.HALF_UP);
	}

	/**
	 * The rate at which the instalments are worth what the borrower got. Monthly plans by
	 * whole months (W11 of the worked examples), others by days of a 365-day year.
	 */
	static BigDecimal annualPercent(LoanTerms terms, List<Instalment> schedule, BigDecimal upfront) {
		var got = terms.principal().subtract(upfront);
		var low = BigDecimal.ZERO;
		var high = BigDecimal.ONE;
		// A present value that only falls as the rate rises: halving cannot miss it.
		for (int step = 0; step < 60; step++) {
			var middle = low.add(high).divide(BigDecimal.TWO, EXACT);
			if (presentValue(terms, schedule, middle).compareTo(got) > 0) {
				low = middle;
			}
			else {
				high = middle;
			}
		}
		return low.multiply(HUNDRED).setScale(4, RoundingMode.HALF_UP);
	}

	private static BigDecimal presentValue(LoanTerms terms, List<Instalment> schedule, BigDecimal yearly) {
		var sum = BigDecimal.ZERO;
		var factor = BigDecimal.ONE;
		var monthly = BigDecimal.ONE.add(yearly.divide(BigDecimal.valueOf(12), EXACT));
		var byMonths = schedule.size() == terms.months();
		for (var row : schedule) {
			if (byMonths) {
				factor = factor.multiply(monthly, EXACT);
			}
			else {
				// simple interest within the term, as a bank quotes it
				var days = BigDecimal.valueOf(ChronoUnit.DAYS.between(terms.start(), row.dueOn()));
				factor = BigDecimal.ONE.add(yearly.multiply(days).divide(YEAR, EXACT));
			}
			sum = sum.add(row.amount().divide(factor, EXACT));
		}
		return sum;
	}

}
