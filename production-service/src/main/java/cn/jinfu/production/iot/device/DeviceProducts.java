package cn.jinfu.production.iot.device;

import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register of models. */
@Service
@Transactional
@RequiredArgsConstructor
public class DeviceProducts {

	/** A line of the list. */
	public record Line(UUID id, String code, String name, String maker, Protocol protocol, int intervalS,
			int properties, int devices) {
	}

	private record Head(UUID id, String code, String name, String maker, Protocol protocol, int intervalS) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	/**
	 * @return the product's id
	 */
	@PreAuthorize("hasAuthority('production:device:manage')")
	public UUID register(DeviceProduct product) {
		if (sql.sql("select count(*) from production_device_product where code = ?")
			.param(product.code())
			.query(Long.class)
			.single() > 0) {
			throw new RuleBroken("production.device.product-taken", product.code()).at("code");
		}
		sql.sql("""
				insert into production_device_product
				  (id, tenant_id, code, name, maker, protocol, interval_s, created_by, created_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(product.id(), Tenant.require(), product.code(), product.name(), product.maker(),
					product.protocol().name(), product.intervalS(), Actor.current().personId(),
					java.sql.Timestamp.from(clock.now()))
			.update();
		var place = 0;
		for (var property : product.properties()) {
			sql.sql("""
					insert into production_device_property
					  (tenant_id, product_id, key, place, name, unit, kind, scale, valid_min, valid_max)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(Tenant.require(), product.id(), property.key(), place++, property.name(), property.unit(),
						property.kind().name(), property.scale())
				.param(property.min())
				.param(property.max())
				.update();
		}
		for (var service : product.services()) {
			sql.sql("""
					insert into production_device_service (tenant_id, product_id, key, place, name)
					values (?, ?, ?, ?, ?)""")
				.params(Tenant.require(), product.id(), service.key(), place++, service.name())
				.update();
		}
		return product.id();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public List<Line> list() {
		return sql.sql("""
				select p.id, p.code, p.name, p.maker, p.protocol, p.interval_s,
				       (select count(*) from production_device_property x
				         where x.tenant_id = p.tenant_id and x.product_id = p.id) as properties,
				       (select count(*) from production_device d
				         where d.tenant_id = p.tenant_id and d.product_id = p.id and d.state <> 'RETIRED') as devices
				  from production_device_product p order by p.code""").query(Line.class).list();
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public DeviceProduct view(UUID productId) {
		return require(productId);
	}

	DeviceProduct require(UUID productId) {
		var head = sql
			.sql("select id, code, name, maker, protocol, interval_s from production_device_product where id = ?")
			.param(productId)
			.query(Head.class)
			.optional()
			.orElseThrow(() -> new NotFound("production.device.product-not-found", productId));
		return new DeviceProduct(head.id(), head.code(), head.name(), head.maker(), head.protocol(), head.intervalS(),
				properties(productId), services(productId));
	}

	private List<DeviceProduct.Property> properties(UUID productId) {
		return sql.sql("""
				select key, name, unit, kind, scale, valid_min, valid_max from production_device_property
				 where product_id = ? order by place""")
			.param(productId)
			.query((row, n) -> new DeviceProduct.Property(row.getString(1), row.getString(2), row.getString(3),
					SeriesKind.valueOf(row.getString(4)), row.getInt(5), bound(row.getObject(6)),
					bound(row.getObject(7))))
			.list();
	}

	private List<DeviceProduct.Service> services(UUID productId) {
		return sql.sql("select key, name from production_device_service where product_id = ? order by place")
			.param(productId)
			.query(DeviceProduct.Service.class)
			.list();
	}

	private static @Nullable Double bound(@Nullable Object value) {
		return (value instanceof Number number) ? Double.valueOf(number.doubleValue()) : null;
	}

}
