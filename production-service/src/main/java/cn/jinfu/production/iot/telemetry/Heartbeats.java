package cn.jinfu.production.iot.telemetry;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.iot.device.KnownDevices.Known;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When each device was last heard: gathered in memory and written now and then, not with
 * each reading.
 */
@Component
@RequiredArgsConstructor
public class Heartbeats {

	private record Beat(String tenantId, Instant at) {
	}

	private final Map<UUID, Beat> heard = new ConcurrentHashMap<>();

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final BusinessClock clock;

	public void heard(Known device) {
		heard.put(device.deviceId(), new Beat(device.tenantId(), clock.now()));
	}

	/** Writes what has gathered. */
	public void flush() {
		var byTenant = new HashMap<String, List<Object[]>>();
		List.copyOf(heard.keySet()).stream().sorted().forEach(device -> {
			var beat = heard.remove(device);
			if (beat != null) {
				byTenant.computeIfAbsent(beat.tenantId(), _ -> new ArrayList<>())
					.add(new Object[] { Timestamp.from(beat.at()), device, Timestamp.from(beat.at()) });
			}
		});
		byTenant.forEach(
				(tenant, rows) -> Tenant.runAs(tenant, () -> transaction.executeWithoutResult(_ -> jdbc.batchUpdate("""
						update production_device set last_seen_at = ?
						 where id = ? and (last_seen_at is null or last_seen_at < ?)""", rows))));
	}

}
