package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which devices speak for the weather of their township. They are named one by one: a box
 * in a greenhouse measures air too, but not the township's.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Stations {

	/** Older readings say nothing about now. */
	static final Duration FRESH = Duration.ofHours(2);

	/** So many digits name the township. */
	private static final int TOWNSHIP = 9;

	private static final String TYPE = "WeatherStation";

	private static final String GAUGES = " (s.key, s.unit) in (" + String.join(", ",
			Arrays.stream(Measured.Gauge.values()).map(it -> "('" + it.key() + "', '" + it.unit() + "')").toList())
			+ ") ";

	/**
	 * @param division of the place where it stands
	 * @param named whether it speaks for its township
	 */
	public record Station(UUID deviceId, String sn, String name, String division, String townshipName, boolean named) {
	}

	private final JdbcClient sql;

	private final Audit audit;

	private final Divisions divisions;

	private final BusinessClock clock;

	/** Devices in use with a channel that could speak, those that do first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:weather:enter')")
	public List<Station> all() {
		var reach = Reach.current();
		return sql
			.sql("""
					select d.id, d.sn, d.name, d.division, w.device_id is not null as named
					  from production_device d
					  left join production_weather_station w on w.tenant_id = d.tenant_id and w.device_id = d.id
					 where d.state <> 'RETIRED' and exists (select 1 from production_series s
					   where s.tenant_id = d.tenant_id and s.device_id = d.id and""" + GAUGES + ") and"
					+ Reach.on("d", "d") + " order by named desc, d.sn limit 500")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(this::station)
			.list();
	}

	@PreAuthorize("hasAuthority('production:weather:enter')")
	public void name(UUID deviceId) {
		var station = reached(deviceId);
		var added = sql.sql("""
				insert into production_weather_station (tenant_id, device_id, named_by, by_name, named_at)
				values (?, ?, ?, ?, ?) on conflict do nothing""")
			.params(Tenant.require(), deviceId, Actor.current().personId(), Actor.current().displayName(),
					Timestamp.from(clock.now()))
			.update();
		if (added == 1) {
			audit.record("name", TYPE, deviceId, station.sn());
		}
	}

	/** From now on it speaks for its own plot only. */
	@PreAuthorize("hasAuthority('production:weather:enter')")
	public void drop(UUID deviceId) {
		var station = reached(deviceId);
		if (sql.sql("delete from production_weather_station where device_id = ?").param(deviceId).update() == 1) {
			audit.record("drop", TYPE, deviceId, station.sn());
		}
	}

	/**
	 * @param sees whether it has a channel that could speak
	 */
	private record Looked(Station station, boolean sees) {
	}

	private Station reached(UUID deviceId) {
		var reach = Reach.current();
		var found = sql.sql("""
				select d.id, d.sn, d.name, d.division, w.device_id is not null as named, exists (select 1
				   from production_series s where s.tenant_id = d.tenant_id and s.device_id = d.id and""" + GAUGES + """
				) as sees
				  from production_device d
				  left join production_weather_station w on w.tenant_id = d.tenant_id and w.device_id = d.id
				 where d.id = :id and d.state <> 'RETIRED' and""" + Reach.on("d", "d"))
			.param("id", deviceId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> new Looked(station(row, n), row.getBoolean(6)))
			.optional()
			.orElseThrow(() -> new NotFound("production.weather.station-not-found", deviceId));
		if (!found.sees()) {
			throw new RuleBroken("production.weather.station-blind", found.station().name());
		}
		return found.station();
	}

	private Station station(ResultSet row, int n) throws SQLException {
		var division = row.getString(4);
		return new Station(row.getObject(1, UUID.class), row.getString(2), row.getString(3), division,
				divisions.name(new DivisionCode(division.substring(0, TOWNSHIP))), row.getBoolean(5));
	}

	/**
	 * What the named stations say now, by township and the newest first; nothing that is
	 * old or doubted.
	 */
	@Transactional(readOnly = true)
	Map<String, List<Measured>> now(Collection<String> townships) {
		var now = clock.now();
		var found = new HashMap<String, List<Measured>>();
		sql.sql("""
				select d.id, d.name, s.id as series, s.key, l.value, l.ts, left(d.division, 9) as township
				  from production_weather_station w
				  join production_device d on d.tenant_id = w.tenant_id and d.id = w.device_id
				  join production_series s on s.tenant_id = d.tenant_id and s.device_id = d.id
				  join production_latest l on l.series_id = s.id
				 where d.state not in ('REPAIR', 'RETIRED') and left(d.division, 9) = any (:townships) and l.quality < 2
				   and l.ts between :since and :now and""" + GAUGES + " order by l.ts desc, s.id")
			.param("townships", townships.toArray(String[]::new))
			.param("since", Timestamp.from(now.minus(FRESH)))
			.param("now", Timestamp.from(now))
			.query(row -> {
				found.computeIfAbsent(row.getString("township"), _ -> new ArrayList<>())
					.add(new Measured(gauge(row.getString("key")),
							BigDecimal.valueOf(row.getDouble("value")).setScale(1, RoundingMode.HALF_UP),
							row.getObject("ts", OffsetDateTime.class).toInstant(), row.getObject("id", UUID.class),
							row.getString("name"), row.getInt("series")));
			});
		return found;
	}

	private static Measured.Gauge gauge(String key) {
		return Arrays.stream(Measured.Gauge.values()).filter(it -> it.key().equals(key)).findFirst().orElseThrow();
	}

}
