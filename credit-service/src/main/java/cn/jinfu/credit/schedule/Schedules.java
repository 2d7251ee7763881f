package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * Repayment schedules by docs/rules/credit.md: money half-up to the fen, yearly rate to
 * monthly by twelfths, days by the basis of the terms. The principal of the last
 * instalment takes what rounding left.
 */
public final class Schedules {

	private static final BigDecimal MONTHS_PERCENT = new BigDecimal("1200");

	private Schedules() {
	}

	public static List<Instalment> of(LoanTerms terms) {
		return switch (terms.method()) {
			case EQUAL_INSTALMENT -> equalInstalment(terms);
			case EQUAL_PRINCIPAL -> equalPrincipal(terms);
			case INTEREST_MONTHLY -> interestMonthly(terms);
			case INTEREST_QUARTERLY -> interestQuarterly(terms, terms.maturity());
			case BULLET -> bullet(terms, terms.maturity());
		};
	}

	public static BigDecimal totalInterest(List<Instalment> schedule) {
		return schedule.stream().map(Instalment::interest).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	/**
	 * The same with each due day that is a holiday shifted to the next working day. What
	 * is paid stays: the days in between bear no interest, and the next period begins
	 * where it would have begun.
	 * @param next the day itself where it is a working day, else the next one
	 */
	public static List<Instalment> onWorkingDays(List<Instalment> schedule, UnaryOperator<LocalDate> next) {
		return schedule.stream()
			.map(it -> new Instalment(it.nr(), next.apply(it.dueOn()), it.principal(), it.interest(),
					it.balanceAfter()))
			.toList();
	}

	/**
	 * The first day that the interest of this instalment does not count: its due day, but
	 * the day after a settlement on the 20th.
	 */
	static LocalDate periodEnd(LoanTerms terms, Instalment row) {
		return (terms.method() == RepayMethod.INTEREST_QUARTERLY && row.balanceAfter().signum() > 0)
				? row.dueOn().plusDays(1) : row.dueOn();
	}

	/** The level amount of 等额本息. */
	static BigDecimal level(BigDecimal principal, BigDecimal ratePercent, int months) {
		var rate = ratePercent.divide(MONTHS_PERCENT, DayCount.EXACT);
		if (rate.signum() == 0) {
			return fen(principal.divide(BigDecimal.valueOf(months), DayCount.EXACT));
		}
		var growth = BigDecimal.ONE.add(rate).pow(months, DayCount.EXACT);
		return fen(principal.multiply(rate).multiply(growth).divide(growth.subtract(BigDecimal.ONE), DayCount.EXACT));
	}

	private static List<Instalment> equalInstalment(LoanTerms terms) {
		var level = level(terms.principal(), terms.ratePercent(), terms.months());
		return monthly(terms, interest -> {
			if (level.compareTo(interest) <= 0) {
				throw new RuleBroken("credit.terms.never-repaid").at("termMonths");
			}
			return level.subtract(interest);
		});
	}

	private static List<Instalment> equalPrincipal(LoanTerms terms) {
		var share = fen(terms.principal().divide(BigDecimal.valueOf(terms.months()), DayCount.EXACT));
		return monthly(terms, _ -> share);
	}

	/**
	 * A first period that is no whole month bears interest by its days; its principal is
	 * that of a whole month.
	 * @param principalOf the principal of an instalment, from its interest
	 */
	private static List<Instalment> monthly(LoanTerms terms, UnaryOperator<BigDecimal> principalOf) {
		var rows = new ArrayList<Instalment>();
		var balance = fen(terms.principal());
		var from = terms.start();
		var byDays = !terms.wholeMonths();
		if (terms.firstAlone()) {
			from = terms.monthly(1);
			rows.add(new Instalment(1, from, fen(BigDecimal.ZERO), dayInterest(balance, terms, terms.start(), from),
					balance));
			byDays = false;
		}
		var before = rows.size();
		for (int n = 1; n <= terms.months(); n++) {
			var due = terms.monthly(before + n);
			var interest = monthInterest(balance, terms.ratePercent());
			var principal = (n == terms.months()) ? balance : principalOf.apply(interest);
			var paid = (n == 1 && byDays) ? dayInterest(balance, terms, from, due) : interest;
			balance = balance.subtract(principal);
			rows.add(new Instalment(before + n, due, principal, paid, balance));
		}
		return List.copyOf(rows);
	}

	private static List<Instalment> interestMonthly(LoanTerms terms) {
		var rows = new ArrayList<Instalment>();
		var whole = fen(terms.principal());
		var from = terms.start();
		for (int nr = 1; nr <= terms.months(); nr++) {
			var due = terms.monthly(nr);
			var last = nr == terms.months();
			rows.add(new Instalment(nr, due, last ? whole : fen(BigDecimal.ZERO), dayInterest(whole, terms, from, due),
					last ? fen(BigDecimal.ZERO) : whole));
			from = due;
		}
		return List.copyOf(rows);
	}

	/**
	 * Interest is settled on the 20th of March, June, September and December, that day
	 * included: the next period begins on the 21st.
	 */
	static List<Instalment> interestQuarterly(LoanTerms terms, LocalDate maturity) {
		var rows = new ArrayList<Instalment>();
		var whole = fen(terms.principal());
		var from = terms.start();
		for (var month = YearMonth.from(terms.start()); !month.isAfter(YearMonth.from(maturity)); month = month
			.plusMonths(1)) {
			var settlement = month.atDay(20);
			if (month.getMonthValue() % 3 != 0 || settlement.isBefore(from) || !settlement.isBefore(maturity)) {
				continue;
			}
			var cut = month.atDay(21);
			rows.add(new Instalment(rows.size() + 1, settlement, fen(BigDecimal.ZERO),
					dayInterest(whole, terms, from, cut), whole));
			from = cut;
		}
		rows.add(new Instalment(rows.size() + 1, maturity, whole, dayInterest(whole, terms, from, maturity),
				fen(BigDecimal.ZERO)));
		return List.copyOf(rows);
	}

	static List<Instalment> bullet(LoanTerms terms, LocalDate maturity) {
		var whole = fen(terms.principal());
		return List.of(new Instalment(1, maturity, whole, dayInterest(whole, terms, terms.start(), maturity),
				fen(BigDecimal.ZERO)));
	}

	private static BigDecimal monthInterest(BigDecimal balance, BigDecimal ratePercent) {
		return fen(balance.multiply(ratePercent).divide(MONTHS_PERCENT, DayCount.EXACT));
	}

	private static BigDecimal dayInterest(BigDecimal balance, LoanTerms terms, LocalDate from, LocalDate to) {
		return fen(terms.basis().interest(balance, terms.ratePercent(), from, to));
	}

	private static BigDecimal fen(BigDecimal yuan) {
		return yuan.setScale(2, RoundingMode.HALF_UP);
	}

}
