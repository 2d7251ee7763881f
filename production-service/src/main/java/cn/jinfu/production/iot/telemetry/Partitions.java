package cn.jinfu.production.iot.telemetry;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicReference;

import cn.jinfu.kernel.BusinessClock;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The days in which readings lie: made ahead, and dropped whole when they are too old.
 * The tables are the owner's; two functions of the schema do what may be done.
 */
@Component
@RequiredArgsConstructor
@Slf4j
public class Partitions {

	private static final int AHEAD_DAYS = 7;

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final AtomicReference<@Nullable LocalDate> preparedOn = new AtomicReference<>();

	@Value("${jinfu.iot.keep-days:90}")
	private int keepDays;

	@Value("${jinfu.iot.keep-five-days:366}")
	private int keepFiveDays;

	@Value("${jinfu.iot.keep-hour-days:1830}")
	private int keepHourDays;

	/** Readings older than this are not taken. */
	public int keepDays() {
		return keepDays;
	}

	/** From then on there are readings. */
	Instant readingsSince() {
		return start(clock.today().minusDays(keepDays));
	}

	/** From then on there are sums of five minutes. */
	Instant fivesSince() {
		return start(clock.today().minusDays(keepFiveDays));
	}

	/** From then on there are hours; days are for ever. */
	Instant hoursSince() {
		return start(clock.today().minusDays(keepHourDays));
	}

	private static Instant start(LocalDate day) {
		return day.atStartOfDay(BusinessClock.ZONE).toInstant();
	}

	/** Asked before each write; costs nothing after the first of a day. */
	void ready() {
		var today = clock.today();
		if (!today.equals(preparedOn.get())) {
			prepare(today);
			preparedOn.set(today);
		}
	}

	/**
	 * From the oldest day that is kept to a week ahead.
	 * @return how many partitions were made
	 */
	int prepare(LocalDate today) {
		return sql.sql("select jf_telemetry_prepare(?, ?)")
			.params(Date.valueOf(today.minusDays(keepDays)), Date.valueOf(today.plusDays(AHEAD_DAYS)))
			.query(Integer.class)
			.single();
	}

	/**
	 * @return how many days of readings and months of sums were dropped
	 */
	int drop(LocalDate today) {
		var dropped = sql.sql("select jf_telemetry_drop(?)")
			.param(Date.valueOf(today.minusDays(keepDays)))
			.query(Integer.class)
			.single();
		if (dropped > 0) {
			log.info("dropped {} days of readings older than {} days", dropped, keepDays);
		}
		return dropped + sql.sql("select jf_rollup_drop(?, ?)")
			.params(Date.valueOf(today.minusDays(keepFiveDays)), Date.valueOf(today.minusDays(keepHourDays)))
			.query(Integer.class)
			.single();
	}

	/** Rows that found no partition; an empty default is how it should be. */
	long strays() {
		return sql.sql("""
				select (select count(*) from production_telemetry_default)
				     + (select count(*) from production_rollup_five_default)
				     + (select count(*) from production_rollup_hour_default)""").query(Long.class).single();
	}

}
