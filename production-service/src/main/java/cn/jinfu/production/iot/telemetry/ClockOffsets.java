package cn.jinfu.production.iot.telemetry;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
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
 * How far each device's clock is off: when a message came less the time it bears. One
 * number for each message, gathered in memory and written now and then, sorted into a few
 * sizes so that a day's median is known without keeping every one.
 */
@Component
@RequiredArgsConstructor
public class ClockOffsets {

	/** Messages over more than this are a backlog and say nothing about a clock. */
	static final long BACKLOG_MS = 600_000;

	/** Bounds of the sizes, in milliseconds; beyond the last is one more. */
	private static final long[] BOUNDS = { 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000,
			1_800_000, 3_600_000, 86_400_000 };

	private record Key(String tenantId, UUID deviceId, LocalDate day, int step) {
	}

	private record Gathered(long n, long low, long high) {

		Gathered and(Gathered other) {
			return new Gathered(n + other.n, Math.min(low, other.low), Math.max(high, other.high));
		}

	}

	private static final Comparator<Key> ORDER = Comparator.comparing(Key::deviceId)
		.thenComparing(Key::day)
		.thenComparing(Key::step);

	private final Map<Key, Gathered> gathered = new ConcurrentHashMap<>();

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	/**
	 * @param oldest first time that the message bears
	 * @param newest last one
	 * @param arrived when it came
	 */
	void seen(Known device, long oldest, long newest, Instant arrived) {
		if (newest - oldest > BACKLOG_MS) {
			return;
		}
		var offset = arrived.toEpochMilli() - newest;
		gathered.merge(new Key(device.tenantId(), device.deviceId(), arrived.atZone(BusinessClock.ZONE).toLocalDate(),
				step(offset)), new Gathered(1, offset, offset), Gathered::and);
	}

	/** From -12 for a clock that is days ahead, 0 for a good one, to 12. */
	static int step(long offset) {
		var size = Math.abs(offset);
		var step = 0;
		while (step < BOUNDS.length && size >= BOUNDS[step]) {
			step++;
		}
		return (offset < 0) ? -step : step;
	}

	/**
	 * Writes what has gathered, in one order, so that two instances never block each
	 * other.
	 */
	public void flush() {
		var byTenant = new HashMap<String, List<Object[]>>();
		gathered.keySet().stream().sorted(ORDER).forEach(it -> {
			var found = gathered.remove(it);
			if (found != null) {
				byTenant.computeIfAbsent(it.tenantId(), _ -> new ArrayList<>())
					.add(new Object[] { it.tenantId(), it.deviceId(), Date.valueOf(it.day()), it.step(), found.n(),
							found.low(), found.high() });
			}
		});
		byTenant.forEach(
				(tenant, rows) -> Tenant.runAs(tenant, () -> transaction.executeWithoutResult(_ -> jdbc.batchUpdate("""
						insert into production_clock_offset as o (tenant_id, device_id, day, step, n, low_ms, high_ms)
						values (?, ?, ?, ?, ?, ?, ?)
						on conflict (tenant_id, device_id, day, step)
						do update set n = o.n + excluded.n, low_ms = least(o.low_ms, excluded.low_ms),
						              high_ms = greatest(o.high_ms, excluded.high_ms)""", rows))));
	}

}
