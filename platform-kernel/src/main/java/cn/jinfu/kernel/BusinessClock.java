package cn.jinfu.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The time by which the business lives. Tokens, signatures, sessions and lock-outs use
 * the system clock instead. A demo may move it forward by whole days, for all threads and
 * never back; demo loading and tests pin it for their own thread.
 */
@Component
public class BusinessClock {

	public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

	private static final ThreadLocal<@Nullable Instant> PINNED = new ThreadLocal<>();

	private final Clock system;

	private final AtomicInteger aheadDays = new AtomicInteger();

	BusinessClock() {
		this(Clock.systemUTC());
	}

	public BusinessClock(Clock system) {
		this.system = system;
	}

	public Instant now() {
		var pinned = PINNED.get();
		return (pinned != null) ? pinned
				: system.instant().plus(Duration.ofDays(aheadDays.get())).truncatedTo(ChronoUnit.MICROS);
	}

	/** The business date: the calendar date in Asia/Shanghai. */
	public LocalDate today() {
		return now().atZone(ZONE).toLocalDate();
	}

	/** How many days it is ahead of the system clock; 0 everywhere but in a demo. */
	public int aheadDays() {
		return aheadDays.get();
	}

	/** The calendar date that it really is. */
	public LocalDate realDate() {
		return system.instant().atZone(ZONE).toLocalDate();
	}

	/**
	 * From now on at least so many days ahead, for every thread; fewer than before change
	 * nothing.
	 */
	public void advance(int days) {
		aheadDays.accumulateAndGet(days, Math::max);
	}

	/** The last second of that day. */
	public static Instant endOf(LocalDate day) {
		return day.plusDays(1).atStartOfDay(ZONE).minusSeconds(1).toInstant();
	}

	/** Runs the body as if it were then; for demo data and tests. */
	public static <T extends @Nullable Object> T at(Instant then, Supplier<T> body) {
		var before = PINNED.get();
		PINNED.set(then);
		try {
			return body.get();
		}
		finally {
			if (before == null) {
				PINNED.remove();
			}
			else {
				PINNED.set(before);
			}
		}
	}

}
