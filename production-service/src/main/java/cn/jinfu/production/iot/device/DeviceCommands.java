package cn.jinfu.production.iot.device;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional
@RequiredArgsConstructor
public class DeviceCommands {

	private static final String TYPE = "Device";

	/** So long both secrets open the door, while somebody walks to the greenhouse. */
	public static final Duration OVERLAP = Duration.ofHours(24);

	/**
	 * @param plotId where it is put up at once, null for nowhere yet
	 */
	public record Register(String sn, String name, UUID productId, UUID memberId, @Nullable UUID plotId) {
	}

	private final Devices devices;

	private final DeviceProducts products;

	private final KnownDevices known;

	private final PlotDirectory plots;

	private final Farms farms;

	private final StatusHistory history;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@PreAuthorize("hasAuthority('production:device:manage')")
	public UUID register(Register command) {
		farms.requireReached(command.memberId());
		var product = products.require(command.productId());
		if (devices.existsBySn(command.sn())) {
			throw new RuleBroken("production.device.sn-taken", command.sn()).at("sn");
		}
		var farm = Optional.ofNullable(farms.inSet(Set.of(command.memberId())).get(command.memberId()))
			.orElseThrow(() -> new NotFound("production.member.not-yours", command.memberId()));
		var device = Device.register(command.sn(), command.name(), product.id(), command.memberId(),
				farm.divisionCode(), Actor.current().personId(), clock.now());
		var plot = (command.plotId() != null) ? plot(command.plotId()) : null;
		if (plot != null) {
			device.place(plot, clock.now(), null, clock.now());
		}
		history.record(TYPE, device.id(), null, device.state(), null);
		devices.saveAndFlush(device);
		product.properties().forEach(property -> add(device.id(), property));
		if (plot != null) {
			putDown(device.id(), plot, clock.now());
		}
		known.changed();
		return device.id();
	}

	/**
	 * A channel that the device sends and its model does not know.
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public void addSeries(UUID deviceId, DeviceProduct.Property property) {
		var device = reached(deviceId);
		if (sql.sql("select count(*) from production_series where device_id = ? and key = ?")
			.params(device.id(), property.key())
			.query(Long.class)
			.single() > 0) {
			throw new RuleBroken("production.device.key-twice", property.key()).at("key");
		}
		add(device.id(), property);
		audit.record("add-series", TYPE, device.id(), property.key());
		known.changed();
	}

	private void add(UUID deviceId, DeviceProduct.Property property) {
		sql.sql("""
				insert into production_series (tenant_id, device_id, key, name, unit, kind, scale, valid_min, valid_max)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), deviceId, property.key(), property.name(), property.unit(),
					property.kind().name(), property.scale())
			.param(property.min())
			.param(property.max())
			.update();
	}

	/**
	 * Readings from then on belong to that plot.
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public void place(UUID deviceId, UUID plotId, Instant from, long version) {
		var device = reached(deviceId).seenAt(version);
		var plot = plot(plotId);
		device.place(plot, from, since(deviceId), clock.now());
		end(deviceId, from);
		putDown(deviceId, plot, from);
		devices.save(device);
		known.changed();
	}

	private PlotDirectory.PlotFacts plot(UUID plotId) {
		return plots.find(plotId).orElseThrow(() -> new NotFound("production.plot.not-found", plotId));
	}

	private void putDown(UUID deviceId, PlotDirectory.PlotFacts plot, Instant from) {
		sql.sql("""
				insert into production_device_place (tenant_id, device_id, plot_id, during, placed_by)
				values (?, ?, ?, tstzrange(?, null), ?)""")
			.params(Tenant.require(), deviceId, plot.plotId(), Timestamp.from(from), Actor.current().personId())
			.update();
		audit.record("place", TYPE, deviceId, plot.no());
	}

	private @Nullable Instant since(UUID deviceId) {
		return sql.sql("""
				select lower(during) from production_device_place where device_id = ? and upper_inf(during)""")
			.param(deviceId)
			.query(Timestamp.class)
			.optional()
			.map(Timestamp::toInstant)
			.orElse(null);
	}

	private void end(UUID deviceId, Instant at) {
		sql.sql("""
				update production_device_place set during = tstzrange(lower(during), ?)
				 where device_id = ? and upper_inf(during)""").params(Timestamp.from(at), deviceId).update();
	}

	/**
	 * A new secret, which is shown once and kept as a digest only; the first one makes
	 * the device active. The one before opens the door for another day.
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public Secret rotate(UUID deviceId, long version) {
		var device = reached(deviceId).seenAt(version);
		if (device.state() == DeviceState.RETIRED) {
			throw new WrongState("production.device.retired");
		}
		var secret = Secret.next();
		var now = clock.now();
		sql.sql("update production_device_credential set valid_to = ? where tenant_id = ? and device_id = ? and valid_to > ?")
			.params(Timestamp.from(now), Tenant.require(), deviceId, Timestamp.from(now))
			.update();
		sql.sql("update production_device_credential set valid_to = ? where tenant_id = ? and device_id = ? and valid_to is null")
			.params(Timestamp.from(now.plus(OVERLAP)), Tenant.require(), deviceId)
			.update();
		sql.sql("""
				insert into production_device_credential
				  (id, tenant_id, device_id, secret_hash, broker_hash, valid_from, created_by)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(Ids.next(), Tenant.require(), deviceId, secret.hash(), secret.brokerHash(), Timestamp.from(now),
					Actor.current().personId())
			.update();
		audit.record("rotate-secret", TYPE, deviceId, null);
		if (device.state() == DeviceState.INACTIVE) {
			var from = device.state();
			device.activate();
			history.record(TYPE, deviceId, from, device.state(), null);
		}
		devices.save(device);
		known.changed();
		return secret;
	}

	/** Lost or stolen: no secret of this device opens the door any more. */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public void revoke(UUID deviceId, long version) {
		var device = reached(deviceId).seenAt(version);
		endSecrets(deviceId);
		audit.record("revoke-secret", TYPE, deviceId, null);
		devices.save(device);
		known.changed();
	}

	private void endSecrets(UUID deviceId) {
		var now = Timestamp.from(clock.now());
		sql.sql("""
				update production_device_credential set valid_to = ?
				 where tenant_id = ? and device_id = ? and (valid_to is null or valid_to > ?)""")
			.params(now, Tenant.require(), deviceId, now)
			.update();
	}

	@PreAuthorize("hasAuthority('production:device:manage')")
	public void sendToRepair(UUID deviceId, String reason, long version) {
		change(deviceId, version, reason, device -> device.sendToRepair(reason));
	}

	@PreAuthorize("hasAuthority('production:device:manage')")
	public void activate(UUID deviceId, long version) {
		change(deviceId, version, null, device -> {
			if (device.state() == DeviceState.INACTIVE) {
				throw new WrongState("production.device.secret-first");
			}
			device.activate();
		});
	}

	@PreAuthorize("hasAuthority('production:device:manage')")
	public void retire(UUID deviceId, String reason, long version) {
		change(deviceId, version, reason, device -> {
			device.retire(reason);
			end(deviceId, clock.now());
			endSecrets(deviceId);
		});
	}

	private void change(UUID deviceId, long version, @Nullable String reason, java.util.function.Consumer<Device> act) {
		var device = reached(deviceId).seenAt(version);
		var from = device.state();
		act.accept(device);
		history.record(TYPE, deviceId, from, device.state(), reason);
		devices.save(device);
		known.changed();
	}

	private Device reached(UUID deviceId) {
		var device = devices.require(deviceId);
		if (!Reach.current().covers(device.memberId(), device.division())) {
			throw new NotFound("production.device.not-found", deviceId);
		}
		return device;
	}

}
