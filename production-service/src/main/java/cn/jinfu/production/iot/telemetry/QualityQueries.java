package cn.jinfu.production.iot.telemetry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Gaps in the readings of a day, and clocks that are off. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class QualityQueries {

	/** A day of a second's readings of one device is a few of these. */
	private static final int MOST_GAPS = 200;

	/** So many devices with a clock that is off are listed. */
	private static final int MOST_CLOCKS = 100;

	/** From each reading back to the one before it, or to where the day begins. */
	private static final String STEPS = """
			select x.series_id, x.ts, x.quality,
			       coalesce(lag(x.ts) over (partition by x.series_id order by x.ts), greatest(cast(:from as timestamptz), d.registered_at)) as before,
			       p.interval_s
			  from production_telemetry x
			  join production_series s on s.id = x.series_id
			  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
			  join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
			 where x.ts >= :from and x.ts < :to and
			""";

	private static final String DAY = """
			with steps as (""" + STEPS
			+ """
					 d.id in (:ids)),
					told as (
					  select series_id, count(*) as got, count(*) filter (where quality = 2) as outside,
					         count(*) filter (where quality = 1) as late, max(ts) as last,
					         count(*) filter (where ts - before > :gap * interval_s * interval '1 second') as gaps,
					         max(ts - before) filter (where ts - before > :gap * interval_s * interval '1 second') as longest
					    from steps group by 1)
					select s.id, d.id as device_id, d.name as device_name, d.sn, s.key, s.name, p.interval_s,
					       coalesce(t.got, 0) as got, coalesce(t.outside, 0) as outside, coalesce(t.late, 0) as late,
					       coalesce(t.gaps, 0) + case when e.rest > :gap * p.interval_s then 1 else 0 end as gaps,
					       greatest(date_part('epoch', t.longest), case when e.rest > :gap * p.interval_s then e.rest end) as longest,
					       greatest(0, floor(date_part('epoch', cast(:to as timestamptz) - greatest(cast(:from as timestamptz), d.registered_at)) / p.interval_s))::bigint as expected
					  from production_series s
					  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
					  join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
					  left join told t on t.series_id = s.id
					 cross join lateral (select date_part('epoch', cast(:to as timestamptz) - coalesce(t.last, greatest(cast(:from as timestamptz), d.registered_at))) as rest) e
					 where d.id in (:ids) and
					"""
			+ Reach.on("d", "d") + " order by d.name, d.sn, s.id";

	/** The middle message lies in the first size with which half of them are passed. */
	private static final String CLOCKS = """
			with sizes as (
			  select o.device_id, o.day, o.n, o.low_ms, o.high_ms, d.name, d.sn, d.member_id,
			         sum(o.n) over (partition by o.device_id, o.day order by o.low_ms) as passed,
			         sum(o.n) over (partition by o.device_id, o.day) as messages
			    from production_clock_offset o
			    join production_device d on d.tenant_id = o.tenant_id and d.id = o.device_id
			   where o.day >= :since and
			""" + Reach.on("d", "d") + """
			),
			days as (
			  select device_id, day, name, sn, member_id, messages, min(low_ms) as least, max(high_ms) as most,
			         min(low_ms / 2 + high_ms / 2) filter (where passed * 2 >= messages) as median
			    from sizes group by device_id, day, name, sn, member_id, messages)
			select * from days order by abs(median) desc, day desc, device_id""" + " limit " + MOST_CLOCKS;

	private final JdbcClient sql;

	private final TelemetryQueries series;

	private final Farms farms;

	private final BusinessClock clock;

	/** Every series of these devices, by device. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<SeriesQuality> ofDay(List<UUID> deviceIds, LocalDate day) {
		if (deviceIds.isEmpty()) {
			return List.of();
		}
		var reach = Reach.current();
		return sql.sql(DAY)
			.param("ids", deviceIds)
			.param("from", Timestamp.from(begin(day)))
			.param("to", Timestamp.from(end(day)))
			.param("gap", SeriesQuality.GAP)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> quality(row, day))
			.list();
	}

	/**
	 * The gaps of a series on that day, in order of time.
	 * @throws cn.jinfu.kernel.Refusal.NotFound for a series out of reach
	 */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<SeriesQuality.Gap> gaps(int seriesId, LocalDate day) {
		var facts = series.series(seriesId);
		var limit = Duration.ofSeconds((long) SeriesQuality.GAP * facts.intervalS());
		var gaps = new ArrayList<>(sql.sql("select before, ts from (" + STEPS + """
				s.id = :series) x where ts - before > :limit * interval '1 second' order by ts limit :most""")
			.param("series", seriesId)
			.param("from", Timestamp.from(begin(day)))
			.param("to", Timestamp.from(end(day)))
			.param("limit", limit.toSeconds())
			.param("most", MOST_GAPS)
			.query((row, n) -> new SeriesQuality.Gap(row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()))
			.list());
		var last = sql.sql("""
				select greatest(cast(:from as timestamptz), d.registered_at, (select max(ts) from production_telemetry
				         where series_id = s.id and ts >= :from and ts < :to))
				  from production_series s join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
				 where s.id = :series""")
			.param("series", seriesId)
			.param("from", Timestamp.from(begin(day)))
			.param("to", Timestamp.from(end(day)))
			.query(Timestamp.class)
			.single()
			.toInstant();
		if (Duration.between(last, end(day)).compareTo(limit) > 0) {
			gaps.add(new SeriesQuality.Gap(last, end(day)));
		}
		return List.copyOf(gaps);
	}

	/** Since that day, those that are off most first; one line for a device and day. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<ClockOffset> clocks(LocalDate since) {
		var reach = Reach.current();
		return farms.named(sql.sql(CLOCKS)
			.param("since", since)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new ClockOffset(row.getObject("device_id", UUID.class), row.getString("name"),
					row.getString("sn"), row.getObject("member_id", UUID.class), "",
					row.getObject("day", LocalDate.class), row.getLong("messages"),
					Duration.ofMillis(row.getLong("median")), Duration.ofMillis(row.getLong("least")),
					Duration.ofMillis(row.getLong("most"))))
			.list(), ClockOffset::memberId, ClockOffset::withMemberName);
	}

	private static Instant begin(LocalDate day) {
		return day.atStartOfDay(BusinessClock.ZONE).toInstant();
	}

	/** Of a day that is not over, what is over of it. */
	private Instant end(LocalDate day) {
		var end = begin(day.plusDays(1));
		return end.isAfter(clock.now()) ? clock.now() : end;
	}

	private static SeriesQuality quality(ResultSet row, LocalDate day) throws SQLException {
		var longest = row.getObject("longest", Double.class);
		return new SeriesQuality(row.getInt("id"), row.getObject("device_id", UUID.class), row.getString("device_name"),
				row.getString("sn"), row.getString("key"), row.getString("name"), day, row.getInt("interval_s"),
				row.getLong("got"), row.getLong("expected"), row.getLong("outside"), row.getLong("late"),
				row.getLong("gaps"), (longest != null) ? Duration.ofSeconds(longest.longValue()) : null);
	}

}
