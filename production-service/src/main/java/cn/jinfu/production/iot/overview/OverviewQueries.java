package cn.jinfu.production.iot.overview;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.MapTiles;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.plot.CountyMap;
import cn.jinfu.production.plot.MapFrame;
import cn.jinfu.production.plot.Tile;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Three queries, however many devices there are; put together here. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class OverviewQueries {

	private static final int TOWNSHIP = 9;

	private static final int VILLAGE = 12;

	/** More than these are squares. */
	static final int MOST_SPOTS = 600;

	/** Side of a square, in units of the drawing. */
	private static final int DOT = 6;

	private record Seen(UUID id, String name, String place, String product, boolean active, boolean online,
			boolean ringing, @Nullable BigDecimal lon, @Nullable BigDecimal lat) {

		DeviceMark mark() {
			if (!active) {
				return DeviceMark.REPAIR;
			}
			return ringing ? DeviceMark.ALARM : online ? DeviceMark.ONLINE : DeviceMark.SILENT;
		}

		boolean placed() {
			return lon != null && lat != null;
		}

	}

	private record Complete(String place, String product, long got, long expected) {
	}

	/** Whoever asks for the same may get the same. */
	private record Asked(String tenant, Reach reach, String within) {
	}

	private record Kept(List<Complete> complete, Instant until) {
	}

	/**
	 * A day of hours of all series is the one dear figure, and changes with the hour.
	 */
	private static final Duration KEPT = Duration.ofMinutes(5);

	private static final int REMEMBERED = 1_000;

	private final Map<Asked, Kept> completes = new ConcurrentHashMap<>();

	private final JdbcClient sql;

	private final Divisions divisions;

	private final MapTiles tiles;

	private final BusinessClock clock;

	/**
	 * @param division code of a township within the county; null for all within reach
	 * @throws NotFound for a code that is none of this county's townships
	 */
	@PreAuthorize("hasAuthority('production:device:view')")
	public Overview overview(@Nullable String division) {
		var county = Actor.current().tenantId();
		if (division != null && (!division.matches("\\d{9}") || !division.startsWith(county)
				|| divisions.find(new DivisionCode(division)).isEmpty())) {
			throw new NotFound("production.iot.division-unknown", division);
		}
		var within = (division != null) ? division : county;
		var length = (division != null) ? VILLAGE : TOWNSHIP;
		var devices = devices(within, length);
		var complete = complete(within, length);
		var townships = groups(devices, complete, Seen::place, Complete::place,
				code -> divisions.name(new DivisionCode(code)));
		return new Overview(clock.now(), group("", "", devices, complete), townships,
				groups(devices, complete, Seen::product, Complete::product, Function.identity()), alarms(within),
				map(devices, townships));
	}

	private List<Seen> devices(String within, int length) {
		return bind(
				"""
						select d.id, d.name, left(d.division, :length) as place, p.name as product, d.state = 'ACTIVE' as active,
						       coalesce("""
						+ DeviceQueries.HEARD + """
								, false) as online, a.device_id is not null as ringing,
								       (b.west + b.east) / 2 as lon, (b.south + b.north) / 2 as lat
								  from production_device d
								  join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
								  left join production_plot g on g.tenant_id = d.tenant_id and g.id = d.plot_id
								  left join production_plot_boundary b on b.tenant_id = g.tenant_id and b.plot_id = g.id
								   and b.edition = g.boundary_edition
								  left join (select distinct device_id from production_alarm where cleared_at is null) a
								    on a.device_id = d.id
								 where d.state in ('ACTIVE', 'REPAIR') and d.division like :within || '%' and
								""" + Reach.on("d", "d"),
				within)
			.param("length", length)
			.param("now", Timestamp.from(clock.now()))
			.query(OverviewQueries::seen)
			.list();
	}

	private static Seen seen(ResultSet row, int n) throws SQLException {
		return new Seen(row.getObject("id", UUID.class), row.getString("name"), row.getString("place"),
				row.getString("product"), row.getBoolean("active"), row.getBoolean("online"), row.getBoolean("ringing"),
				row.getBigDecimal("lon"), row.getBigDecimal("lat"));
	}

	/**
	 * Of the last 24 hours that are rolled up. What a series sent beyond its interval
	 * does not make up for another's gaps.
	 */
	private List<Complete> complete(String within, int length) {
		var asked = new Asked(Tenant.require(), Reach.current(), within);
		var kept = completes.get(asked);
		if (kept != null && kept.until().isAfter(Instant.now())) {
			return kept.complete();
		}
		var found = added(within, length);
		if (completes.size() > REMEMBERED) {
			completes.clear();
		}
		completes.put(asked, new Kept(found, Instant.now().plus(KEPT)));
		return found;
	}

	private List<Complete> added(String within, int length) {
		return bind(
				"""
						select place, product, sum(least(got, expected)), sum(expected) from (
						  select left(d.division, :length) as place, p.name as product, coalesce(r.n, 0) as got,
						         floor(greatest(0, date_part('epoch', m.rolled_until
						           - greatest(m.rolled_until - interval '1 day', d.registered_at))) / p.interval_s)::bigint as expected
						    from production_device d
						    join production_device_product p on p.tenant_id = d.tenant_id and p.id = d.product_id
						    join production_series s on s.tenant_id = d.tenant_id and s.device_id = d.id
						   cross join production_rollup_mark m
						    left join (select series_id, sum(n) as n from production_rollup_hour
						                where bucket >= (select rolled_until - interval '1 day' from production_rollup_mark)
						                  and bucket < (select rolled_until from production_rollup_mark)
						                group by series_id) r on r.series_id = s.id
						   where d.state = 'ACTIVE' and d.division like :within || '%' and
						"""
						+ Reach.on("d", "d") + ") x group by 1, 2",
				within)
			.param("length", length)
			.query((row, n) -> new Complete(row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)))
			.list();
	}

	private List<Overview.Ringing> alarms(String within) {
		var found = bind("""
				select a.severity, count(*), count(*) filter (where a.acked_at is null) from production_alarm a
				 where a.cleared_at is null and a.division like :within || '%' and
				""" + Reach.on("a", "a") + " group by 1", within)
			.query((row, n) -> new Overview.Ringing(Severity.valueOf(row.getString(1)), row.getInt(2), row.getInt(3)))
			.list()
			.stream()
			.collect(Collectors.toMap(Overview.Ringing::severity, Function.identity()));
		return Arrays.stream(Severity.values())
			.map(it -> found.getOrDefault(it, new Overview.Ringing(it, 0, 0)))
			.toList();
	}

	private JdbcClient.StatementSpec bind(String statement, String within) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("within", within)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static List<Overview.Group> groups(List<Seen> devices, List<Complete> complete, Function<Seen, String> of,
			Function<Complete, String> ofReadings, Function<String, String> name) {
		var readings = complete.stream().collect(Collectors.groupingBy(ofReadings));
		Map<String, List<Seen>> together = devices.stream()
			.collect(Collectors.groupingBy(of, TreeMap::new, Collectors.toList()));
		return together.entrySet()
			.stream()
			.map(it -> group(it.getKey(), name.apply(it.getKey()), it.getValue(),
					readings.getOrDefault(it.getKey(), List.of())))
			.toList();
	}

	private static Overview.Group group(String code, String name, List<Seen> devices, List<Complete> complete) {
		var active = devices.stream().filter(Seen::active).toList();
		return new Overview.Group(code, name, active.size(), (int) active.stream().filter(Seen::online).count(),
				devices.size() - active.size(), (int) active.stream().filter(Seen::ringing).count(),
				(int) devices.stream().filter(it -> !it.placed()).count(),
				complete.stream().mapToLong(Complete::got).sum(),
				complete.stream().mapToLong(Complete::expected).sum());
	}

	private Overview.DeviceMap map(List<Seen> devices, List<Overview.Group> townships) {
		var placed = devices.stream().filter(Seen::placed).toList();
		if (placed.isEmpty()) {
			return new Overview.DeviceMap(false, List.of(), List.of(), List.of(), List.of());
		}
		var view = CountyMap.View.around(new MapFrame(edge(placed, Seen::lon, false), edge(placed, Seen::lat, false),
				edge(placed, Seen::lon, true), edge(placed, Seen::lat, true)));
		var spots = placed.stream()
			.sorted(Comparator.comparing(Seen::mark).thenComparing(Seen::id))
			.map(it -> new Overview.Spot(it.id(), it.name(), it.mark(), x(view, it), y(view, it)))
			.toList();
		var few = spots.size() <= MOST_SPOTS;
		return new Overview.DeviceMap(true, Tile.over(view, tiles), few ? spots : List.of(),
				few ? List.of() : dots(spots), labels(view, placed, townships));
	}

	/** All at one point would be no box. */
	private static BigDecimal edge(List<Seen> placed, Function<Seen, @Nullable BigDecimal> of, boolean upper) {
		var values = placed.stream().map(of).filter(Objects::nonNull);
		var margin = new BigDecimal("0.005");
		return upper ? values.max(Comparator.naturalOrder()).orElseThrow().add(margin)
				: values.min(Comparator.naturalOrder()).orElseThrow().subtract(margin);
	}

	/** The more urgent lie over the less. */
	private static List<Overview.Dots> dots(List<Overview.Spot> spots) {
		record Cell(int x, int y) {
		}
		var cells = new EnumMap<DeviceMark, Set<Cell>>(DeviceMark.class);
		spots.forEach(it -> cells.computeIfAbsent(it.mark(), _ -> new LinkedHashSet<>())
			.add(new Cell(it.x() / DOT * DOT, it.y() / DOT * DOT)));
		return cells.entrySet()
			.stream()
			.map(it -> new Overview.Dots(it.getKey(),
					it.getValue()
						.stream()
						.map(cell -> "M" + cell.x() + " " + cell.y() + "h" + DOT + "v" + DOT + "h-" + DOT + "z")
						.collect(Collectors.joining())))
			.toList();
	}

	private static List<Overview.Label> labels(CountyMap.View view, List<Seen> placed, List<Overview.Group> townships) {
		var byPlace = placed.stream().collect(Collectors.groupingBy(Seen::place));
		var labels = new ArrayList<Overview.Label>();
		for (var township : townships) {
			var there = byPlace.getOrDefault(township.code(), List.of());
			if (!there.isEmpty()) {
				labels.add(new Overview.Label(township.code(), township.name(), township.active(),
						(int) there.stream().mapToInt(it -> x(view, it)).average().orElse(0),
						(int) there.stream().mapToInt(it -> y(view, it)).average().orElse(0)));
			}
		}
		return labels;
	}

	private static int x(CountyMap.View view, Seen it) {
		return view.x(Objects.requireNonNull(it.lon()).doubleValue());
	}

	private static int y(CountyMap.View view, Seen it) {
		return view.y(Objects.requireNonNull(it.lat()).doubleValue());
	}

}
