package cn.jinfu.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.support.ResourceBundleMessageSource;

/** By the notice of 2025-11-04 on the holidays of 2026. */
class WorkingDaysTests {

	private final WorkingDays days = new WorkingDays(year -> year == 2026 ? autumn2026() : Map.of(), words());

	private static Map<LocalDate, Boolean> autumn2026() {
		var exceptions = new HashMap<LocalDate, Boolean>();
		LocalDate.of(2026, 9, 25).datesUntil(LocalDate.of(2026, 9, 28)).forEach(day -> exceptions.put(day, false));
		LocalDate.of(2026, 10, 1).datesUntil(LocalDate.of(2026, 10, 8)).forEach(day -> exceptions.put(day, false));
		List.of(LocalDate.of(2026, 9, 20), LocalDate.of(2026, 10, 10)).forEach(day -> exceptions.put(day, true));
		return exceptions;
	}

	private static ResourceBundleMessageSource words() {
		var words = new ResourceBundleMessageSource();
		words.setBasename("messages/values");
		words.setDefaultEncoding("UTF-8");
		words.setFallbackToSystemLocale(false);
		words.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
		return words;
	}

	@ParameterizedTest
	@CsvSource({ "2026-09-29, 5, 2026-10-12", // around the national holidays, over a
												// working Saturday
			"2026-09-30, 1, 2026-10-08", "2026-10-03, 1, 2026-10-08", "2026-10-09, 1, 2026-10-10",
			"2026-09-18, 1, 2026-09-20", "2026-10-03, 0, 2026-10-08", "2026-10-08, 0, 2026-10-08",
			"2026-10-12, -5, 2026-09-29", "2026-10-08, -1, 2026-09-30" })
	void theDayItselfDoesNotCount(LocalDate from, int count, LocalDate due) {
		assertThat(days.add(from, count)).isEqualTo(due);
	}

	@Test
	void countingIsTheInverseOfAdding() {
		for (int count = 1; count < 60; count++) {
			var from = LocalDate.of(2026, 9, 16);
			assertThat(days.between(from, days.add(from, count))).isEqualTo(count);
		}
		assertThat(days.between(LocalDate.of(2026, 9, 30), LocalDate.of(2026, 10, 7))).isZero();
		assertThat(days.between(LocalDate.of(2026, 10, 8), LocalDate.of(2026, 9, 30))).isEqualTo(-1);
	}

	@Test
	void aDeadlineSaysHowLongAndUntilWhen() {
		assertThat(days.sentence(days.deadline(LocalDate.of(2026, 9, 29), 5), Locale.SIMPLIFIED_CHINESE))
			.isEqualTo("5 个工作日，至 2026-10-12");
	}

	@Test
	void whatCameInOnTheEveOfTheHolidayMayTakeUntilTheEndOfTheDay() {
		assertThat(days.until(Instant.parse("2026-09-29T15:59:59Z"), 5))
			.isEqualTo(Instant.parse("2026-10-12T15:59:59Z"));
		assertThat(days.until(Instant.parse("2026-09-29T16:00:00Z"), 1)).as("the next day in Shanghai already")
			.isEqualTo(Instant.parse("2026-10-08T15:59:59Z"));
	}

	@Test
	void aYearThatIsNotEnteredIsCountedByWeekendsAndSaysSo() {
		var deadline = days.deadline(LocalDate.of(2026, 12, 31), 1);
		assertThat(deadline).isEqualTo(new WorkingDays.Deadline(1, LocalDate.of(2027, 1, 1), false));
		assertThat(days.sentence(deadline, Locale.SIMPLIFIED_CHINESE)).contains("2027 年放假安排未录入");
	}

	@Test
	void noDeadlineIsThatFarAway() {
		assertThatIllegalArgumentException().isThrownBy(() -> days.add(LocalDate.of(2026, 1, 1), 1_000_000));
	}

}
