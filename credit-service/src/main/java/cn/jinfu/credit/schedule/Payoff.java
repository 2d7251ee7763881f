package cn.jinfu.credit.schedule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * What ends a loan on a day before its last: the principal that was not repaid, the
 * interest of instalments that are due and not paid, and the interest of the days since,
 * on the balance that the schedule has then. The day itself earns nothing. Penalties for
 * what is overdue are not in it; they follow from the contract.
 *
 * @param paid how many instalments are taken as paid
 * @param principal not repaid yet, in yuan with two decimals
 * @param dueInterest of instalments due by that day and not paid
 * @param accrued by days since the last due day, by the basis of the terms
 */
public record Payoff(LocalDate on, int paid, BigDecimal principal, BigDecimal dueInterest, BigDecimal accrued) {

	public BigDecimal total() {
		return principal.add(dueInterest).add(accrued);
	}

	/**
	 * @param paid null: all that were due before that day
	 * @throws RuleBroken {@code credit.payoff.day} outside the loan's term,
	 * {@code credit.payoff.paid} for more instalments than are due by that day
	 */
	public static Payoff of(LoanTerms terms, @Nullable Integer paid, LocalDate on) {
		var rows = Schedules.of(terms);
		if (on.isBefore(terms.start()) || on.isAfter(rows.getLast().dueOn())) {
			throw new RuleBroken("credit.payoff.day", terms.start(), rows.getLast().dueOn()).at("payoffDate");
		}
		var due = (int) rows.stream().filter(it -> !it.dueOn().isAfter(on)).count();
		var before = (int) rows.stream().filter(it -> it.dueOn().isBefore(on)).count();
		var taken = (paid != null) ? paid : before;
		if (taken < 0 || taken > due) {
			throw new RuleBroken("credit.payoff.paid", due).at("paidInstalments");
		}
		var ended = (int) rows.stream().filter(it -> !Schedules.periodEnd(terms, it).isAfter(on)).count();
		var passed = Math.max(taken, ended);
		var from = (passed == 0) ? terms.start() : Schedules.periodEnd(terms, rows.get(passed - 1));
		var dueInterest = Schedules.totalInterest(rows.subList(taken, passed)).setScale(2);
		var accrued = from.isBefore(on)
				? terms.basis().interest(balance(terms, rows, passed), terms.ratePercent(), from, on) : BigDecimal.ZERO;
		return new Payoff(on, taken, balance(terms, rows, taken), dueInterest,
				accrued.setScale(2, RoundingMode.HALF_UP));
	}

	private static BigDecimal balance(LoanTerms terms, List<Instalment> rows, int after) {
		return (after == 0) ? terms.principal().setScale(2, RoundingMode.HALF_UP) : rows.get(after - 1).balanceAfter();
	}

}
