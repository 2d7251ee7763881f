package cn.jinfu.production.iot.telemetry;

import java.sql.Date;
import java.sql.Timestamp;
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
import lombok.RequiredArgsConstructor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts what was wrong, per device, day, reason and key, so that nothing is dropped in
 * silence. Gathered in memory and written now and then: after an outage every reading is
 * late, and none of them is to wait for a counter.
 */
@Component
@RequiredArgsConstructor
public class BadPoints {

	/** Keys of ours are shorter; a device that makes up names must not fill the table. */
	private static final int KEYS = 50;

	/** Written at once when so much has gathered. */
	private static final int MUCH = 20_000;

	record Bad(BadReason reason, String key) {
	}

	private record Counter(String tenantId, UUID deviceId, LocalDate day, Bad bad) {
	}

	private static final Comparator<Counter> ORDER = Comparator.comparing(Counter::deviceId)
		.thenComparing(Counter::day)
		.thenComparing(it -> it.bad().reason())
		.thenComparing(it -> it.bad().key());

	private final Map<Counter, Integer> gathered = new ConcurrentHashMap<>();

	private final JdbcTemplate jdbc;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	void count(String tenantId, UUID deviceId, Map<Bad, Integer> bad) {
		var counted = new HashMap<Bad, Integer>();
		bad.forEach((it, n) -> {
			var shortened = new Bad(it.reason(),
					it.key().substring(0, Math.min(40, it.key().length())).replace("\u0000", ""));
			counted.merge(
					(counted.size() < KEYS || counted.containsKey(shortened)) ? shortened : new Bad(it.reason(), "…"),
					n, Integer::sum);
		});
		var today = clock.today();
		counted.forEach((it, n) -> gathered.merge(new Counter(tenantId, deviceId, today, it), n, Integer::sum));
		if (gathered.size() > MUCH) {
			flush();
		}
	}

	/**
	 * Writes what has gathered. In one order, so that two instances never block each
	 * other.
	 */
	public void flush() {
		var byTenant = new HashMap<String, List<Object[]>>();
		gathered.keySet().stream().sorted(ORDER).forEach(it -> {
			var n = gathered.remove(it);
			if (n != null) {
				byTenant.computeIfAbsent(it.tenantId(), _ -> new ArrayList<>())
					.add(new Object[] { it.tenantId(), it.deviceId(), Date.valueOf(it.day()), it.bad().reason().name(),
							it.bad().key(), n, Timestamp.from(clock.now()) });
			}
		});
		byTenant.forEach(
				(tenant, rows) -> Tenant.runAs(tenant, () -> transaction.executeWithoutResult(_ -> jdbc.batchUpdate("""
						insert into production_bad_point as b (tenant_id, device_id, day, reason, key, n, last_at)
						values (?, ?, ?, ?, ?, ?, ?)
						on conflict (tenant_id, device_id, day, reason, key)
						do update set n = b.n + excluded.n, last_at = excluded.last_at""", rows))));
	}

}
