package cn.jinfu.production.iot.telemetry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.iot.device.KnownSeries;
import cn.jinfu.production.iot.device.SeriesKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.annotation.JsonSerialize;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class TelemetryQueries {

	/** Three values each: below 2,000 in all. */
	static final int POINTS = 660;

	private static final Duration FIVE = Duration.ofMinutes(5);

	/** So far back a meter's reading before the span is looked for. */
	private static final Duration LEAD = Duration.ofDays(2);

	/** Newest values are asked for all at once; more than a county has. */
	static final int SERIES = 20_000;

	/** What the newest values may be narrowed to; null means all. */
	public record Filter(@Nullable UUID memberId, @Nullable UUID plotId, @Nullable UUID deviceId) {

		boolean covers(KnownSeries.One series) {
			return (memberId == null || memberId.equals(series.memberId()))
					&& (plotId == null || plotId.equals(series.plotId()))
					&& ((deviceId == null) ? !series.retired() : deviceId.equals(series.deviceId()));
		}

	}

	/** A newest value without what a client of many does not need. */
	@JsonSerialize(using = NewestWriter.class)
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

	/** Microseconds instead of a timestamp, which would be read as text. */
	private static final String NEWEST = """
			select series_id, (date_part('epoch', ts) * 1000000)::bigint, value, quality from production_latest""";

	/** Of so many series at most only their own values are read. */
	private static final int FEW = 2_000;

	private record Value(Instant at, double value, boolean believed) {
	}

	private final JdbcClient sql;

	private final Farms farms;

	private final BusinessClock clock;

	private final Partitions partitions;

	private final KnownSeries known;

	/** Every series of the devices in use with its newest value, by device and key. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<SeriesFacts> latest(Filter filter) {
		return narrowed(SELECT, filter, "d.sn, s.id").query(TelemetryQueries::facts).list();
	}

	/**
	 * The same for a client of many: a county's sixteen thousand in one answer. What does
	 * not change from one reading to the next is kept, so only values are read, without a
	 * join; the table of newest values has no tenant, and those of others are passed
	 * over.
	 */
	@PreAuthorize("hasAuthority('production:device:view')")
	public List<Newest> newest(Filter filter) {
		var reach = Reach.current();
		var wanted = known.all()
			.stream()
			.filter(it -> reach.covers(it.memberId(), it.division()) && filter.covers(it))
			.limit(SERIES)
			.toList();
		var few = wanted.size() <= FEW;
		var values = new HashMap<Integer, Value>(wanted.size() * 2);
		var query = sql.sql(few ? NEWEST + " where series_id = any (:series)" : NEWEST);
		(few ? query.param("series", wanted.stream().map(KnownSeries.One::id).toArray(Integer[]::new)) : query)
			.query(row -> {
				values.put(row.getInt(1), new Value(Instant.EPOCH.plus(row.getLong(2), ChronoUnit.MICROS),
						row.getDouble(3), row.getInt(4) < 2));
			});
		return wanted.stream().map(it -> newest(it, values.get(it.id()))).toList();
	}

	private JdbcClient.StatementSpec narrowed(String select, Filter filter, String order) {
		var text = new StringBuilder(select);
		// what is not asked for is left out, so that an index is used for what is
		if (filter.memberId() != null) {
			text.append(" and d.member_id = :member");
		}
		if (filter.plotId() != null) {
			text.append(" and d.plot_id = :plot");
		}
		text.append((filter.deviceId() != null) ? " and d.id = :device" : " and d.state <> 'RETIRED'");
		var query = reach(sql.sql(text + " order by " + order + " limit " + SERIES));
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
	 * From readings where they are wanted so fine and are still there, else from five
	 * minutes, hours or days; what is not rolled up yet is always taken from the
	 * readings.
	 */
	@PreAuthorize("hasAuthority('production:device:view')")
	public Chart chart(int seriesId, Instant from, Instant to) {
		var series = series(seriesId);
		if (!from.isBefore(to)) {
			throw new RuleBroken("production.telemetry.span").at("from");
		}
		var fine = Duration.ofSeconds(Math.max(1, Math.ceilDiv(Duration.between(from, to).toSeconds(), POINTS)));
		var source = source(fine, from);
		var step = step(source);
		var width = (source == Chart.Source.READINGS) ? fine
				: step.multipliedBy(Math.ceilDiv(fine.toSeconds(), step.toSeconds()));
		return new Chart(series, from, to, source, width, points(series, source, start(source, from), to, width));
	}

	private Chart.Source source(Duration fine, Instant from) {
		if (fine.compareTo(Duration.ofDays(1)) >= 0 || from.isBefore(partitions.hoursSince())) {
			return Chart.Source.DAYS;
		}
		if (fine.compareTo(Duration.ofHours(1)) >= 0 || from.isBefore(partitions.fivesSince())) {
			return Chart.Source.HOURS;
		}
		return (fine.compareTo(FIVE) >= 0 || from.isBefore(partitions.readingsSince())) ? Chart.Source.FIVES
				: Chart.Source.READINGS;
	}

	private static Duration step(Chart.Source source) {
		return switch (source) {
			case READINGS -> Duration.ofSeconds(1);
			case FIVES -> FIVE;
			case HOURS -> Duration.ofHours(1);
			case DAYS -> Duration.ofDays(1);
		};
	}

	/** Where the first sum begins that has a part in the span. */
	private static Instant start(Chart.Source source, Instant from) {
		return switch (source) {
			case READINGS -> from;
			case FIVES -> Instant.ofEpochSecond(from.getEpochSecond() / FIVE.toSeconds() * FIVE.toSeconds());
			case HOURS -> from.truncatedTo(ChronoUnit.HOURS);
			case DAYS -> from.atZone(BusinessClock.ZONE).toLocalDate().atStartOfDay(BusinessClock.ZONE).toInstant();
		};
	}

	/** A reading as it was stored. */
	public record Measured(Instant at, double value, int quality) {
	}

	/** Whether the span holds more readings than that; counts no further. */
	@PreAuthorize("hasAuthority('production:device:view')")
	public boolean isMoreThan(int seriesId, Instant from, Instant to, int most) {
		return sql.sql("""
				select count(*) from (select 1 from production_telemetry
				  where series_id = ? and ts >= ? and ts < ? limit ?) x""")
			.params(seriesId, Timestamp.from(from), Timestamp.from(to), most + 1)
			.query(Long.class)
			.single() > most;
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

	private static final String READ = """
			select ts as bucket, 1 as n, value as vmin, value as vmax, value as vsum, value as vfirst, value as vlast
			  from production_telemetry where series_id = :series and ts >= :from and ts < :to and quality < 2""";

	/** What was rolled up, and the readings since then as sums of the same kind. */
	private static final String ROLLED = """
			select %1$s as bucket, n, vmin, vmax, vsum, vfirst, vlast from %2$s
			 where series_id = :series and %3$s and %1$s < (select rolled_until from production_rollup_mark)
			union all
			select date_bin('%4$d seconds', ts, timestamptz '1970-01-01 00:00:00+08'), count(*), min(value), max(value),
			       sum(value), (array_agg(value order by ts))[1], (array_agg(value order by ts))[count(*)::int]
			  from production_telemetry where series_id = :series and quality < 2 and ts < :to
			   and ts >= greatest(:from, (select rolled_until from production_rollup_mark)) group by 1""";

	private static final String BUCKETS = "bucket >= :from and bucket < :to";

	private static String sums(Chart.Source source) {
		var seconds = step(source).toSeconds();
		return switch (source) {
			case READINGS -> READ;
			case FIVES -> ROLLED.formatted("bucket", "production_rollup_five", BUCKETS, seconds);
			case HOURS -> ROLLED.formatted("bucket", "production_rollup_hour", BUCKETS, seconds);
			case DAYS -> ROLLED.formatted("day::timestamp at time zone 'Asia/Shanghai'", "production_rollup_day", """
					day >= (:from::timestamptz at time zone 'Asia/Shanghai')::date
					and day::timestamp at time zone 'Asia/Shanghai' < :to""", seconds);
		};
	}

	private static final String LEVEL = """
			select min(bucket), min(vmin), max(vmax), sum(vsum) / sum(n), sum(n) from (%s) x
			 group by date_bin(:width * interval '1 second', bucket, :start) order by 1""";

	/**
	 * What a meter rose by in an hour: within each sum and since the one before, over the
	 * time since then. Where it fell it was set back or changed, and counts from nought.
	 */
	private static final String RISE = """
			select bucket, rate, rate, rate, n from (
			  select min(bucket) as bucket, sum(rise) * 3600 / nullif(sum(seconds), 0) as rate, sum(n) as n from (
			    select bucket, n, seconds,
			           case when vlast < vfirst or vlast < vmax then vmax - vfirst + vlast else vlast - vfirst end
			           + case when vfirst >= before then vfirst - before else vfirst end as rise
			      from (select x.*, lag(vlast) over w as before, date_part('epoch', bucket - lag(bucket) over w) as seconds
			              from (%s) x window w as (order by bucket)) y where before is not null) z
			   where bucket >= :start group by date_bin(:width * interval '1 second', bucket, :start)) r
			 where rate is not null order by 1""";

	private List<Chart.Point> points(SeriesFacts series, Chart.Source source, Instant start, Instant to,
			Duration width) {
		var rising = series.kind() == SeriesKind.COUNTER;
		return sql.sql((rising ? RISE : LEVEL).formatted(sums(source)))
			.param("series", series.id())
			.param("start", Timestamp.from(start))
			.param("from", Timestamp.from(rising ? start.minus(LEAD) : start))
			.param("to", Timestamp.from(to))
			.param("width", width.toSeconds())
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

	private static Newest newest(KnownSeries.One series, @Nullable Value value) {
		return new Newest(series.id(), series.deviceId(), series.sn(), series.plotId(), series.key(), series.unit(),
				(value != null) ? value.at() : null, (value != null) ? value.value() : null,
				value == null || value.believed());
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
