package cn.jinfu.production.iot.telemetry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.iot.device.SeriesKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class TelemetryQueries {

	/** Three values each: below 2,000 in all. */
	static final int POINTS = 660;

	/** Newest values are asked for all at once; more than a county has. */
	static final int SERIES = 20_000;

	/** What the newest values may be narrowed to; null means all. */
	public record Filter(@Nullable UUID memberId, @Nullable UUID plotId, @Nullable UUID deviceId) {
	}

	/** A newest value without what a client of many does not need. */
	public record Newest(int series, UUID deviceId, String sn, @Nullable UUID plotId, String key, String unit,
			@Nullable Instant at, @Nullable Double value, boolean believed) {
	}

	/** A bad sort of point on one day. */
	public record Bad(UUID deviceId, BadReason reason, String key, long n, LocalDate day) {
	}

	/**
	 * @param expected readings of the last 24 hours if none were missing
	 */
	public record Completeness(UUID deviceId, long got, long expected) {

		/** In percent, 100 at most. */
		public long percent() {
			return (expected == 0) ? 0 : Math.min(100, got * 100 / expected);
		}

	}

	private static final String SELECT = """
			select s.id, s.device_id, d.sn, d.name as device_name, d.member_id, d.plot_id, g.name as plot_name, s.key,
			       s.name, s.unit, s.kind, s.scale, p.interval_s, l.ts, l.value, l.quality
			  from production_series s
			  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
			  join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
			  left join production_plot g on g.tenant_id = d.tenant_id and g.id = d.plot_id
			  left join production_latest l on l.series_id = s.id
			 where""" + Reach.on("d", "d");

	/** Microseconds instead of a timestamp: reading those as text took a third of it. */
	private static final String NEWEST = """
			select s.id, s.device_id, d.sn, d.plot_id, s.key, s.unit,
			       (extract(epoch from l.ts) * 1000000)::bigint as at, l.value, l.quality
			  from production_series s
			  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
			  left join production_latest l on l.series_id = s.id
			 where""" + Reach.on("d", "d");

	private final JdbcClient sql;

	private final Farms farms;

	private final BusinessClock clock;

	private final Partitions partitions;

	/** Every series of the devices in use with its newest value, by device and key. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<SeriesFacts> latest(Filter filter) {
		return narrowed(SELECT, filter).query(TelemetryQueries::facts).list();
	}

	/** The same for a client of many: a county's sixteen thousand in one answer. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Newest> newest(Filter filter) {
		return narrowed(NEWEST, filter).query(TelemetryQueries::newest).list();
	}

	private JdbcClient.StatementSpec narrowed(String select, Filter filter) {
		var text = new StringBuilder(select);
		// what is not asked for is left out, so that an index is used for what is
		if (filter.memberId() != null) {
			text.append(" and d.member_id = :member");
		}
		if (filter.plotId() != null) {
			text.append(" and d.plot_id = :plot");
		}
		text.append((filter.deviceId() != null) ? " and d.id = :device" : " and d.state <> 'RETIRED'");
		var query = reach(sql.sql(text + " order by d.sn, s.id limit " + SERIES));
		query = (filter.memberId() != null) ? query.param("member", filter.memberId()) : query;
		query = (filter.plotId() != null) ? query.param("plot", filter.plotId()) : query;
		return (filter.deviceId() != null) ? query.param("device", filter.deviceId()) : query;
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	public SeriesFacts series(int seriesId) {
		var found = reach(sql.sql(SELECT + " and s.id = :series")).param("series", seriesId)
			.query(TelemetryQueries::facts)
			.list();
		return farms.named(found, SeriesFacts::memberId, SeriesFacts::withMemberName)
			.stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.telemetry.series-not-found", seriesId));
	}

	/**
	 * A series by the number in an address.
	 * @throws NotFound for anything that is no number of ours
	 */
	public static int number(String series) {
		try {
			return Integer.parseInt(series);
		}
		catch (NumberFormatException none) {
			throw new NotFound("production.telemetry.series-not-found", series);
		}
	}

	/**
	 * From readings where they are wanted so fine and are still there, else from hours or
	 * days; what is not rolled up yet is always taken from the readings.
	 */
	@PreAuthorize("hasAuthority('production:device:view')")
	public Chart chart(int seriesId, Instant from, Instant to) {
		var series = series(seriesId);
		if (!from.isBefore(to)) {
			throw new RuleBroken("production.telemetry.span").at("from");
		}
		var fine = Duration.ofSeconds(Math.max(1, Math.ceilDiv(Duration.between(from, to).toSeconds(), POINTS)));
		if (fine.compareTo(Duration.ofDays(1)) >= 0) {
			var width = Duration.ofDays(Math.ceilDiv(fine.toSeconds(), 86_400));
			return new Chart(series, from, to, Chart.Source.DAYS, width, days(seriesId, from, to, width));
		}
		var kept = clock.today().minusDays(partitions.keepDays()).atStartOfDay(BusinessClock.ZONE).toInstant();
		if (fine.compareTo(Duration.ofHours(1)) >= 0 || from.isBefore(kept)) {
			var width = Duration.ofHours(Math.ceilDiv(fine.toSeconds(), 3_600));
			return new Chart(series, from, to, Chart.Source.HOURS, width, hours(seriesId, from, to, width));
		}
		return new Chart(series, from, to, Chart.Source.READINGS, fine, readings(seriesId, from, to, fine));
	}

	/** A reading as it was stored. */
	public record Measured(Instant at, double value, int quality) {
	}

	/** The first so many readings of a span, whatever their quality, in order of time. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Measured> measured(int seriesId, Instant from, Instant to, int limit) {
		series(seriesId);
		return sql.sql("""
				select ts, value, quality from production_telemetry
				 where series_id = ? and ts >= ? and ts < ? order by ts limit ?""")
			.params(seriesId, Timestamp.from(from), Timestamp.from(to), limit)
			.query((row, n) -> new Measured(row.getTimestamp(1).toInstant(), row.getDouble(2), row.getInt(3)))
			.list();
	}

	private List<Chart.Point> readings(int seriesId, Instant from, Instant to, Duration width) {
		return sql.sql("""
				select min(ts), min(value), max(value), avg(value), count(*) from production_telemetry
				 where series_id = :series and ts >= :from and ts < :to and quality < 2
				 group by date_bin(:width * interval '1 second', ts, :from) order by 1""")
			.param("series", seriesId)
			.param("from", Timestamp.from(from))
			.param("to", Timestamp.from(to))
			.param("width", width.toSeconds())
			.query(TelemetryQueries::point)
			.list();
	}

	private static final String RECENT = """
			select date_trunc('hour', ts) as bucket, count(*) as n, min(value) as vmin, max(value) as vmax, sum(value) as vsum
			  from production_telemetry where series_id = :series and quality < 2 and ts < :to
			   and ts >= greatest(:from, (select rolled_until from production_rollup_mark)) group by 1""";

	private List<Chart.Point> hours(int seriesId, Instant from, Instant to, Duration width) {
		var start = from.truncatedTo(ChronoUnit.HOURS);
		return sql.sql("""
				select min(bucket), min(vmin), max(vmax), sum(vsum) / sum(n), sum(n) from (
				  select bucket, n, vmin, vmax, vsum from production_rollup_hour
				   where series_id = :series and bucket >= :from and bucket < :to
				     and bucket < (select rolled_until from production_rollup_mark)
				  union all
				""" + RECENT + """
				) x group by date_bin(:width * interval '1 hour', bucket, :from) order by 1""")
			.param("series", seriesId)
			.param("from", Timestamp.from(start))
			.param("to", Timestamp.from(to))
			.param("width", width.toHours())
			.query(TelemetryQueries::point)
			.list();
	}

	private List<Chart.Point> days(int seriesId, Instant from, Instant to, Duration width) {
		var start = from.atZone(BusinessClock.ZONE).toLocalDate();
		return sql.sql("""
				select min(bucket), min(vmin), max(vmax), sum(vsum) / sum(n), sum(n) from (
				  select day::timestamp at time zone 'Asia/Shanghai' as bucket, n, vmin, vmax, vsum
				    from production_rollup_day where series_id = :series and day >= :day
				     and day::timestamp at time zone 'Asia/Shanghai' < :to
				  union all
				""" + RECENT + """
				) x group by date_bin(:width * interval '1 day', bucket, :from) order by 1""")
			.param("series", seriesId)
			.param("day", start)
			.param("from", Timestamp.from(start.atStartOfDay(BusinessClock.ZONE).toInstant()))
			.param("to", Timestamp.from(to))
			.param("width", width.toDays())
			.query(TelemetryQueries::point)
			.list();
	}

	/** What was wrong since that day, the most frequent first. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Bad> bad(@Nullable UUID deviceId, LocalDate since, int limit) {
		return reach(sql.sql("""
				select b.device_id, b.reason, b.key, sum(b.n), max(b.day) from production_bad_point b
				  join production_device d on d.tenant_id = b.tenant_id and d.id = b.device_id
				 where b.day >= :since and (:device = '' or b.device_id = nullif(:device, '')::uuid) and
				""" + Reach.on("d", "d") + " group by 1, 2, 3 order by 4 desc, 1, 2, 3 limit :limit"))
			.param("since", since)
			.param("device", (deviceId != null) ? deviceId.toString() : "")
			.param("limit", limit)
			.query((row, n) -> new Bad(row.getObject(1, UUID.class), BadReason.valueOf(row.getString(2)),
					row.getString(3), row.getLong(4), row.getObject(5, LocalDate.class)))
			.list();
	}

	/** Of the last 24 hours, for these devices. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Completeness> completeness(List<UUID> deviceIds) {
		if (deviceIds.isEmpty()) {
			return List.of();
		}
		return reach(sql.sql("""
				select d.id, coalesce(sum(t.n), 0), count(*) * (86400 / p.interval_s)
				  from production_device d
				  join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
				  join production_series s on s.tenant_id = d.tenant_id and s.device_id = d.id
				  left join lateral (select count(*) as n from production_telemetry x
				     where x.series_id = s.id and x.ts > :from and x.ts <= :to) t on true
				 where d.id in (:ids) and
				""" + Reach.on("d", "d") + " group by d.id, p.interval_s")).param("ids", deviceIds)
			.param("from", Timestamp.from(clock.now().minus(Duration.ofDays(1))))
			.param("to", Timestamp.from(clock.now()))
			.query((row, n) -> new Completeness(row.getObject(1, UUID.class), row.getLong(2), row.getLong(3)))
			.list();
	}

	/** Readings that found no day of their own; none is how it should be. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public long strays() {
		return partitions.strays();
	}

	private static JdbcClient.StatementSpec reach(JdbcClient.StatementSpec statement) {
		var reach = Reach.current();
		return statement.param("reachMember", reach.member()).param("reachDivision", reach.division());
	}

	private static Chart.Point point(ResultSet row, int n) throws SQLException {
		return new Chart.Point(row.getTimestamp(1).toInstant(), row.getDouble(2), row.getDouble(3), row.getDouble(4),
				row.getLong(5));
	}

	private static Newest newest(ResultSet row, int n) throws SQLException {
		var micros = row.getLong(7);
		var known = !row.wasNull();
		return new Newest(row.getInt(1), row.getObject(2, UUID.class), row.getString(3), row.getObject(4, UUID.class),
				row.getString(5), row.getString(6), known ? Instant.EPOCH.plus(micros, ChronoUnit.MICROS) : null,
				known ? row.getDouble(8) : null, row.getInt(9) < 2);
	}

	private static SeriesFacts facts(ResultSet row, int n) throws SQLException {
		var at = row.getTimestamp("ts");
		return new SeriesFacts(row.getInt("id"), row.getObject("device_id", UUID.class), row.getString("sn"),
				row.getString("device_name"), row.getObject("member_id", UUID.class), "",
				row.getObject("plot_id", UUID.class), row.getString("plot_name"), row.getString("key"),
				row.getString("name"), row.getString("unit"), SeriesKind.valueOf(row.getString("kind")),
				row.getInt("scale"), row.getInt("interval_s"), (at != null) ? at.toInstant() : null,
				(at != null) ? row.getDouble("value") : null, row.getInt("quality") < 2);
	}

}
