package cn.jinfu.credit.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulesTests {

	/** Rows computed outside this code base, by exact decimals. */
	@ParameterizedTest
	@CsvFileSource(resources = "/credit/schedules.csv", numLinesToSkip = 1)
	void eachRowIsTheGoldenOne(String name, RepayMethod method, BigDecimal principal, BigDecimal rate, int months,
			LocalDate start, int dueDay, int nr, LocalDate dueOn, BigDecimal rowPrincipal, BigDecimal rowInterest,
			BigDecimal balanceAfter) {
		var row = Schedules.of(new LoanTerms(principal, rate, months, start, dueDay, method)).get(nr - 1);

		assertThat(row).isEqualTo(new Instalment(nr, dueOn, rowPrincipal, rowInterest, balanceAfter));
	}

	@ParameterizedTest
	@EnumSource
	void thePrincipalAddsUpAndTheLastBalanceIsZero(RepayMethod method) {
		for (var principal : new String[] { "0.01", "1000.01", "289000", "999999.99" }) {
			var terms = new LoanTerms(new BigDecimal(principal), new BigDecimal("3.85"), 12, LocalDate.of(2026, 11, 30),
					31, method);
			if (method == RepayMethod.EQUAL_INSTALMENT && principal.equals("0.01")) {
				assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> Schedules.of(terms));
				continue;
			}
			var rows = Schedules.of(terms);

			assertThat(rows.stream().map(Instalment::principal).reduce(BigDecimal.ZERO, BigDecimal::add))
				.isEqualByComparingTo(principal);
			assertThat(rows.getLast().balanceAfter()).isZero();
			assertThat(rows).allSatisfy(it -> {
				assertThat(it.principal()).isNotNegative();
				assertThat(it.interest()).isNotNegative();
			});
			assertThat(Schedules.of(terms)).isEqualTo(rows);
		}
	}

	@Test
	void bulletInterestRunsByActualDays() {
		var terms = new LoanTerms(new BigDecimal("80000"), new BigDecimal("3.85"), 9, LocalDate.of(2026, 3, 2), 2,
				RepayMethod.BULLET);

		assertThat(Schedules.bullet(terms, LocalDate.of(2026, 11, 30)).getFirst().interest()).isEqualTo("2335.67");
		assertThat(Schedules
			.bullet(new LoanTerms(terms.principal(), terms.ratePercent(), 9, terms.start(), 2, RepayMethod.BULLET,
					DayCount.ACT_365, FirstPeriod.WITH_FIRST_INSTALMENT), LocalDate.of(2026, 11, 30))
			.getFirst()
			.interest()).as("W4 by the year of 365").isEqualTo("2303.67");
	}

	/** On 360,000 at 10 %: a day of a year of 360 is 100 yuan. */
	@ParameterizedTest
	@CsvSource({ "ACT_360,2026-01-31,2026-03-01,2900.00", "ACT_365,2026-01-31,2026-03-01,2860.27",
			"ACT_365,2024-02-28,2024-03-01,197.26", "THIRTY_360,2026-01-31,2026-03-31,6000.00",
			"THIRTY_360,2026-01-30,2026-01-31,0.00", "THIRTY_360,2026-01-29,2026-01-31,200.00",
			"THIRTY_E_360,2026-01-29,2026-01-31,100.00", "THIRTY_360,2026-02-28,2026-03-31,3300.00",
			"THIRTY_E_360,2026-02-28,2026-03-31,3200.00", "ACT_ACT,2023-12-31,2024-01-02,196.99",
			"ACT_ACT,2023-12-31,2025-01-02,36197.26", "WHOLE_MONTHS,2026-01-31,2026-03-05,3500.00",
			"WHOLE_MONTHS,2026-01-15,2026-04-15,9000.00", "ACT_360,2026-05-01,2026-05-01,0.00" })
	void daysBecomeInterestByTheBasis(DayCount basis, LocalDate from, LocalDate to, String yuan) {
		assertThat(basis.interest(new BigDecimal("360000"), BigDecimal.TEN, from, to).setScale(2, RoundingMode.HALF_UP))
			.isEqualTo(yuan);
	}

	@Test
	@DisplayName("W5: 随借随还, by day on the closing balance, with a rate that changes under way")
	void aRevolvingLoanAccruesByDay() {
		var movements = new TreeMap<>(Map.of(LocalDate.of(2026, 3, 1), new BigDecimal("200000"),
				LocalDate.of(2026, 3, 18), new BigDecimal("100000"), LocalDate.of(2026, 4, 10),
				new BigDecimal("-150000"), LocalDate.of(2026, 5, 6), new BigDecimal("-150000")));
		var rates = new TreeMap<>(Map.of(LocalDate.of(2026, 3, 1), new BigDecimal("3.85"), LocalDate.of(2026, 4, 1),
				new BigDecimal("3.75")));

		var days = DailyAccrual.of(movements, rates, DayCount.ACT_360, LocalDate.of(2026, 5, 10));

		assertThat(DailyAccrual.posted(days)).isEqualTo("1500.28");
		assertThat(days.stream().map(DailyAccrual.Day::exact).reduce(BigDecimal.ZERO, BigDecimal::add))
			.isCloseTo(new BigDecimal("1500.2777777778"), within(new BigDecimal("0.0000000001")));
		assertThat(days.stream().filter(it -> it.balance().compareTo(new BigDecimal("300000")) == 0)).hasSize(23);
		assertThat(days.getLast().balance()).isZero();
	}

	@Test
	@DisplayName("W13, I5: what is booked by day never drifts from the exact sum")
	void dailyBookingsDoNotDrift() {
		var start = LocalDate.of(2026, 1, 1);
		var days = DailyAccrual.of(new TreeMap<>(Map.of(start, new BigDecimal("123456.78"))),
				new TreeMap<>(Map.of(start, new BigDecimal("4.35"))), DayCount.ACT_360, start.plusDays(7));

		assertThat(days).extracting(it -> it.posted().toPlainString())
			.containsExactly("14.92", "14.92", "14.91", "14.92", "14.92", "14.92", "14.91");
		assertThat(DailyAccrual.posted(days)).isEqualTo("104.42");
		var year = DailyAccrual.of(new TreeMap<>(Map.of(start, new BigDecimal("123456.78"))),
				new TreeMap<>(Map.of(start, new BigDecimal("4.35"))), DayCount.ACT_360, start.plusYears(1));
		var exact = BigDecimal.ZERO;
		var posted = BigDecimal.ZERO;
		for (var day : year) {
			exact = exact.add(day.exact());
			posted = posted.add(day.posted());
			assertThat(posted).isEqualTo(exact.setScale(2, RoundingMode.HALF_UP));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "EQUAL_INSTALMENT", "EQUAL_PRINCIPAL" })
	void interestOfTheFirstDaysMayBePaidAlone(RepayMethod method) {
		var terms = new LoanTerms(new BigDecimal("120000"), new BigDecimal("4.35"), 6, LocalDate.of(2026, 1, 8), 20,
				method, DayCount.ACT_360, FirstPeriod.INTEREST_ALONE);
		var alone = Schedules.of(terms);
		var plain = Schedules.of(new LoanTerms(new BigDecimal("120000"), new BigDecimal("4.35"), 6,
				LocalDate.of(2026, 2, 20), 20, method));

		assertThat(alone.getFirst()).isEqualTo(new Instalment(1, LocalDate.of(2026, 2, 20), new BigDecimal("0.00"),
				new BigDecimal("623.50"), new BigDecimal("120000.00")));
		assertThat(alone).hasSize(7);
		assertThat(terms.maturity()).isEqualTo(alone.getLast().dueOn());
		for (int n = 0; n < 6; n++) {
			var it = plain.get(n);
			assertThat(alone.get(n + 1))
				.isEqualTo(new Instalment(it.nr() + 1, it.dueOn(), it.principal(), it.interest(), it.balanceAfter()));
		}
	}

	@Test
	void withoutInterestEveryMonthPaysItsShare() {
		assertThat(Schedules.level(new BigDecimal("120000"), BigDecimal.ZERO, 12)).isEqualTo("10000.00");
	}

	@Test
	void allInCostCountsTheGuaranteeFee() {
		var terms = new LoanTerms(new BigDecimal("300000"), new BigDecimal("4.35"), 12, LocalDate.of(2026, 1, 15), 15,
				RepayMethod.EQUAL_INSTALMENT);

		var cost = AllInCost.of(terms, new BigDecimal("300000"), new BigDecimal("0.8"));

		assertThat(cost.interest()).isEqualTo("7115.64");
		assertThat(cost.guaranteeFee()).isEqualTo("2400.00");
		assertThat(cost.total()).isEqualTo("9515.64");
		assertThat(cost.annualPercent()).isEqualTo("5.8508");
		assertThat(cost.compoundPercent()).isEqualTo("6.0103");
	}

	/** By an independent calculation: dated flows, a year of 365 days. */
	@ParameterizedTest
	@CsvSource({ "0,4.2769", "0.6,4.9166" })
	void byDaysTheCompoundRateIsThatOfTheDatedFlows(BigDecimal fee, String percent) {
		var terms = new LoanTerms(new BigDecimal("500000"), new BigDecimal("4.15"), 12, LocalDate.of(2026, 1, 10), 10,
				RepayMethod.INTEREST_QUARTERLY);

		assertThat(AllInCost.of(terms, terms.principal(), fee).compoundPercent()).isEqualTo(percent);
	}

	@Test
	void withoutFeesTheAllInRateIsTheLoanRate() {
		var terms = new LoanTerms(new BigDecimal("300000"), new BigDecimal("4.35"), 12, LocalDate.of(2026, 1, 15), 15,
				RepayMethod.EQUAL_INSTALMENT);

		assertThat(AllInCost.of(terms, BigDecimal.ZERO, BigDecimal.ZERO).annualPercent())
			.isEqualByComparingTo("4.3500");
	}

	@Test
	void feeOfAnEarlyEndIsProRata() {
		assertThat(AllInCost.guaranteeFee(new BigDecimal("300000"), new BigDecimal("0.8"), 200)).isEqualTo("1315.07");
	}

	@Test
	void termsThatCannotBeAreRefused() {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> new LoanTerms(BigDecimal.ONE,
				new BigDecimal("36.01"), 12, LocalDate.of(2026, 1, 1), 1, RepayMethod.BULLET));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> new LoanTerms(BigDecimal.ZERO, BigDecimal.ONE, 12,
				LocalDate.of(2026, 1, 1), 1, RepayMethod.BULLET));
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> new LoanTerms(BigDecimal.ONE, BigDecimal.ONE, 0,
				LocalDate.of(2026, 1, 1), 1, RepayMethod.BULLET));
	}

}
