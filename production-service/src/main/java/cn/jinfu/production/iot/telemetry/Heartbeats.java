package cn.jinfu.production.iot.telemetry;

import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.iot.device.KnownDevices.Known;
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When each device was last heard: gathered in memory and written now and then, not with
 * each reading. A calendar month in which a device was heard is one use of a digital
 * service by its farm.
 */
@Component
@RequiredArgsConstructor
public class Heartbeats {

	private static final String SOURCE = "production.device-month";

	private record Beat(String tenantId, UUID deviceId, UUID memberId, Instant at) {

		YearMonth month() {
			return YearMonth.from(at.atZone(BusinessClock.ZONE));
		}

	}

	private final Map<UUID, Beat> heard = new ConcurrentHashMap<>();

	/** Spares the database what it has noted; a month is noted once anyway. */
	private final Map<UUID, YearMonth> noted = new ConcurrentHashMap<>();

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	private final ServiceUse uses;

	private final BusinessClock clock;

	public void heard(Known device) {
		heard.put(device.deviceId(), new Beat(device.tenantId(), device.deviceId(), device.memberId(), clock.now()));
	}

	/** Writes what has gathered. */
	public void flush() {
		var byTenant = new HashMap<String, List<Beat>>();
		List.copyOf(heard.keySet()).stream().sorted().forEach(device -> {
			var beat = heard.remove(device);
			if (beat != null) {
				byTenant.computeIfAbsent(beat.tenantId(), _ -> new ArrayList<>()).add(beat);
			}
		});
		byTenant.forEach((tenant, beats) -> {
			Tenant.runAs(tenant, () -> transaction.executeWithoutResult(_ -> write(beats)));
			beats.forEach(beat -> noted.put(beat.deviceId(), beat.month()));
		});
	}

	private void write(List<Beat> beats) {
		jdbc.batchUpdate("""
				update production_device set last_seen_at = ?
				 where id = ? and (last_seen_at is null or last_seen_at < ?)""",
				beats.stream()
					.map(it -> new Object[] { Timestamp.from(it.at()), it.deviceId(), Timestamp.from(it.at()) })
					.toList());
		for (var beat : beats) {
			var month = beat.month();
			if (!month.equals(noted.get(beat.deviceId()))) {
				uses.record(beat.memberId(), ServiceKind.DEVICE, beat.at().atZone(BusinessClock.ZONE).toLocalDate(),
						SOURCE,
						UUID.nameUUIDFromBytes((beat.deviceId() + "/" + month).getBytes(StandardCharsets.UTF_8)));
			}
		}
	}

}
