package cn.jinfu.production.demo;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoPart;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.Intake;
import cn.jinfu.production.weather.AdviceRule;
import cn.jinfu.production.weather.AdviceRules;
import cn.jinfu.production.weather.DayPart;
import cn.jinfu.production.weather.Forecasts;
import cn.jinfu.production.weather.Stations;
import cn.jinfu.production.weather.WeatherMeasure;
import cn.jinfu.production.weather.WeatherVerdict;
import cn.jinfu.production.weather.WeatherWarning;
import cn.jinfu.production.weather.WeatherWork;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Invented weather: a fine day, rain and wind on the next, one station in the open, and
 * limits of which only those for wind, rain and heat at spraying have a source.
 */
@Component
@RequiredArgsConstructor
class WeatherDemo implements DemoPart {

	private static final Set<String> MAY = Set.of("production:weather:view", "production:weather:enter",
			"production:weather:decide", "production:weather:confirm", "production:device:manage",
			"production:device:view");

	private static final String OFFICER = "production.officer";

	private static final String SOURCE = "示例气象台（虚构）";

	private static final String SN = "DEMO-QX9-001";

	private static final String STRAWBERRY = "T/ZNX 032-2023 第 6.3.1 条：避开高温、雨天或风力大于 3 级时施药";

	private static final String OPEN = "示例数值，待农技部门核定";

	private static final String GENERAL = "NY/T 1276-2007 要求看天气施药，具体数值待核对；示例数值";

	private final Forecasts forecasts;

	private final AdviceRules rules;

	private final Stations stations;

	private final DeviceProducts products;

	private final DeviceCommands devices;

	private final DeviceQueries queries;

	private final KnownDevices known;

	private final Intake intake;

	private final BusinessClock clock;

	@Override
	public int order() {
		return 237;
	}

	@Override
	public void load(DemoWorld world) {
		if (!world.main()) {
			return;
		}
		limits(world);
		forecast(world);
		if (world.has("production.plot.main")) {
			station(world);
		}
	}

	private void limits(DemoWorld world) {
		var on = world.today().minusMonths(6);
		var lines = new ArrayList<AdviceRule>();
		add(lines, WeatherWork.SPRAY, WeatherMeasure.WIND, "5.5", 0, WeatherVerdict.NO, "风大，药会飘走，不要打药。",
				STRAWBERRY + "；大于 3 级即 5.5 米/秒起（GB/T 28591-2012）");
		add(lines, WeatherWork.SPRAY, WeatherMeasure.RAIN, "0.1", 0, WeatherVerdict.NO, "下雨天不要打药，药会冲掉。", STRAWBERRY);
		add(lines, WeatherWork.SPRAY, WeatherMeasure.RAIN, "1", 6, WeatherVerdict.WAIT, "几小时内要下雨，药挂不住，等雨过了再打。",
				GENERAL);
		add(lines, WeatherWork.SPRAY, WeatherMeasure.HEAT, "30", 0, WeatherVerdict.WAIT, "太热，容易中毒和药害，等凉下来再打。",
				STRAWBERRY + "；高温取 30 ℃ 为示例数值，待核对");
		add(lines, WeatherWork.SPRAY, WeatherMeasure.COLD, "5", 0, WeatherVerdict.WAIT, "太冷，药效差，等暖和些再打。", GENERAL);
		warned(lines, WeatherWork.SPRAY, WeatherWarning.YELLOW, "有气象预警，不要下地打药。");
		add(lines, WeatherWork.HARVEST, WeatherMeasure.RAIN, "25", 0, WeatherVerdict.NO, "有大雨，熟的赶在雨前收，雨中不要收。", OPEN);
		add(lines, WeatherWork.HARVEST, WeatherMeasure.RAIN, "5", 0, WeatherVerdict.WAIT, "有雨，熟的赶在雨前收。", OPEN);
		warned(lines, WeatherWork.HARVEST, WeatherWarning.ORANGE, "有气象预警，不要下地采收。");
		add(lines, WeatherWork.IRRIGATE, WeatherMeasure.RAIN, "10", 24, WeatherVerdict.WAIT, "一天之内有雨，先不用浇水。", OPEN);
		add(lines, WeatherWork.IRRIGATE, WeatherMeasure.COLD, "0", 24, WeatherVerdict.WAIT, "要结冰，先不要浇水。", OPEN);
		add(lines, WeatherWork.FERTILISE, WeatherMeasure.RAIN, "25", 24, WeatherVerdict.NO, "有大雨，肥会流走，不要施肥。", OPEN);
		add(lines, WeatherWork.HOUSE, WeatherMeasure.WIND, "10.8", 0, WeatherVerdict.NO, "风大，把大棚关好、压好膜。", OPEN);
		add(lines, WeatherWork.HOUSE, WeatherMeasure.COLD, "8", 0, WeatherVerdict.WAIT, "气温低，把大棚关好保温。", OPEN);
		warned(lines, WeatherWork.HOUSE, WeatherWarning.BLUE, "有气象预警，把大棚关好、压好膜。");
		var id = world.at(on, OFFICER, MAY,
				() -> rules.propose(new AdviceRules.Text(on, "示例：数值为演示，不作生产指导", 72, List.copyOf(lines), true)));
		world.at(on, "brand.officer", MAY, () -> {
			rules.confirm(id);
			return id;
		});
	}

	private static void add(List<AdviceRule> lines, WeatherWork work, WeatherMeasure measure, String bound, int hours,
			WeatherVerdict verdict, String sentence, String source) {
		lines.add(new AdviceRule(lines.size() + 1, work, measure, new BigDecimal(bound), null, hours, verdict, sentence,
				source));
	}

	private static void warned(List<AdviceRule> lines, WeatherWork work, WeatherWarning level, String sentence) {
		lines.add(new AdviceRule(lines.size() + 1, work, WeatherMeasure.WARNING, null, level, 0, WeatherVerdict.NO,
				sentence, OPEN));
	}

	/** The same for every township: fine, then rain with wind, then clearing up. */
	private void forecast(DemoWorld world) {
		world.at(clock.now().minus(Duration.ofHours(1)), OFFICER, MAY, () -> {
			var rows = new ArrayList<Forecasts.Row>();
			for (var township : forecasts.offered()) {
				for (int day = 0; day < 4; day++) {
					for (var part : DayPart.values()) {
						rows.add(row(township.code().value(), world, day, part));
					}
				}
			}
			return forecasts.take(new Forecasts.Issue(SOURCE, clock.now(), rows, true));
		});
	}

	private static Forecasts.Row row(String township, DemoWorld world, int day, DayPart part) {
		var wet = day == 1 && part != DayPart.NIGHT;
		return new Forecasts.Row(township, world.today().plusDays(day).toString(), part.name(),
				wet ? "RAIN" : (day == 2) ? "CLOUDY" : "SUNNY", new BigDecimal(wet ? "12.5" : "0"), null, wet ? 5 : 2,
				new BigDecimal(wet ? "11" : "9"), new BigDecimal(wet ? "15" : "19"), wet ? "BLUE" : null,
				wet ? "大风蓝色预警（示例）" : null);
	}

	/** In the open, by the main farm's fields. */
	private void station(DemoWorld world) {
		var since = world.today().minusDays(30);
		var product = world
			.at(since, OFFICER, MAY, () -> products.register(new DeviceProduct(world.fixed("device-product.DEMO-QX9"),
					"DEMO-QX9", "田头气象站（示例）", "示例物联有限公司", Protocol.HTTP, 600,
					List.of(gauge("rain", "时雨量", "mm/h", 0.0, 200.0), gauge("windSpeed", "风速", "m/s", 0.0, 60.0),
							gauge("airTemp", "气温", "\u2103", -40.0, 80.0), gauge("humidity", "湿度", "%", 0.0, 100.0)),
					List.of())));
		var id = world.at(since, OFFICER, MAY, () -> {
			var device = devices.register(new DeviceCommands.Register(SN, "示例农场田头气象站", product, world.farm(), null));
			devices.rotate(device, queries.view(device).version());
			stations.name(device);
			return device;
		});
		world.put("device." + SN, id);
		var body = "{\"ts\":" + clock.now().minus(Duration.ofMinutes(5)).toEpochMilli()
				+ ",\"values\":{\"rain\":0,\"windSpeed\":1.8,\"airTemp\":16.4,\"humidity\":71}}";
		intake
			.take(known.bySn(world.tenantId(), SN).orElseThrow(),
					new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
			.join();
	}

	private static DeviceProduct.Property gauge(String key, String name, String unit, @Nullable Double min,
			@Nullable Double max) {
		return new DeviceProduct.Property(key, name, unit, SeriesKind.GAUGE, 1, min, max);
	}

}
