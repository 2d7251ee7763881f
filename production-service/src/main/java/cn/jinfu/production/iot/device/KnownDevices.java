package cn.jinfu.production.iot.device;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Tenant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who is speaking: devices by the secret they show, or by the serial number that the
 * broker has verified. Kept for a few seconds, so that a reading costs no query; an
 * instance forgets at once what it changed itself.
 */
@Component
public class KnownDevices {

	private static final Duration KEPT = Duration.ofSeconds(10);

	private static final int REMEMBERED = 200_000;

	/** What a reading needs to know about its series. */
	public record Series(int id, @Nullable Double min, @Nullable Double max) {

		public boolean believes(double value) {
			return (min == null || value >= min) && (max == null || value <= max);
		}

	}

	/**
	 * @param series by key
	 */
	public record Known(String tenantId, UUID deviceId, String sn, UUID memberId, DeviceState state,
			Map<String, Series> series) {

		public Known {
			series = Map.copyOf(series);
		}

		public boolean speaks() {
			return state == DeviceState.ACTIVE;
		}
	}

	private record Kept(@Nullable Known device, Instant until) {
	}

	private record Credential(String tenantId, UUID deviceId) {
	}

	private final JdbcClient sql;

	private final TransactionTemplate reading;

	private final BusinessClock clock;

	private final Map<String, Kept> bySecret = new ConcurrentHashMap<>();

	private final Map<String, Kept> bySn = new ConcurrentHashMap<>();

	private final KnownSeries series;

	KnownDevices(JdbcClient sql, PlatformTransactionManager transactions, BusinessClock clock, KnownSeries series) {
		this.sql = sql;
		this.series = series;
		this.clock = clock;
		this.reading = new TransactionTemplate(transactions);
		this.reading.setReadOnly(true);
	}

	/** By the secret; empty when nobody has it, or has it no more. */
	public Optional<Known> bySecret(Secret secret) {
		return kept(bySecret, secret.hash(), this::load);
	}

	/** Within the tenant; empty when no such device is registered. */
	public Optional<Known> bySn(String tenantId, String sn) {
		return kept(bySn, tenantId + "/" + sn, _ -> inTenant(tenantId, "sn = ?", sn));
	}

	/** Called where devices, series or secrets change. */
	void changed() {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
				@Override
				public void afterCommit() {
					forget();
				}
			});
		}
		else {
			forget();
		}
	}

	private void forget() {
		bySecret.clear();
		bySn.clear();
		series.forget();
	}

	private static Optional<Known> kept(Map<String, Kept> cache, String key,
			java.util.function.Function<String, Optional<Known>> load) {
		var now = Instant.now();
		var found = cache.get(key);
		if (found != null && found.until().isAfter(now)) {
			return Optional.ofNullable(found.device());
		}
		var loaded = load.apply(key);
		if (cache.size() > REMEMBERED) {
			cache.clear();
		}
		if (loaded.isPresent()) {
			cache.put(key, new Kept(loaded.get(), now.plus(KEPT)));
		}
		else {
			cache.remove(key);
		}
		return loaded;
	}

	private Optional<Known> load(String hash) {
		return sql.sql("""
				select tenant_id, device_id from production_device_credential
				 where secret_hash = ? and valid_from <= ? and (valid_to is null or valid_to > ?)""")
			.params(hash, Timestamp.from(clock.now()), Timestamp.from(clock.now()))
			.query(Credential.class)
			.optional()
			.flatMap(it -> inTenant(it.tenantId(), "id = ?", it.deviceId()));
	}

	private Optional<Known> inTenant(String tenantId, String condition, Object value) {
		return Tenant.callAs(tenantId,
				() -> reading
					.execute(_ -> sql.sql("select id, sn, member_id, state from production_device where " + condition)
						.param(value)
						.query((row, n) -> new Known(tenantId, row.getObject(1, UUID.class), row.getString(2),
								row.getObject(3, UUID.class), DeviceState.valueOf(row.getString(4)), Map.of()))
						.optional()
						.map(device -> new Known(tenantId, device.deviceId(), device.sn(), device.memberId(),
								device.state(), series(device.deviceId())))));
	}

	private Map<String, Series> series(UUID deviceId) {
		var found = new HashMap<String, Series>();
		List<Map.Entry<String, Series>> rows = sql
			.sql("select key, id, valid_min, valid_max from production_series where device_id = ?")
			.param(deviceId)
			.query((row, n) -> Map.entry(row.getString(1),
					new Series(row.getInt(2), bound(row.getObject(3)), bound(row.getObject(4)))))
			.list();
		rows.forEach(row -> found.put(row.getKey(), row.getValue()));
		return found;
	}

	private static @Nullable Double bound(@Nullable Object value) {
		return (value instanceof Number number) ? Double.valueOf(number.doubleValue()) : null;
	}

}
