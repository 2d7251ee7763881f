package cn.jinfu.production.iot.telemetry;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Counts what was wrong, per device, day, reason and key, so that nothing is dropped in
 * silence.
 */
@Component
class BadPoints {

	/** Keys of ours are shorter; a device that makes up names must not fill the table. */
	private static final int KEYS = 50;

	record Bad(BadReason reason, String key) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	BadPoints(JdbcClient sql, BusinessClock clock, PlatformTransactionManager transactions) {
		this.sql = sql;
		this.clock = clock;
		this.transaction = new TransactionTemplate(transactions);
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	void count(String tenantId, UUID deviceId, Map<Bad, Integer> bad) {
		if (bad.isEmpty()) {
			return;
		}
		var counted = new HashMap<Bad, Integer>();
		bad.forEach((it, n) -> {
			var shortened = new Bad(it.reason(), it.key().substring(0, Math.min(40, it.key().length())));
			counted.merge(
					(counted.size() < KEYS || counted.containsKey(shortened)) ? shortened : new Bad(it.reason(), "…"),
					n, Integer::sum);
		});
		var order = Comparator.comparing((Bad it) -> it.reason().name()).thenComparing(Bad::key);
		List<Bad> keys = counted.keySet().stream().sorted(order).toList();
		LocalDate today = clock.today();
		Tenant.runAs(tenantId,
				() -> transaction.executeWithoutResult(_ -> keys.forEach(it -> sql.sql("""
						insert into production_bad_point as b (tenant_id, device_id, day, reason, key, n, last_at)
						values (?, ?, ?, ?, ?, ?, ?)
						on conflict (tenant_id, device_id, day, reason, key)
						do update set n = b.n + excluded.n, last_at = excluded.last_at""")
					.params(tenantId, deviceId, Date.valueOf(today), it.reason().name(), it.key().replace("\u0000", ""),
							counted.getOrDefault(it, 1), Timestamp.from(clock.now()))
					.update())));
	}

}
