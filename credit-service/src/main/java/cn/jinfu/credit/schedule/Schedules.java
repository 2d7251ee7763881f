package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * Repayment schedules by docs/rules/credit.md: money half-up to the fen, yearly rate to
 * monthly by twelfths, days by actual/360 (the first day counts, the last does not). The
 * principal of the last instalment takes what rounding left.
 */
public final class Schedules {

	private static final MathContext EXACT = new MathContext(34, RoundingMode.HALF_UP);

	private static final BigDecimal MONTHS_PERCENT = new BigDecimal("1200");

	private static final BigDecimal DAYS_PERCENT = new BigDecimal("36000");

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

	/** The level amount of 等额本息. */
	static BigDecimal level(BigDecimal principal, BigDecimal ratePercent, int months) {
		var rate = ratePercent.divide(MONTHS_PERCENT, EXACT);
		if (rate.signum() == 0) {
			return fen(principal.divide(BigDecimal.valueOf(months), EXACT));
		}
		var growth = BigDecimal.ONE.add(rate).pow(months, EXACT);
		return fen(principal.multiply(rate).multiply(growth).divide(growth.subtract(BigDecimal.ONE), EXACT));
	}

	private static List<Instalment> equalInstalment(LoanTerms terms) {
		var level = level(terms.principal(), terms.ratePercent(), terms.months());
		var rows = new ArrayList<Instalment>();
		var balance = fen(terms.principal());
		for (int nr = 1; nr <= terms.months(); nr++) {
			var interest = monthInterest(balance, terms.ratePercent());
			var principal = (nr == terms.months()) ? balance : level.subtract(interest);
			if (principal.signum() <= 0) {
				throw new RuleBroken("credit.terms.never-repaid").at("termMonths");
			}
			balance = balance.subtract(principal);
			rows.add(new Instalment(nr, terms.monthly(nr), principal, interest, balance));
		}
		return List.copyOf(rows);
	}

	private static List<Instalment> equalPrincipal(LoanTerms terms) {
		var share = fen(terms.principal().divide(BigDecimal.valueOf(terms.months()), EXACT));
		var rows = new ArrayList<Instalment>();
		var balance = fen(terms.principal());
		for (int nr = 1; nr <= terms.months(); nr++) {
			var interest = monthInterest(balance, terms.ratePercent());
			var principal = (nr == terms.months()) ? balance : share;
			balance = balance.subtract(principal);
			rows.add(new Instalment(nr, terms.monthly(nr), principal, interest, balance));
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
			rows.add(new Instalment(nr, due, last ? whole : fen(BigDecimal.ZERO),
					dayInterest(whole, terms.ratePercent(), from, due), last ? fen(BigDecimal.ZERO) : whole));
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
					dayInterest(whole, terms.ratePercent(), from, cut), whole));
			from = cut;
		}
		rows.add(new Instalment(rows.size() + 1, maturity, whole,
				dayInterest(whole, terms.ratePercent(), from, maturity), fen(BigDecimal.ZERO)));
		return List.copyOf(rows);
	}

	static List<Instalment> bullet(LoanTerms terms, LocalDate maturity) {
		var whole = fen(terms.principal());
		return List.of(new Instalment(1, maturity, whole,
				dayInterest(whole, terms.ratePercent(), terms.start(), maturity), fen(BigDecimal.ZERO)));
	}

	private static BigDecimal monthInterest(BigDecimal balance, BigDecimal ratePercent) {
		return fen(balance.multiply(ratePercent).divide(MONTHS_PERCENT, EXACT));
	}

	private static BigDecimal dayInterest(BigDecimal balance, BigDecimal ratePercent, LocalDate from, LocalDate to) {
		var days = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to));
		return fen(balance.multiply(ratePercent).multiply(days).divide(DAYS_PERCENT, EXACT));
	}

	private static BigDecimal fen(BigDecimal yuan) {
		return yuan.setScale(2, RoundingMode.HALF_UP);
	}

}
