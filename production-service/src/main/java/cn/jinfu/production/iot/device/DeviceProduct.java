package cn.jinfu.production.iot.device;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * 产品型号 with its thing model: what it measures and what it can be told to do. It does not
 * change once registered, so that a reading keeps its meaning.
 *
 * @param intervalS seconds between two readings when all is well
 */
public record DeviceProduct(UUID id, String code, String name, String maker, Protocol protocol, int intervalS,
		List<Property> properties, List<Service> services) {

	/**
	 * @param key as the device says it
	 * @param min below it a reading is kept and not believed; null: no bound
	 */
	public record Property(String key, String name, String unit, SeriesKind kind, int scale, @Nullable Double min,
			@Nullable Double max) {

		public Property {
			if (!isKey(key) || key.equals("ts") || key.equals("values")) {
				throw new RuleBroken("production.device.key", key).at("properties");
			}
			if (name.isBlank() || name.length() > 40 || unit.length() > 16 || scale < 0 || scale > 6) {
				throw new RuleBroken("production.device.property", key).at("properties");
			}
			if (min != null && max != null && min >= max) {
				throw new RuleBroken("production.device.range", key).at("properties");
			}
		}
	}

	/** Something the device can be told to do. */
	public record Service(String key, String name) {

		public Service {
			if (!isKey(key) || name.isBlank() || name.length() > 40) {
				throw new RuleBroken("production.device.key", key).at("services");
			}
		}
	}

	public DeviceProduct {
		properties = List.copyOf(properties);
		services = List.copyOf(services);
		if (!code.matches("[A-Za-z0-9._-]{2,40}")) {
			throw new RuleBroken("production.device.product-code", code).at("code");
		}
		if (intervalS < 1 || intervalS > 86_400) {
			throw new RuleBroken("production.device.interval").at("intervalS");
		}
		if (properties.isEmpty()) {
			throw new RuleBroken("production.device.properties-missing").at("properties");
		}
		var keys = new HashSet<String>();
		for (var property : properties) {
			if (!keys.add(property.key())) {
				throw new RuleBroken("production.device.key-twice", property.key()).at("properties");
			}
		}
		var acts = new HashSet<String>();
		for (var service : services) {
			if (!acts.add(service.key())) {
				throw new RuleBroken("production.device.key-twice", service.key()).at("services");
			}
		}
	}

	static boolean isKey(String key) {
		return key.matches("[A-Za-z][A-Za-z0-9_.-]{0,39}");
	}

}
