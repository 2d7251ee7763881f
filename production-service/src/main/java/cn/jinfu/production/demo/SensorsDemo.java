package cn.jinfu.production.demo;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.production.iot.alarm.AlarmEngine;
import cn.jinfu.production.iot.alarm.AlarmRule;
import cn.jinfu.production.iot.alarm.Comparison;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.device.VideoAddress;
import cn.jinfu.production.iot.device.Videos;
import cn.jinfu.production.iot.telemetry.BadPoints;
import cn.jinfu.production.iot.telemetry.ClockOffsets;
import cn.jinfu.production.iot.telemetry.Heartbeats;
import cn.jinfu.production.iot.telemetry.Intake;
import cn.jinfu.production.iot.telemetry.RollUps;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Invented devices in invented greenhouses, with two months of readings: warm at noon and
 * moist at night, a box that fell silent, one in repair, and a few bad points.
 */
@Component
@RequiredArgsConstructor
class SensorsDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:device:manage", "production:device:view",
			"production:device:command", "production:alarm:rule");

	private static final String OFFICER = "production.officer";

	private static final int DAYS = 60;

	private static final int FINE_DAYS = 7;

	private static final int BODY = 9_000;

	private final DeviceProducts products;

	private final DeviceCommands devices;

	private final DeviceQueries queries;

	private final DeviceOrders orders;

	private final Videos videos;

	private final KnownDevices known;

	private final Intake intake;

	private final Heartbeats heartbeats;

	private final BadPoints bad;

	private final ClockOffsets offsets;

	private final RuleCommands rules;

	private final AlarmEngine alarms;

	private final RollUps rollUps;

	private final BusinessClock clock;

	@Override
	public int order() {
		return 210;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main() || !world.has("production.plot.main")) {
			return;
		}
		var weather = product(world, "DEMO-QX5", "棚内气象箱（示例）", 600,
				List.of(gauge("airTemp", "气温", "℃", 1, -40, 80), gauge("humidity", "湿度", "%", 0, 0, 100),
						gauge("light", "光照", "klx", 1, 0, 200), gauge("co2", "二氧化碳", "ppm", 0, 0, 5000)),
				List.of());
		var soil = product(
				world, "DEMO-TR3", "土壤三参数（示例）", 600, List.of(gauge("soilTemp", "土温", "℃", 1, -20, 60),
						gauge("soilMoisture", "土壤水分", "%", 1, 0, 100), gauge("soilEc", "土壤盐分", "mS/cm", 2, 0, 20)),
				List.of());
		var film = product(world, "DEMO-JM1", "卷膜机（示例）", 600,
				List.of(new DeviceProduct.Property("open", "卷膜", "", SeriesKind.STATE, 0, 0.0, 1.0)),
				List.of(new DeviceProduct.Service("open", "打开"), new DeviceProduct.Service("close", "关闭")));
		var farm = world.farm();
		var house = world.get("production.plot.main");
		var box = device(world, "DEMO-QX-001", "1号棚气象箱", weather, farm, house);
		now(world, () -> videos.add(box, true, "棚口（示例）", new VideoAddress("https://camera.example.com/greenhouse-1")));
		device(world, "DEMO-TR-001", "1号棚土壤", soil, farm, house);
		var motor = device(world, "DEMO-JM-001", "1号棚卷膜机", film, farm, house);
		device(world, "DEMO-QX-003", "3号棚气象箱", weather, farm, world.get("production.plot.3号棚"));
		var broken = device(world, "DEMO-QX-002", "2号棚气象箱", weather, farm, world.get("production.plot.2号棚"));
		now(world, () -> {
			devices.sendToRepair(broken, "换传感器探头", queries.view(broken).version());
			return broken;
		});
		season(world, "DEMO-QX-001", weatherKeys(), Duration.ZERO, 1);
		season(world, "DEMO-TR-001", List.of("soilTemp", "soilMoisture", "soilEc"), Duration.ZERO, 2);
		season(world, "DEMO-JM-001", List.of("open"), Duration.ZERO, 3);
		season(world, "DEMO-QX-003", weatherKeys(), Duration.ofHours(30), 4);
		neighbour(world, "strawberry", "草莓棚", "DEMO-QX-011", weather, 5);
		neighbour(world, "mushroom1", "1号菇房", "DEMO-QX-012", weather, 6);
		send(world, "DEMO-QX-001", "{\"airTmp\":21.5,\"humidity\":\"NaN\"}");
		live(world, "DEMO-QX-001", Duration.ofMillis(600));
		live(world, "DEMO-TR-001", Duration.ofMillis(900));
		live(world, "DEMO-QX-012", Duration.ofMinutes(12));
		offsets.flush();
		orders(world, motor);
		heartbeats.flush();
		bad.flush();
		rules(world, weather, soil);
		rollUps.run();
		alarms.run();
		world.put("production.device.main", world.get("device.DEMO-QX-001"));
	}

	private void neighbour(DemoWorld world, String slug, String plot, String sn, UUID product, int seed) {
		if (world.has("member." + slug) && world.has("production.plot." + plot)) {
			device(world, sn, plot + "气象箱", product, world.get("member." + slug), world.get("production.plot." + plot));
			season(world, sn, weatherKeys(), Duration.ZERO, seed);
		}
	}

	private static List<String> weatherKeys() {
		return List.of("airTemp", "humidity", "light", "co2");
	}

	private UUID product(DemoWorld world, String code, String name, int interval,
			List<DeviceProduct.Property> properties, List<DeviceProduct.Service> services) {
		return world.at(world.today().minusDays(DAYS + 5L), OFFICER, MAY,
				() -> products.register(new DeviceProduct(world.fixed("device-product." + code), code, name, "示例物联有限公司",
						Protocol.HTTP, interval, properties, services)));
	}

	private static DeviceProduct.Property gauge(String key, String name, String unit, int scale, double min,
			double max) {
		return new DeviceProduct.Property(key, name, unit, SeriesKind.GAUGE, scale, min, max);
	}

	private UUID device(DemoWorld world, String sn, String name, UUID product, UUID farm, UUID plot) {
		return world.put("device." + sn, world.at(world.today().minusDays(DAYS + 1L), OFFICER, MAY, () -> {
			var id = devices.register(new DeviceCommands.Register(sn, name, product, farm, plot));
			devices.rotate(id, queries.view(id).version());
			return id;
		}));
	}

	/** Hourly at first, every ten minutes in the last week. */
	private void season(DemoWorld world, String sn, List<String> keys, Duration silent, int seed) {
		var random = new Random(seed);
		var end = clock.now().minus(silent);
		var fine = end.minus(Duration.ofDays(FINE_DAYS));
		var body = new ArrayList<String>();
		for (var at = end.minus(Duration.ofDays(DAYS)); !at.isAfter(end); at = at
			.plus(Duration.ofMinutes(at.isBefore(fine) ? 60 : 10))) {
			var values = new ArrayList<String>();
			for (var key : keys) {
				values.add(String.format(Locale.ROOT, "\"%s\":%.2f", key, value(key, at, random)));
			}
			body.add("{\"ts\":" + at.toEpochMilli() + ",\"values\":{" + String.join(",", values) + "}}");
			if (body.size() * keys.size() > BODY) {
				sendAt(end, world, sn, body);
				body.clear();
			}
		}
		sendAt(end, world, sn, body);
	}

	/** Heard then, and not since. */
	private void sendAt(Instant then, DemoWorld world, String sn, List<String> points) {
		BusinessClock.at(then, () -> {
			send(world, sn, "[" + String.join(",", points) + "]");
			return sn;
		});
	}

	/** A greenhouse in autumn: how far the day has come decides, the weather a little. */
	private static double value(String key, Instant at, Random random) {
		var local = at.atZone(BusinessClock.ZONE);
		var hour = local.getHour() + local.getMinute() / 60.0;
		var sun = Math.max(0, Math.sin((hour - 6) / 12 * Math.PI));
		var weather = Math.sin(local.toLocalDate().toEpochDay() * 1.7);
		var noise = random.nextGaussian();
		return switch (key) {
			case "airTemp" -> 14 + 13 * sun + 3 * weather + 0.4 * noise;
			case "humidity" -> Math.clamp(88 - 30 * sun - 4 * weather + 1.5 * noise, 0, 100);
			case "light" -> Math.max(0, 45 * sun * (1 + 0.3 * weather) + noise * sun);
			case "co2" -> 620 - 220 * sun + 12 * noise;
			case "soilTemp" -> 17 + 2.5 * Math.sin((hour - 10) / 24 * 2 * Math.PI) + weather;
			case "soilMoisture" -> 32 - (local.toLocalDate().toEpochDay() % 4 + hour / 24) * 2.2 + 0.2 * noise;
			case "soilEc" -> Math.max(0, 1.4 + 0.1 * weather + 0.02 * noise);
			default -> (sun > 0.6) ? 1 : 0;
		};
	}

	/** As it reports now, by a clock that is slow by so much. */
	private void live(DemoWorld world, String sn, Duration slow) {
		if (world.has("device." + sn)) {
			var key = sn.startsWith("DEMO-TR") ? "soilTemp" : "airTemp";
			var ts = clock.now().minus(slow).toEpochMilli();
			send(world, sn, "{\"ts\":" + ts + ",\"values\":{\"" + key + "\":18.5}}");
		}
	}

	private void send(DemoWorld world, String sn, String body) {
		var device = known.bySn(world.tenantId(), sn).orElseThrow();
		intake.take(device, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))).join();
	}

	/** One for every night, one for seedlings only, one for a dry bed, and silence. */
	private void rules(DemoWorld world, UUID weather, UUID soil) {
		rule(world, "夜里太冷（示例）", weather, "airTemp",
				new Limits(Comparison.BELOW, 8.0, null, 10.0, null, Duration.ofMinutes(20), Duration.ofMinutes(20), 2),
				new AlarmRule.When(LocalTime.of(18, 0), LocalTime.of(8, 0), null, null, null), Severity.URGENT, 60);
		rule(world, "苗期太冷（示例）", weather, "airTemp",
				new Limits(Comparison.BELOW, 12.0, null, 14.0, null, Duration.ofMinutes(20), Duration.ofMinutes(20), 2),
				new AlarmRule.When(null, null, "watermelon", 0, 25), Severity.MAJOR, null);
		rule(world, "湿度太大，防病（示例）", weather, "humidity",
				new Limits(Comparison.ABOVE, null, 85.0, null, 80.0, Duration.ofMinutes(30), Duration.ofMinutes(20), 3),
				new AlarmRule.When(null, null, null, null, null), Severity.MINOR, null);
		rule(world, "土太干（示例）", soil, "soilMoisture",
				new Limits(Comparison.BELOW, 25.0, null, 28.0, null, Duration.ofMinutes(60), Duration.ofMinutes(30), 3),
				new AlarmRule.When(null, null, null, null, null), Severity.MAJOR, null);
	}

	private void rule(DemoWorld world, String name, UUID product, String key, Limits limits, AlarmRule.When when,
			Severity severity, @Nullable Integer silentMinutes) {
		now(world,
				() -> rules.add(new RuleCommands.Text(name, new AlarmRule.Target(product, null, key), limits, when,
						new AlarmRule.Care(severity, (silentMinutes != null) ? Duration.ofMinutes(silentMinutes) : null,
								Duration.ofMinutes(30), Duration.ofHours(2)))));
	}

	private void orders(DemoWorld world, UUID motor) {
		var device = known.bySn(world.tenantId(), "DEMO-JM-001").orElseThrow();
		var then = clock.now().minus(Duration.ofHours(3));
		var done = world.at(then, "farm.demo", MAY, () -> orders.give(motor, "open", null, null));
		BusinessClock.at(then.plusSeconds(8), () -> {
			orders.fetch(device);
			orders.answer(device, done, true, null);
			return done;
		});
		world.at(then.plusSeconds(3600), "farm.demo", MAY, () -> orders.give(motor, "close", null, null));
		orders.expire();
	}

	private static <T> void now(DemoWorld world, java.util.function.Supplier<T> body) {
		world.at(world.today(), OFFICER, MAY, body);
	}

}
