package cn.jinfu.kernel.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.WorkingDays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.context.support.ResourceBundleMessageSource;

/** R16: a deadline says how many working days are left, and the day. */
class DeadlineWordsTests {

	/** A Tuesday before the national holidays, at ten in the morning. */
	private static final Instant NOW = Instant.parse("2026-09-29T02:00:00Z");

	private final ResourceBundleMessageSource words = words();

	private final Formats formats = new Formats(words, new BusinessClock(Clock.fixed(NOW, BusinessClock.ZONE)),
			new WorkingDays(year -> year == 2026 ? holidays() : Map.of(), words));

	private static Map<LocalDate, Boolean> holidays() {
		var exceptions = new HashMap<LocalDate, Boolean>();
		LocalDate.of(2026, 10, 1).datesUntil(LocalDate.of(2026, 10, 8)).forEach(day -> exceptions.put(day, false));
		exceptions.put(LocalDate.of(2026, 10, 10), true);
		return exceptions;
	}

	private static ResourceBundleMessageSource words() {
		var words = new ResourceBundleMessageSource();
		words.setBasenames("messages/values", "messages/ui");
		words.setDefaultEncoding("UTF-8");
		words.setFallbackToSystemLocale(false);
		words.setDefaultLocale(Locale.SIMPLIFIED_CHINESE);
		return words;
	}

	@BeforeEach
	void readInChinese() {
		LocaleContextHolder.setLocale(Locale.SIMPLIFIED_CHINESE);
	}

	@AfterEach
	void forget() {
		LocaleContextHolder.resetLocaleContext();
	}

	@ParameterizedTest
	@CsvSource({ "2026-10-12, '5 个工作日，至 2026-10-12', ''", "2026-10-07, '1 个工作日，至 2026-10-07', ''",
			"2026-09-30, '明天，至 2026-09-30', soon", "2026-09-29, '今天 23:59', soon",
			"2026-09-25, '超时 3 天，应于 2026-09-25', late" })
	void dayIsCountedInWorkingDays(LocalDate due, String text, String tone) {
		assertThat(formats.dueOn(due)).isEqualTo(new Formats.Due(text, tone));
	}

	@Test
	void whatMayTakeFiveDaysSaysUntilWhen() {
		assertThat(formats.within(NOW, 5)).isEqualTo("5 个工作日，至 2026-10-12");
		assertThat(formats.within(null, 5)).isEqualTo("\u2014");
		assertThat(formats.within(Instant.parse("2026-12-31T02:00:00Z"), 5)).contains("2027 年放假安排未录入");
	}

	@Test
	void withoutADeadlineThereIsADash() {
		assertThat(formats.dueOn(null)).isEqualTo(new Formats.Due("\u2014", ""));
	}

}
