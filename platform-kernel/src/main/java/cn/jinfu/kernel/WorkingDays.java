package cn.jinfu.kernel;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Counts working days by the State Council's yearly notice of holidays and shifted
 * weekends (放假调休), from {@code platform_working_day}. A year nobody has entered yet
 * counts by weekends alone, and a deadline in it says so.
 */
@Component
public class WorkingDays {

	/**
	 * A promise in working days.
	 *
	 * @param certain false when the way to {@code due} leads through a year whose
	 * holidays are not entered yet
	 */
	public record Deadline(int days, LocalDate due, boolean certain) {
	}

	private record Year(Map<LocalDate, Boolean> exceptions, long readAt) {
	}

	private static final int LONGEST = 3_000;

	private static final long KEPT = Duration.ofMinutes(5).toNanos();

	private final IntFunction<Map<LocalDate, Boolean>> source;

	private final MessageSource messages;

	private final Map<Integer, Year> years = new ConcurrentHashMap<>();

	@Autowired
	WorkingDays(JdbcTemplate jdbc, MessageSource messages) {
		this(year -> read(jdbc, year), messages);
	}

	/**
	 * @param source the exceptions of a year, true for a working weekend; empty when the
	 * year is not entered
	 */
	public WorkingDays(IntFunction<Map<LocalDate, Boolean>> source, MessageSource messages) {
		this.source = source;
		this.messages = messages;
	}

	public boolean isWorkingDay(LocalDate day) {
		var weekend = day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
		return year(day).getOrDefault(day, !weekend);
	}

	/** Whether the holidays of that year are entered. */
	public boolean isEntered(int year) {
		return !year(LocalDate.of(year, 1, 1)).isEmpty();
	}

	/**
	 * The days of that year that differ from their weekday, true for a working weekend;
	 * ascending, empty when the year is not entered.
	 */
	public SortedMap<LocalDate, Boolean> exceptions(int year) {
		return new TreeMap<>(year(LocalDate.of(year, 1, 1)));
	}

	/**
	 * Read again what was entered for this year; other instances see it within minutes.
	 */
	public void forget(int year) {
		years.remove(year);
	}

	/**
	 * The {@code days}th working day after that date, which itself does not count (民法典
	 * art. 201). None at all means the day itself or, when it is a holiday, the next
	 * working day (art. 203). A negative number counts backwards.
	 */
	public LocalDate add(LocalDate date, int days) {
		if (Math.abs(days) > LONGEST) {
			throw new IllegalArgumentException("working days " + days);
		}
		var day = date;
		if (days == 0) {
			while (!isWorkingDay(day)) {
				day = day.plusDays(1);
			}
			return day;
		}
		for (int left = Math.abs(days); left > 0;) {
			day = day.plusDays(Integer.signum(days));
			if (isWorkingDay(day)) {
				left--;
			}
		}
		return day;
	}

	/**
	 * How many working days lie after {@code from} up to and including {@code to};
	 * negative when {@code to} is earlier.
	 */
	public int between(LocalDate from, LocalDate to) {
		if (to.isBefore(from)) {
			return -between(to, from);
		}
		return (int) from.plusDays(1).datesUntil(to.plusDays(1)).filter(this::isWorkingDay).count();
	}

	/**
	 * Until when something may take that came in at that moment: the last second of the
	 * {@code days}th working day after it.
	 */
	public Instant until(Instant since, int days) {
		return until(since.atZone(BusinessClock.ZONE).toLocalDate(), days);
	}

	/** The same for what came in some time that day. */
	public Instant until(LocalDate since, int days) {
		return BusinessClock.endOf(add(since, days));
	}

	public Deadline deadline(LocalDate from, int days) {
		var due = add(from, days);
		var certain = from.getYear() <= due.getYear()
				? IntStream.rangeClosed(from.getYear(), due.getYear()).allMatch(this::isEntered)
				: isEntered(due.getYear());
		return new Deadline(days, due, certain);
	}

	/** 5 个工作日，至 2026-10-12. */
	public String sentence(Deadline deadline) {
		return sentence(deadline, LocaleContextHolder.getLocale());
	}

	public String sentence(Deadline deadline, Locale locale) {
		var key = deadline.certain() ? "kernel.working-days.deadline" : "kernel.working-days.deadline-uncertain";
		return String.valueOf(messages.getMessage(key,
				new Object[] { deadline.days(), deadline.due(), Integer.toString(deadline.due().getYear()) }, locale));
	}

	private Map<LocalDate, Boolean> year(LocalDate day) {
		var now = System.nanoTime();
		return years.compute(day.getYear(), (year, known) -> known != null && now - known.readAt() < KEPT ? known
				: new Year(Map.copyOf(source.apply(year)), now))
			.exceptions();
	}

	private static Map<LocalDate, Boolean> read(JdbcTemplate jdbc, int year) {
		var exceptions = new HashMap<LocalDate, Boolean>();
		jdbc.query("select day, working from platform_working_day where day between ? and ?", row -> {
			exceptions.put(row.getObject(1, LocalDate.class), row.getBoolean(2));
		}, LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
		return exceptions;
	}

}
