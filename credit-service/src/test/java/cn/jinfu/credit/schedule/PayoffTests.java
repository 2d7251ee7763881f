package cn.jinfu.credit.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.WorkingDays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.StaticMessageSource;

class PayoffTests {

	/** W1. */
	private static final LoanTerms EQUAL = new LoanTerms(new BigDecimal("300000"), new BigDecimal("4.35"), 12,
			LocalDate.of(2026, 1, 15), 15, RepayMethod.EQUAL_INSTALMENT);

	/** W3. */
	private static final LoanTerms QUARTERLY = new LoanTerms(new BigDecimal("500000"), new BigDecimal("4.15"), 12,
			LocalDate.of(2026, 1, 10), 10, RepayMethod.INTEREST_QUARTERLY);

	/**
	 * On the fifth due day W7 says what is left; five days of 176,581.10 at 4.35 % are
	 * 106.68. With nothing said what was due before is paid; an instalment that is due
	 * and not paid is asked for with its own interest (730.23 of W1), and days run on the
	 * balance of the schedule.
	 */
	@ParameterizedTest
	@CsvSource({ "2026-06-15,5,176581.10,0.00,0.00,176581.10", "2026-06-20,5,176581.10,0.00,106.68,176687.78",
			"2026-06-20,,176581.10,0.00,106.68,176687.78", "2026-06-15,,201443.84,730.23,0.00,202174.07",
			"2026-06-20,4,201443.84,730.23,106.68,202280.75", "2026-01-15,,300000.00,0.00,0.00,300000.00",
			"2027-01-15,,25500.53,92.44,0.00,25592.97", "2027-01-15,12,0.00,0.00,0.00,0.00" })
	@DisplayName("W7: what ends a loan of equal instalments")
	void equalInstalments(LocalDate on, Integer paid, String principal, String dueInterest, String accrued,
			String total) {
		same(EQUAL, on, paid, principal, dueInterest, accrued, total);
	}

	/** W3: the 20th still counts, the next period begins on the 21st. */
	@ParameterizedTest
	@CsvSource({ "2027-01-09,,500000.00,0.00,1095.14,501095.14", "2026-03-20,1,500000.00,0.00,0.00,500000.00",
			"2026-03-20,,500000.00,0.00,3977.08,503977.08", "2026-03-21,,500000.00,0.00,0.00,500000.00",
			"2026-03-21,0,500000.00,4034.72,0.00,504034.72", "2027-01-10,,500000.00,1152.78,0.00,501152.78" })
	@DisplayName("W3: what ends a loan with quarterly interest")
	void quarterly(LocalDate on, Integer paid, String principal, String dueInterest, String accrued, String total) {
		same(QUARTERLY, on, paid, principal, dueInterest, accrued, total);
	}

	@Test
	@DisplayName("W4: a bullet loan by its days")
	void bullet() {
		same(new LoanTerms(new BigDecimal("80000"), new BigDecimal("3.85"), 12, LocalDate.of(2026, 3, 2), 2,
				RepayMethod.BULLET), LocalDate.of(2026, 11, 30), null, "80000.00", "0.00", "2335.67", "82335.67");
	}

	private static void same(LoanTerms terms, LocalDate on, Integer paid, String principal, String dueInterest,
			String accrued, String total) {
		var it = Payoff.of(terms, paid, on);
		assertThat(it.principal()).isEqualTo(principal);
		assertThat(it.dueInterest()).isEqualTo(dueInterest);
		assertThat(it.accrued()).isEqualTo(accrued);
		assertThat(it.total()).isEqualTo(total);
	}

	@Test
	void aDayOutsideTheTermAndInstalmentsNotDueYetAreRefused() {
		refused("credit.payoff.day", "payoffDate", LocalDate.of(2026, 1, 14), null);
		refused("credit.payoff.day", "payoffDate", LocalDate.of(2027, 1, 16), null);
		refused("credit.payoff.paid", "paidInstalments", LocalDate.of(2026, 6, 15), 6);
		refused("credit.payoff.paid", "paidInstalments", LocalDate.of(2026, 6, 15), -1);
	}

	private static void refused(String code, String field, LocalDate on, Integer paid) {
		assertThatExceptionOfType(RuleBroken.class).isThrownBy(() -> Payoff.of(EQUAL, paid, on)).satisfies(it -> {
			assertThat(it.code()).isEqualTo(code);
			assertThat(it.field()).isEqualTo(field);
		});
	}

	/**
	 * The State Council's notice for 2026: 15 to 23 February is the Spring Festival, the
	 * 28th a working Saturday. 15 March and 15 November are Sundays, 15 August a
	 * Saturday.
	 */
	@Test
	@DisplayName("E2: due days that are holidays shift to the next working day, amounts stay")
	void dueDaysShiftOffHolidays() {
		var holidays = new java.util.TreeMap<LocalDate, Boolean>();
		LocalDate.of(2026, 2, 15).datesUntil(LocalDate.of(2026, 2, 24)).forEach(day -> holidays.put(day, false));
		holidays.put(LocalDate.of(2026, 2, 28), true);
		var calendar = new WorkingDays(year -> (year == 2026) ? holidays : Map.of(), new StaticMessageSource());
		var plain = Schedules.of(EQUAL);

		var shifted = Schedules.onWorkingDays(plain, day -> calendar.add(day, 0));

		assertThat(shifted).extracting(it -> it.dueOn().toString())
			.containsExactly("2026-02-24", "2026-03-16", "2026-04-15", "2026-05-15", "2026-06-15", "2026-07-15",
					"2026-08-17", "2026-09-15", "2026-10-15", "2026-11-16", "2026-12-15", "2027-01-15");
		assertThat(shifted).extracting(Instalment::amount)
			.containsExactlyElementsOf(plain.stream().map(Instalment::amount).toList());
		var clamped = new LoanTerms(new BigDecimal("300000"), new BigDecimal("4.35"), 12, LocalDate.of(2026, 1, 31), 31,
				RepayMethod.EQUAL_PRINCIPAL);
		assertThat(Schedules.onWorkingDays(Schedules.of(clamped), day -> calendar.add(day, 0)))
			.extracting(it -> it.dueOn().toString())
			.as("W2: a working Saturday stays, and the wanted day comes back")
			.startsWith("2026-02-28", "2026-03-31", "2026-04-30", "2026-06-01", "2026-06-30", "2026-07-31");
	}

	@Test
	void feesThatTakeTheWholeLoanAreRefused() {
		assertThatExceptionOfType(RuleBroken.class)
			.isThrownBy(() -> AllInCost.of(EQUAL, EQUAL.principal(), new BigDecimal("100")))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.terms.fees"));
	}

}
