package cn.jinfu.credit.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.LocalDate;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
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
