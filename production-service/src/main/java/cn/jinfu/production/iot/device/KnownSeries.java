package cn.jinfu.production.iot.device;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whose every series of a federation is. Kept for a few seconds, as devices are in
 * {@link KnownDevices}: who asks for all newest values every few seconds then reads
 * nothing but values. An instance forgets at once what it changed itself.
 */
@Component
@RequiredArgsConstructor
public class KnownSeries {

	private static final Duration KEPT = Duration.ofSeconds(10);

	/** With the device it belongs to. */
	public record One(int id, UUID deviceId, String sn, boolean retired, UUID memberId, String division,
			@Nullable UUID plotId, String key, String unit) {
	}

	private record Kept(List<One> all, Instant until) {
	}

	private final JdbcClient sql;

	private final Map<String, Kept> byTenant = new ConcurrentHashMap<>();

	/** Of the current federation, by serial number and series. */
	public List<One> all() {
		var tenant = Tenant.require();
		var kept = byTenant.get(tenant);
		if (kept != null && kept.until().isAfter(Instant.now())) {
			return kept.all();
		}
		var loaded = sql
			.sql("""
					select s.id, s.device_id, d.sn, d.state = 'RETIRED' as retired, d.member_id, d.division, d.plot_id, s.key, s.unit
					  from production_series s
					  join production_device d on d.tenant_id = s.tenant_id and d.id = s.device_id
					 order by d.sn, s.id""")
			.query(One.class)
			.list();
		byTenant.put(tenant, new Kept(loaded, Instant.now().plus(KEPT)));
		return loaded;
	}

	void forget() {
		byTenant.clear();
	}

}
