package cn.jinfu.production.iot.device;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.iot.device.KnownDevices.Known;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 指令: tells a device to do something and waits for its answer. An order is open until the
 * device answers or its time is over; a late answer changes nothing.
 */
@Service
@RequiredArgsConstructor
public class DeviceOrders {

	/** So long a device may take when nobody says otherwise. */
	private static final Duration TIME = Duration.ofMinutes(2);

	private static final int SHOWN = 20;

	private static final String SELECT = """
			select o.*, coalesce(s.name, o.service) as service_name from production_device_order o
			  join production_device d on d.tenant_id = o.tenant_id and d.id = o.device_id
			  left join production_device_service s
			    on s.tenant_id = o.tenant_id and s.product_id = d.product_id and s.key = o.service
			""";

	/** What screens, clients and the device see. */
	public record Order(UUID id, UUID deviceId, String service, String serviceName, @Nullable String argument,
			OrderState state, String byName, Instant orderedAt, Instant expiresAt, @Nullable Instant sentAt,
			@Nullable Instant closedAt, @Nullable String answer) {
	}

	private final DeviceQueries devices;

	private final DeviceProducts products;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	private final ObjectProvider<Downlink> downlinks;

	/**
	 * @param argument for example how far to open; null for none
	 * @param time how long the device may take, null for two minutes
	 */
	@PreAuthorize("hasAuthority('production:device:command')")
	@Transactional
	public UUID give(UUID deviceId, String service, @Nullable String argument, @Nullable Duration time) {
		var device = devices.view(deviceId);
		if (!device.speaks()) {
			throw new WrongState("production.device.silent", device.state());
		}
		if (products.require(device.productId()).services().stream().noneMatch(it -> it.key().equals(service))) {
			throw new RuleBroken("production.order.unknown-service", service).at("service");
		}
		var allowed = Objects.requireNonNullElse(time, TIME);
		if (allowed.toSeconds() < 5 || allowed.toHours() > 24) {
			throw new RuleBroken("production.order.time").at("seconds");
		}
		var now = clock.now();
		expire(deviceId, now);
		if (open(deviceId, service)) {
			throw new WrongState("production.order.running");
		}
		var id = Ids.next();
		var actor = Actor.current();
		sql.sql("""
				insert into production_device_order
				  (id, tenant_id, device_id, service, state, ordered_by, by_name, ordered_at, expires_at, argument)
				values (?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), deviceId, service, actor.personId(), actor.displayName(), Timestamp.from(now),
					Timestamp.from(now.plus(allowed)))
			.param(argument)
			.update();
		audit.record("order", "Device", deviceId, service);
		if (device.protocol() == Protocol.MQTT) {
			sendAfterCommit(Tenant.require(), device.sn(), id);
		}
		return id;
	}

	private void sendAfterCommit(String tenantId, String sn, UUID orderId) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
			@Override
			public void afterCommit() {
				// the transaction just committed is still around; what follows needs one
				// of its own
				var another = new TransactionTemplate(Objects.requireNonNull(transaction.getTransactionManager()));
				another.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
				downlinks.ifAvailable(downlink -> another.executeWithoutResult(_ -> {
					if (downlink.send(tenantId, sn, require(orderId))) {
						sent(orderId);
					}
				}));
			}
		});
	}

	private void sent(UUID orderId) {
		sql.sql("update production_device_order set state = 'SENT', sent_at = ? where id = ? and state = 'PENDING'")
			.params(Timestamp.from(clock.now()), orderId)
			.update();
	}

	private boolean open(UUID deviceId, String service) {
		return sql.sql("""
				select count(*) from production_device_order
				 where device_id = ? and service = ? and state in ('PENDING', 'SENT')""")
			.params(deviceId, service)
			.query(Long.class)
			.single() > 0;
	}

	/** What the device has to do now; it has been told with this. */
	public List<Order> fetch(Known device) {
		return Tenant.callAs(device.tenantId(), () -> Objects.requireNonNull(transaction.execute(_ -> {
			var now = Timestamp.from(clock.now());
			sql.sql("""
					update production_device_order set state = 'SENT', sent_at = ?
					 where device_id = ? and state = 'PENDING' and expires_at > ?""")
				.params(now, device.deviceId(), now)
				.update();
			return sql
				.sql(SELECT + " where o.device_id = ? and o.state = 'SENT' and o.expires_at > ? order by o.ordered_at")
				.params(device.deviceId(), now)
				.query(DeviceOrders::order)
				.list();
		})));
	}

	/**
	 * @param done whether the device did it
	 * @throws WrongState {@code production.order.closed} when its time is over or it was
	 * answered before
	 */
	public void answer(Known device, UUID orderId, boolean done, @Nullable String text) {
		Tenant.runAs(device.tenantId(), () -> transaction.executeWithoutResult(_ -> {
			var now = Timestamp.from(clock.now());
			var said = (text != null) ? text.substring(0, Math.min(400, text.length())) : null;
			var closed = sql.sql("""
					update production_device_order set answer = ?, state = ?, closed_at = ?
					 where id = ? and device_id = ? and state in ('PENDING', 'SENT') and expires_at > ?""")
				.param(said)
				.params(done ? OrderState.ANSWERED.name() : OrderState.FAILED.name(), now, orderId, device.deviceId(),
						now)
				.update();
			if (closed == 0) {
				var order = require(orderId);
				if (!order.deviceId().equals(device.deviceId())) {
					throw new NotFound("production.order.not-found", orderId);
				}
				throw new WrongState("production.order.closed");
			}
		}));
	}

	/** Newest first. */
	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public List<Order> of(UUID deviceId) {
		devices.view(deviceId);
		return sql.sql(SELECT + " where o.device_id = ? order by o.ordered_at desc limit ?")
			.params(deviceId, SHOWN)
			.query(DeviceOrders::order)
			.list();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public Order view(UUID orderId) {
		var order = require(orderId);
		devices.view(order.deviceId());
		return order;
	}

	/**
	 * Of the current tenant: whose time is over.
	 * @return how many
	 */
	@Transactional
	public int expire() {
		return expire(null, clock.now());
	}

	private int expire(@Nullable UUID deviceId, Instant now) {
		return sql.sql("""
				update production_device_order set state = 'EXPIRED', closed_at = :now
				 where state in ('PENDING', 'SENT') and expires_at <= :now
				   and (:device = '' or device_id = nullif(:device, '')::uuid)""")
			.param("now", Timestamp.from(now))
			.param("device", (deviceId != null) ? deviceId.toString() : "")
			.update();
	}

	private Order require(UUID orderId) {
		return sql.sql(SELECT + " where o.id = ?")
			.param(orderId)
			.query(DeviceOrders::order)
			.optional()
			.orElseThrow(() -> new NotFound("production.order.not-found", orderId));
	}

	private static Order order(ResultSet row, int n) throws SQLException {
		return new Order(row.getObject("id", UUID.class), row.getObject("device_id", UUID.class),
				row.getString("service"), row.getString("service_name"), row.getString("argument"),
				OrderState.valueOf(row.getString("state")), row.getString("by_name"),
				row.getTimestamp("ordered_at").toInstant(), row.getTimestamp("expires_at").toInstant(),
				instant(row.getTimestamp("sent_at")), instant(row.getTimestamp("closed_at")), row.getString("answer"));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

}
