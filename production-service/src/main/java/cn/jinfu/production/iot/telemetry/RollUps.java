package cn.jinfu.production.iot.telemetry;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Five minutes, hours and days of readings. They are always computed anew from the
 * readings, so neither order nor repeats matter; a reading that comes after its hour was
 * closed marks it, and all of that hour is computed once more. An hour that is not over
 * yet is drawn from its readings.
 */
@Component
@RequiredArgsConstructor
public class RollUps {

	/** Shared by writers, alone for whoever closes hours. */
	static final long LOCK = 7_203_001;

	/** An hour is closed so long after its end. */
	private static final Duration GRACE = Duration.ofMinutes(2);

	private static final int AT_ONCE = 5_000;

	private record Mark(Timestamp closedUntil, Timestamp rolledUntil) {
	}

	private final JdbcTemplate jdbc;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	private final BusinessClock clock;

	private final Partitions partitions;

	/** Closes what is over, rolls it up, and what came late with it. */
	public void run() {
		partitions.ready();
		close(clock.now().minus(GRACE).truncatedTo(ChronoUnit.HOURS));
		while (Boolean.TRUE.equals(transaction.execute(_ -> rollNext()))) {
			Thread.onSpinWait();
		}
		while (Boolean.TRUE.equals(transaction.execute(_ -> again()))) {
			Thread.onSpinWait();
		}
	}

	/** In a transaction of its own: waits for the writers that do not know of it yet. */
	private void close(Instant until) {
		transaction.executeWithoutResult(_ -> {
			jdbc.query("select pg_advisory_xact_lock(" + LOCK + ")", _ -> {
			});
			sql.sql("update production_rollup_mark set closed_until = ? where closed_until < ?")
				.params(Timestamp.from(until), Timestamp.from(until))
				.update();
		});
	}

	private static final String WITHIN = """
			(select series_id, 'epoch'::timestamptz + ms * interval '1 millisecond' as bucket
			   from unnest(?::int[], ?::bigint[]) as u (series_id, ms))""";

	/** A day at a time; whether there may be more. */
	private boolean rollNext() {
		var mark = sql.sql("select closed_until, rolled_until from production_rollup_mark for update")
			.query(Mark.class)
			.single();
		var from = mark.rolledUntil().toInstant();
		var closed = mark.closedUntil().toInstant();
		if (!from.isBefore(closed)) {
			return false;
		}
		var day = from.plus(Duration.ofDays(1));
		var to = Timestamp.from(day.isBefore(closed) ? day : closed);
		sql.sql("insert into production_rollup_five " + FIVES
				+ " from production_telemetry where ts >= ? and ts < ? and quality < 2 group by 1, 2" + AGAIN)
			.params(mark.rolledUntil(), to)
			.update();
		sql.sql(HOURS.formatted("where f.bucket >= ? and f.bucket < ?")).params(mark.rolledUntil(), to).update();
		sql.sql(DAYS.formatted(
				"""
						where h.bucket >= date_trunc('day', ?::timestamptz at time zone 'Asia/Shanghai') at time zone 'Asia/Shanghai'
						  and h.bucket < ?::timestamptz"""))
			.params(mark.rolledUntil(), to)
			.update();
		sql.sql("update production_rollup_mark set rolled_until = ?").param(to).update();
		return true;
	}

	private static final String COLUMNS = "(series_id, bucket, n, vmin, vmax, vsum, vfirst, vlast)";

	/** First and last come from one sort. */
	private static final String FIVES = COLUMNS + """
			 select series_id, date_bin('5 minutes', ts, 'epoch'), count(*), min(value), max(value), sum(value),
			        (array_agg(value order by ts))[1], (array_agg(value order by ts))[count(*)::int]
			""";

	private static final String MERGED = """
			sum(x.n), min(x.vmin), max(x.vmax), sum(x.vsum),
			(array_agg(x.vfirst order by x.bucket))[1], (array_agg(x.vlast order by x.bucket))[count(*)::int]
			""";

	private static final String SET = """
			set n = excluded.n, vmin = excluded.vmin, vmax = excluded.vmax, vsum = excluded.vsum,
			    vfirst = excluded.vfirst, vlast = excluded.vlast""";

	private static final String AGAIN = " on conflict (series_id, bucket) do update " + SET;

	private static final String HOURS = "insert into production_rollup_hour " + COLUMNS
			+ " select f.series_id, date_trunc('hour', f.bucket), " + MERGED.replace("x.", "f.")
			+ " from production_rollup_five f %s group by 1, 2" + AGAIN;

	private static final String DAYS = """
			insert into production_rollup_day (series_id, day, n, vmin, vmax, vsum, vfirst, vlast)
			select h.series_id, (h.bucket at time zone 'Asia/Shanghai')::date,
			""" + MERGED.replace("x.", "h.")
			+ " from production_rollup_hour h %s group by 1, 2 on conflict (series_id, day) do update " + SET;

	/**
	 * The marks are taken first, which waits for writers that mark the same hour; the
	 * next statement then sees their rows.
	 */
	private boolean again() {
		List<Object[]> taken = sql.sql("""
				delete from production_dirty_bucket d using
				  (select series_id, bucket from production_dirty_bucket
				    where bucket < (select rolled_until from production_rollup_mark)
				    order by series_id, bucket limit ? for update) x
				 where d.series_id = x.series_id and d.bucket = x.bucket returning d.series_id, d.bucket""")
			.param(AT_ONCE)
			.query((row, n) -> new Object[] { row.getInt(1), row.getTimestamp(2) })
			.list();
		if (taken.isEmpty()) {
			return false;
		}
		var series = taken.stream().map(it -> (Integer) it[0]).toArray(Integer[]::new);
		var hours = taken.stream().map(it -> ((Timestamp) it[1]).getTime()).toArray(Long[]::new);
		// a reading never goes, so what was there before is only ever written over
		jdbc.update("insert into production_rollup_five "
				+ FIVES.replace("series_id, date_bin", "t.series_id, date_bin") + " from " + WITHIN + """
						x join production_telemetry t on t.series_id = x.series_id and t.ts >= x.bucket
						  and t.ts < x.bucket + interval '1 hour' and t.quality < 2
						group by 1, 2""" + AGAIN, series, hours);
		jdbc.update(HOURS.formatted("join " + WITHIN + """
				x on f.series_id = x.series_id and f.bucket >= x.bucket and f.bucket < x.bucket + interval '1 hour'"""),
				series, hours);
		jdbc.update(
				DAYS.formatted(
						"""
								join (select distinct series_id,
								             (('epoch'::timestamptz + ms * interval '1 millisecond') at time zone 'Asia/Shanghai')::date as day
								        from unnest(?::int[], ?::bigint[]) as u (series_id, ms)) y
								  on y.series_id = h.series_id and h.bucket >= y.day::timestamp at time zone 'Asia/Shanghai'
								 and h.bucket < (y.day + 1)::timestamp at time zone 'Asia/Shanghai'"""),
				series, hours);
		return taken.size() == AT_ONCE;
	}

}
