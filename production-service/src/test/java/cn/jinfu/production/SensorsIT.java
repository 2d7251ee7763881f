package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.iot.alarm.AlarmEngine;
import cn.jinfu.production.iot.alarm.AlarmKind;
import cn.jinfu.production.iot.alarm.AlarmRule;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.alarm.Comparison;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.alarm.OwnAlarms;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.OrderState;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.telemetry.BadPoints;
import cn.jinfu.production.iot.telemetry.Chart;
import cn.jinfu.production.iot.telemetry.Heartbeats;
import cn.jinfu.production.iot.telemetry.RollUps;
import cn.jinfu.production.iot.telemetry.TelemetryQueries;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.standard.StandardCommands;
import cn.jinfu.production.standard.StandardContent;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

@SpringBootTest
@org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc
class SensorsIT {

	private static final String TENANT = "330482";

	private static final Set<String> ALL = Set.of("console:open", "production:plot:view", "production:plot:register",
			"production:device:view", "production:device:manage", "production:device:command", "production:alarm:rule",
			"production:alarm:acknowledge", "production:planting:view", "production:planting:record",
			"production:standard:draft", "production:standard:confirm");

	private static final Set<String> FARM = Set.of("production:device:view", "production:device:command",
			"production:alarm:acknowledge", "production:alarm:own");

	@Autowired
	DeviceCommands devices;

	@Autowired
	DeviceQueries queries;

	@Autowired
	DeviceProducts products;

	@Autowired
	DeviceOrders orders;

	@Autowired
	TelemetryQueries telemetry;

	@Autowired
	RollUps rollUps;

	@Autowired
	Heartbeats heartbeats;

	@Autowired
	ServiceUse uses;

	@Autowired
	BadPoints badPoints;

	@Autowired
	RuleCommands rules;

	@Autowired
	StandardCommands standards;

	@Autowired
	Alarms alarms;

	@Autowired
	OwnAlarms ownAlarms;

	@Autowired
	AlarmEngine engine;

	@Autowired
	List<cn.jinfu.kernel.ToDoSource> todos;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PlotCommands plots;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	@Autowired
	JsonMapper json;

	@Autowired
	MockMvc mvc;

	private final UUID farm = Ids.next();

	private UUID product;

	private Instant now;

	@BeforeEach
	void world() {
		now = clock.now().truncatedTo(ChronoUnit.SECONDS);
		for (var code : List.of(TENANT, "330499")) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		member(farm);
		product = asOfficer(() -> products.register(new DeviceProduct(Ids.next(),
				"P" + Ids.next().toString().substring(20, 36), "气象箱（示例）", "示例厂", Protocol.HTTP, 300,
				List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, -40.0, 80.0),
						new DeviceProduct.Property("h", "湿度", "%", SeriesKind.GAUGE, 0, 0.0, 100.0)),
				List.of(new DeviceProduct.Service("open", "打开")))));
	}

	@Test
	void aDeviceStandsInOnePlaceAtATime() throws Exception {
		var first = plot(farm, "甲棚");
		var second = plot(farm, "乙棚");
		var third = plot(farm, "丙棚");
		var device = register(first);
		assertThat(Acts.code(() -> asOfficer(() -> place(device, first)))).isEqualTo("production.device.there-already");
		var stranger = Ids.next();
		member(stranger);
		var foreign = plot(stranger, "别家棚");
		assertThat(Acts.code(() -> asOfficer(() -> place(device, foreign))))
			.isEqualTo("production.device.plot-of-another");
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_device set plot_id = ? where id = ?", foreign, device))))
			.isInstanceOf(DataIntegrityViolationException.class)
			.hasMessageContaining("production_device_plot_fk");
		assertThat(Acts.code(() -> asOfficer(() -> {
			devices.place(device, second, now.plusSeconds(3600), version(device));
			return device;
		}))).isEqualTo("production.device.future-place");
		assertThat(Acts.code(() -> asOfficer(() -> {
			devices.place(device, second, now.minusSeconds(3600), version(device));
			return device;
		}))).isEqualTo("production.device.before-place");

		var seen = version(device);
		assertThat(Acts.atOnce(List.of(() -> asOfficer(() -> placeAt(device, second, seen)),
				() -> asOfficer(() -> placeAt(device, third, seen)))))
			.containsExactlyInAnyOrder("ok", "kernel.stale");
		assertThat(asOfficer(() -> queries.places(device))).hasSize(2);
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into production_device_place (tenant_id, device_id, plot_id, during, placed_by)
				values (?, ?, ?, tstzrange(now() - interval '1 minute', null), ?)""", TENANT, device, first,
				Ids.next()))))
			.isInstanceOf(DataIntegrityViolationException.class)
			.hasMessageContaining("production_device_place_one_ex");
	}

	@Test
	void aSecretIsShownOnceAndTheOneBeforeWorksOnForADay() throws Exception {
		var device = register(null);
		var first = secret(device);
		assertThat(asOfficer(() -> queries.view(device)).state()).hasToString("ACTIVE");
		var second = secret(device);
		assertThat(send(first, "{\"t\":1}").getStatus()).isEqualTo(202);
		assertThat(send(second, "{\"t\":2}").getStatus()).isEqualTo(202);
		var third = secret(device);
		assertThat(send(first, "{\"t\":3}").getStatus()).isEqualTo(401);
		assertThat(send(second, "{\"t\":4}").getStatus()).isEqualTo(202);
		assertThat(jdbc.queryForObject("select count(*) from production_device_credential where secret_hash in (?, ?)",
				Long.class, first, third))
			.isZero();
		assertThat(Acts.atOnce(List.of(() -> secret(device), () -> secret(device)))).containsOnly("ok");
		assertThat(jdbc.queryForObject("""
				select count(*) from production_device_credential where device_id = ? and valid_to is null""",
				Long.class, device))
			.isOne();
		var last = secret(device);
		asOfficer(() -> {
			devices.revoke(device, version(device));
			return device;
		});
		assertThat(send(last, "{\"t\":5}").getStatus()).isEqualTo(401);
		assertThat(send("no-such-secret", "{\"t\":1}").getContentAsString()).contains("production.device.unknown");
	}

	@Test
	void whatIsSentAgainBesideTheFirstTimeIsThereOnce() throws Exception {
		var device = register(null);
		var secret = secret(device);
		var at = now.minusSeconds(7_200).toEpochMilli();
		var bodies = IntStream.range(0, 8)
			.mapToObj(part -> IntStream.range(0, 500)
				.mapToObj(n -> "{\"ts\":" + (at + 1000L * (part * 250 + n)) + ",\"values\":{\"t\":" + n % 30 + "}}")
				.collect(Collectors.joining(",", "[", "]")))
			.toList();
		try (var senders = Executors.newFixedThreadPool(4)) {
			var answers = new ArrayList<Future<Integer>>();
			for (int time = 0; time < 3; time++) {
				bodies.forEach(body -> answers.add(senders.submit(() -> {
					var answer = json.readTree(send(secret, body).getContentAsString());
					assertThat(answer.get("accepted").asInt() + answer.get("duplicate").asInt()).isEqualTo(500);
					return answer.get("accepted").asInt();
				})));
			}
			var accepted = 0;
			for (var answer : answers) {
				accepted += answer.get();
			}
			// each part overlaps the next by half
			assertThat(accepted).isEqualTo(7 * 250 + 500);
		}
		Integer stored = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from production_telemetry t join production_series s on s.id = t.series_id
				 where s.device_id = ?""", Integer.class, device)));
		assertThat(stored).isEqualTo(7 * 250 + 500);
	}

	@Test
	void everyPointGetsItsAnswerAndNothingIsDroppedInSilence() throws Exception {
		var device = register(null);
		var secret = secret(device);
		var at = now.minusSeconds(60).toEpochMilli();
		var answer = send(secret,
				"[{\"ts\":" + at + ",\"values\":{\"t\":21.5,\"h\":140,\"x\":1,\"t2\":NaN}},{\"ts\":"
						+ now.plusSeconds(900).toEpochMilli() + ",\"values\":{\"t\":1}},{\"ts\":"
						+ now.minus(Duration.ofDays(200)).toEpochMilli()
						+ ",\"values\":{\"t\":1}},{\"values\":{\"h\":\"40\"},\"ts\":" + at + "}]");
		assertThat(answer.getStatus()).isEqualTo(202);
		var told = json.readTree(answer.getContentAsString());
		assertThat(told.get("accepted").asInt()).isEqualTo(2);
		assertThat(told.get("rejected").findValuesAsString("code")).containsExactly("unknown-key", "unknown-key",
				"future", "too-old", "not-a-number");
		assertThat(told.get("rejected").get(2).get("i").asInt()).isEqualTo(4);
		assertThat(json.readTree(send(secret, "{\"ts\":" + at + ",\"values\":{\"t\":22,\"h\":1}}").getContentAsString())
			.get("duplicate")
			.asInt()).isEqualTo(2);
		assertThat(asOfficer(() -> telemetry.latest(new TelemetryQueries.Filter(null, null, device))))
			.extracting(it -> it.key() + " " + it.value() + " " + it.believed())
			.containsExactly("t 21.5 true", "h 140.0 false");
		badPoints.flush();
		assertThat(asOfficer(() -> telemetry.bad(device, clock.today(), 20)))
			.extracting(it -> it.reason() + " " + it.key() + " " + it.n())
			.containsExactlyInAnyOrder("UNKNOWN_KEY x 1", "UNKNOWN_KEY t2 1", "FUTURE t 1", "TOO_OLD t 1",
					"NOT_A_NUMBER h 1", "OUT_OF_RANGE h 1", "DUPLICATE  2");
		heartbeats.flush();
		assertThat(asOfficer(() -> queries.view(device)).online()).isTrue();
	}

	@Test
	void aMonthInWhichADeviceWasHeardIsOneUseOfItsFarm() throws Exception {
		var device = register(null);
		var other = register(null);
		var secret = secret(device);
		var second = secret(other);
		var silent = register(null);
		secret(silent);
		var monthsAgo = clock.today()
			.withDayOfMonth(15)
			.minusMonths(2)
			.atTime(8, 0)
			.atZone(BusinessClock.ZONE)
			.toInstant();
		for (var day : List.of(0, 0, 9, 33)) {
			BusinessClock.at(monthsAgo.plus(Duration.ofDays(day)), () -> {
				heartbeats.heard(new KnownDevices.Known(TENANT, device, "SN", farm, DeviceState.ACTIVE, Map.of()));
				heartbeats.flush();
				return day;
			});
		}
		assertThat(monthsOf(farm)).isEqualTo(2);
		hear(secret);
		hear(second);
		heartbeats.flush();
		heartbeats.flush();
		assertThat(monthsOf(farm)).isEqualTo(4);
		assertThat(asOfficer(() -> uses.used(List.of(farm), clock.today(), clock.today())).get(farm))
			.containsExactly(ServiceKind.DEVICE);
		// after a restart nothing is remembered, and nothing counted again
		asOfficer(() -> {
			uses.record(farm, ServiceKind.DEVICE, clock.today(), "production.device-month", UUID
				.nameUUIDFromBytes((device + "/" + YearMonth.from(clock.today())).getBytes(StandardCharsets.UTF_8)));
			return device;
		});
		assertThat(monthsOf(farm)).isEqualTo(4);
		var stranger = Ids.next();
		member(stranger);
		assertThat(monthsOf(stranger)).isZero();
		assertThat(send("not-a-secret", "{\"t\":1}").getStatus()).isEqualTo(401);
	}

	private void hear(String secret) {
		try {
			assertThat(send(secret, "{\"t\":21}").getStatus()).isEqualTo(202);
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

	private long monthsOf(UUID member) {
		return asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from member_service_use
				 where member_id = ? and kind = 'DEVICE' and source = 'production.device-month'""", Long.class,
				member)));
	}

	@Test
	void whatIsTooLargeOrUnreadableIsRefusedAsAWhole() throws Exception {
		var secret = secret(register(null));
		assertThat(send(secret, "x".repeat(1024 * 1024 + 1)).getStatus()).isEqualTo(413);
		assertThat(send(secret, "{\"t\":").getStatus()).isEqualTo(400);
		var bomb = new ByteArrayOutputStream();
		try (var zip = new GZIPOutputStream(bomb)) {
			zip.write("{\"t\":".getBytes(StandardCharsets.UTF_8));
			zip.write(" ".repeat(6 * 1024 * 1024).getBytes(StandardCharsets.UTF_8));
		}
		assertThat(bomb.size()).isLessThan(20_000);
		assertThat(door(post("/api/v1/device/" + secret + "/telemetry").header("Content-Encoding", "gzip")
			.content(bomb.toByteArray())).getStatus()).isEqualTo(413);
		assertThat(door(post("/api/v1/device/" + secret + "/telemetry").header("Content-Encoding", "br").content("{}"))
			.getStatus()).isEqualTo(415);
		var packed = new ByteArrayOutputStream();
		try (var zip = new GZIPOutputStream(packed)) {
			zip.write("{\"t\":12}".getBytes(StandardCharsets.UTF_8));
		}
		assertThat(door(post("/api/v1/device/" + secret + "/telemetry").header("Content-Encoding", "gzip")
			.content(packed.toByteArray())).getContentAsString()).contains("\"accepted\":1");
	}

	@Test
	void aGatewaySpeaksForItsOwnFarmOnlyAndADeviceInRepairForNobody() throws Exception {
		var gateway = register(null);
		var own = register(null);
		secret(own);
		var stranger = Ids.next();
		member(stranger);
		var foreign = asOfficer(
				() -> devices.register(new DeviceCommands.Register("F-" + Ids.next().toString().substring(20), "别家的",
						product, stranger, null)));
		secret(foreign);
		var secret = secret(gateway);
		var answer = send(secret,
				"{\"" + sn(own) + "\":[{\"t\":5}],\"" + sn(foreign) + "\":[{\"t\":6}],\"nobody\":[{\"t\":7}]}");
		assertThat(json.readTree(answer.getContentAsString()).get("rejected").findValuesAsString("code"))
			.containsExactly("unknown-device", "unknown-device");
		assertThat(answer.getContentAsString()).contains("\"accepted\":1");

		asOfficer(() -> {
			devices.sendToRepair(gateway, "进水", version(gateway));
			return gateway;
		});
		assertThat(send(secret, "{\"t\":1}").getStatus()).isEqualTo(409);
	}

	@Test
	void hoursAndDaysAreWhatTheReadingsAreInWhateverOrderTheyCome() throws Exception {
		var device = register(null);
		var secret = secret(device);
		var random = new Random(7);
		var start = now.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(3));
		var points = new ArrayList<String>();
		for (int n = 0; n < 600; n++) {
			points.add("{\"ts\":" + start.plusSeconds(400L * n).toEpochMilli() + ",\"values\":{\"t\":"
					+ (random.nextInt(1400) - 420) / 10.0 + "}}");
		}
		points.addAll(points.subList(50, 200));
		Collections.shuffle(points, random);
		for (int from = 0; from < points.size();) {
			var to = Math.min(points.size(), from + 1 + random.nextInt(120));
			assertThat(send(secret, "[" + String.join(",", points.subList(from, to)) + "]").getStatus()).isEqualTo(202);
			from = to;
			if (random.nextInt(4) == 0) {
				rollUps.run();
			}
		}
		rollUps.run();
		var series = series(device, "t");
		assertThat(jdbc.queryForObject("select count(*) from production_telemetry where series_id = ?", Long.class,
				series))
			.isEqualTo(600);
		assertThat(jdbc.queryForObject("""
				select count(*) from (
				  select date_trunc('hour', ts), count(*)::int, min(value), max(value) from production_telemetry
				   where series_id = ? and quality < 2 group by 1
				  except select bucket, n, vmin, vmax from production_rollup_hour where series_id = ?) x""", Long.class,
				series, series))
			.isZero();
		assertThat(jdbc.queryForObject(
				"""
						select count(*) from (
						  select date_bin('5 minutes', ts, 'epoch'), count(*)::int, min(value), max(value),
						         (select value from production_telemetry f where f.series_id = t.series_id and f.ts = min(t.ts)),
						         (select value from production_telemetry f where f.series_id = t.series_id and f.ts = max(t.ts))
						    from production_telemetry t where series_id = ? and quality < 2 group by 1, series_id
						  except select bucket, n, vmin, vmax, vfirst, vlast from production_rollup_five where series_id = ?) x""",
				Long.class, series, series))
			.isZero();
		assertThat(jdbc.queryForMap("""
				select (select sum(n) from production_rollup_hour where series_id = ?) as hours,
				       (select sum(n) from production_rollup_five where series_id = ?) as fives,
				       (select sum(n) from production_rollup_day where series_id = ?) as days,
				       (select count(*) from production_telemetry where series_id = ? and quality < 2) as readings,
				       (select count(*) from production_dirty_bucket where series_id = ?) as dirty""", series, series,
				series, series, series))
			.satisfies(sums -> {
				assertThat(sums.get("fives")).isEqualTo(sums.get("hours"));
				assertThat(sums.get("days")).isEqualTo(sums.get("hours"));
				assertThat(((Number) sums.get("hours")).longValue())
					.isEqualTo(((Number) sums.get("readings")).longValue());
				assertThat(((Number) sums.get("dirty")).longValue()).isZero();
			});
	}

	@Test
	void sendersAtOnceAndAResendLoseNothingAndDoubleNothing() throws Exception {
		var device = register(null);
		var secret = secret(device);
		var bodies = new ArrayList<String>();
		for (int n = 0; n < 8; n++) {
			var body = new StringBuilder("[");
			for (int i = 0; i < 300; i++) {
				// neighbours overlap by half
				var at = now.minusSeconds(20_000 - (n * 150L + i) * 10).toEpochMilli();
				body.append((i == 0) ? "" : ",").append("{\"ts\":" + at + ",\"values\":{\"t\":" + (n % 2) + "}}");
			}
			bodies.add(body + "]");
		}
		bodies.addAll(bodies);
		var acts = bodies.stream()
			.<Callable<?>>map(body -> () -> assertThat(send(secret, body).getStatus()).isEqualTo(202))
			.toList();
		assertThat(Acts.atOnce(acts)).containsOnly("ok");
		assertThat(jdbc.queryForObject("select count(*) from production_telemetry where series_id = ?", Long.class,
				series(device, "t")))
			.isEqualTo(300 + 7 * 150);
	}

	@Test
	void aChartHasAtMostTwoThousandValuesForAnySpan() throws Exception {
		var device = register(null);
		secret(device);
		var series = series(device, "t");
		jdbc.update(
				"""
						insert into production_telemetry (ts, value, series_id, quality)
						select ?::timestamptz - n * interval '2 minutes', 20 + 5 * sin(n / 100.0), ?, 0 from generate_series(1, 25000) n""",
				Timestamp.from(now), series);
		jdbc.update("""
				insert into production_dirty_bucket (series_id, bucket)
				select distinct series_id, date_trunc('hour', ts) from production_telemetry where series_id = ?""",
				series);
		rollUps.run();
		for (var days : List.of(1, 7, 30, 120, 3000)) {
			var chart = asFarm(() -> telemetry.chart(series, now.minus(Duration.ofDays(days)), now));
			assertThat(chart.points().size() * 3).as(days + " days").isBetween(days > 365 ? 1 : 60, 2000);
			assertThat(chart.highest()).isCloseTo(25, within(0.01));
		}
		assertThat(List.of(1, 7, 20, 120))
			.extracting(days -> asFarm(() -> telemetry.chart(series, now.minus(Duration.ofDays(days)), now)).source())
			.containsExactly(Chart.Source.READINGS, Chart.Source.FIVES, Chart.Source.FIVES, Chart.Source.HOURS);
		assertThat(Acts.code(() -> asFarm(() -> telemetry.chart(series, now, now))))
			.isEqualTo("production.telemetry.span");
	}

	@Test
	void aMeterIsDrawnByWhatWasUsedAlsoWhereItWasSetBack() {
		var meter = asOfficer(() -> products.register(new DeviceProduct(Ids.next(),
				"W" + Ids.next().toString().substring(20, 36), "水表（示例）", "示例厂", Protocol.HTTP, 300,
				List.of(new DeviceProduct.Property("w", "用水", "m³", SeriesKind.COUNTER, 1, 0.0, null)), List.of())));
		var device = asOfficer(() -> devices.register(
				new DeviceCommands.Register("W-" + Ids.next().toString().substring(20), "水表", meter, farm, null)));
		secret(device);
		var series = series(device, "w");
		// 0.5 m³ in every minute, and a new meter after forty days
		jdbc.update(
				"""
						insert into production_telemetry (ts, value, series_id, quality)
						select ?::timestamptz - (86400 - n) * interval '1 minute', case when n < 57600 then 1000 + n * 0.5 else (n - 57600) * 0.5 end, ?, 0
						  from generate_series(0, 86400) n""",
				Timestamp.from(now.truncatedTo(ChronoUnit.HOURS)), series);
		jdbc.update("""
				insert into production_dirty_bucket (series_id, bucket)
				select distinct series_id, date_trunc('hour', ts) from production_telemetry where series_id = ?""",
				series);
		rollUps.run();
		for (var days : List.of(1, 7, 30, 50)) {
			var to = now.truncatedTo(ChronoUnit.HOURS);
			var chart = asFarm(() -> telemetry.chart(series, to.minus(Duration.ofDays(days)), to));
			assertThat(chart.isRate()).isTrue();
			assertThat(chart.unit()).isEqualTo("m³/h");
			// 30 m³ in an hour; the minute of the change is not known
			assertThat(chart.points().subList(1, chart.points().size() - 1)).as(days + " days")
				.allSatisfy(it -> assertThat(it.avg()).isBetween(29.4, 30.1));
			assertThat(chart.points().stream().filter(it -> it.avg() > 29.9).count())
				.isGreaterThan(chart.points().size() * 9L / 10);
		}
	}

	@Test
	void sumsAreDroppedByTheMonthAndNeverEarly() {
		var series = series(register(null), "t");
		var month = LocalDate.of(2019, 3, 1);
		jdbc.queryForObject("select jf_telemetry_prepare(?, ?)", Integer.class, java.sql.Date.valueOf(month),
				java.sql.Date.valueOf(month));
		var bucket = Timestamp.from(month.atTime(12, 0).atZone(BusinessClock.ZONE).toInstant());
		jdbc.update("insert into production_rollup_five values (?, ?, 1, 1, 1, 1, 1, 1)", series, bucket);
		jdbc.update("insert into production_rollup_hour values (?, ?, 1, 1, 1, 1, 1, 1)", series, bucket);
		assertThat(dropSums(LocalDate.of(2019, 3, 31), LocalDate.of(2019, 3, 31))).isZero();
		assertThat(dropSums(LocalDate.of(2019, 4, 1), LocalDate.of(2019, 3, 31))).isOne();
		assertThat(jdbc.queryForObject("select count(*) from production_rollup_hour where series_id = ?", Long.class,
				series))
			.isOne();
		assertThat(dropSums(LocalDate.of(2019, 4, 1), LocalDate.of(2019, 4, 1))).isOne();
		assertThatThrownBy(() -> dropSums(clock.today(), LocalDate.of(2019, 4, 1))).hasMessageContaining("ninety days");
		assertThatThrownBy(() -> dropSums(LocalDate.of(2019, 4, 1), clock.today())).hasMessageContaining("no shorter");
	}

	private int dropSums(LocalDate fives, LocalDate hours) {
		return jdbc.queryForObject("select jf_rollup_drop(?, ?)", Integer.class, java.sql.Date.valueOf(fives),
				java.sql.Date.valueOf(hours));
	}

	@Test
	void aFarmIsToldEarlierButNeverLaterThanTheRulesSay() throws Exception {
		var device = register(plot(farm, "自设棚"));
		var secret = secret(device);
		var series = series(device, "t");
		rule(device, new Limits(Comparison.OUTSIDE, 8.0, 36.0, 10.0, 34.0, Duration.ZERO, Duration.ZERO, 1), null);
		var before = asFarm(() -> ownAlarms.view(series));
		assertThat(before.set()).isFalse();
		assertThat(before.lowest()).isEqualTo(8);
		assertThat(before.highest()).isEqualTo(36);
		assertThat(before.bounds()).extracting(it -> it.source().name()).containsExactlyInAnyOrder("RULE", "RANGE");
		assertThat(Acts.code(() -> own(series, null, null, null))).isEqualTo("production.alarm.own-missing");
		assertThat(Acts.code(() -> own(series, 7.9, null, null))).isEqualTo("production.alarm.own-bounds");
		assertThat(Acts.code(() -> own(series, null, 36.1, null))).isEqualTo("production.alarm.own-bounds");
		assertThat(Acts.code(() -> own(series, Double.NaN, null, null))).isEqualTo("production.alarm.own-bounds");
		assertThat(Acts.code(() -> own(series, 20.0, 20.0, null))).isEqualTo("production.alarm.own-order");
		assertThat(Acts.code(() -> as(Scope.member(Ids.next()), FARM, () -> {
			ownAlarms.set(series, 12.0, 30.0, null);
			return series;
		}))).isEqualTo("production.telemetry.series-not-found");
		assertThat(Acts.code(() -> as(Scope.member(farm), Set.of("production:device:view"), () -> {
			ownAlarms.set(series, 12.0, 30.0, null);
			return series;
		}))).isEqualTo("denied");
		assertThat(Acts.atOnce(List.of(() -> own(series, 12.0, 30.0, null), () -> own(series, 12.0, 30.0, null))))
			.contains("ok")
			.containsAnyOf("constraint", "kernel.stale");
		var set = asFarm(() -> ownAlarms.view(series));
		assertThat(set.enabled()).isTrue();
		assertThat(Acts.code(() -> own(series, 12.0, 31.0, set.version() + 1))).isEqualTo("kernel.stale");
		assertThat(asOfficer(() -> rules.list())).noneMatch(it -> it.memberId() != null);
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("update production_alarm_rule set raise_low = 5, clear_low = 6 where member_id = ?", farm))))
			.hasMessageContaining("production_alarm_rule_own_bounds");

		// warmer than the farm wants, not warmer than the federation wants
		measure(secret, 14, 32);
		measure(secret, 3, 32);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().satisfies(it -> {
			assertThat(it.ruleName()).contains("气温");
			assertThat(it.limitHigh()).isEqualTo(30);
		});
		var ofFarm = of(device).getFirst().ruleId();
		assertThat(Acts.code(() -> asOfficer(() -> {
			rules.turn(ofFarm, false, 0);
			return ofFarm;
		}))).isEqualTo("production.alarm.rule-not-found");
		assertThat(Acts.code(() -> as(Scope.member(Ids.next()), FARM, () -> rules.view(ofFarm))))
			.isEqualTo("production.device.not-found");
		asFarm(() -> {
			ownAlarms.turn(series, false, ownAlarms.view(series).version());
			return series;
		});
		assertThat(of(device).stream().filter(it -> it.state().open())).isEmpty();
		// the federation has become stricter meanwhile
		rule(device, new Limits(Comparison.ABOVE, null, 28.0, null, 27.0, Duration.ZERO, Duration.ZERO, 1), null);
		assertThat(Acts.code(() -> asFarm(() -> {
			ownAlarms.turn(series, true, ownAlarms.view(series).version());
			return series;
		}))).isEqualTo("production.alarm.own-bounds");
		own(series, 12.0, 27.5, asFarm(() -> ownAlarms.view(series)).version());
		assertThat(asFarm(() -> ownAlarms.view(series)).enabled()).isTrue();
	}

	@Test
	void aFarmsOwnLimitsNeverLieOutsideTheStageThatStandsThere() throws Exception {
		var draft = as(Scope.ALL, ALL, () -> standards.draft(twoStages("cabbage")));
		as(Scope.ALL, ALL, () -> {
			standards.submit(draft, standards.versionOf(draft));
			return draft;
		});
		as(Scope.ALL, ALL, () -> {
			standards.confirm(draft, standards.versionOf(draft));
			return draft;
		});
		var plot = plot(farm, "自设标准棚");
		var device = register(plot);
		var secret = secret(device);
		var series = series(device, "t");
		var planting = asOfficer(() -> plantings.sow(plot, new Planting.Description("cabbage", "示例", SeasonPart.AUTUMN,
				clock.today().minusDays(5), AreaMu.of("5"))));
		assertThat(asFarm(() -> ownAlarms.view(series)).bounds().getFirst().name()).isEqualTo("苗期");
		assertThat(Acts.code(() -> own(series, 19.0, null, null))).isEqualTo("production.alarm.own-bounds");
		own(series, null, 29.0, null);
		// older ones want 10 to 25: what was asked for seedlings is held to that
		asOfficer(() -> transaction.execute(_ -> jdbc.update("update production_planting set sown_on = ? where id = ?",
				clock.today().minusDays(25), planting)));
		measure(secret, 14, 26);
		measure(secret, 2, 26);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().satisfies(it -> assertThat(it.limitHigh()).isEqualTo(25));
	}

	private int own(int series, Double low, Double high, Long version) {
		return asFarm(() -> {
			ownAlarms.set(series, low, high, version);
			return series;
		});
	}

	@Test
	void anotherFarmAndAnotherTenantSeeNothing() throws Exception {
		var device = register(null);
		send(secret(device), "{\"t\":1}");
		var series = series(device, "t");
		var stranger = Ids.next();
		assertThat(Acts.code(() -> as(Scope.member(stranger), FARM, () -> queries.view(device))))
			.isEqualTo("production.device.not-found");
		assertThat(Acts.code(() -> as(Scope.member(stranger), FARM, () -> telemetry.series(series))))
			.isEqualTo("production.telemetry.series-not-found");
		assertThat(Acts.code(() -> as(Scope.member(stranger), FARM, () -> orders.give(device, "open", null, null))))
			.isEqualTo("production.device.not-found");
		assertThat(Acts.code(() -> in("330499", Scope.ALL, ALL, () -> telemetry.series(series))))
			.isEqualTo("production.telemetry.series-not-found");
		assertThat(Acts.code(() -> in("330499", Scope.ALL, ALL, () -> devices.rotate(device, 0))))
			.isEqualTo("production.device.not-found");
		assertThat(in("330499", Scope.ALL, ALL, () -> telemetry.latest(new TelemetryQueries.Filter(null, null, null))))
			.isEmpty();
		assertThat(Acts.code(() -> asFarm(() -> devices.rotate(device, version(device))))).isEqualTo("denied");
	}

	@Test
	void anOrderIsAnsweredOnceOrRunsOutOfTime() throws Exception {
		var device = register(null);
		assertThat(Acts.code(() -> asFarm(() -> orders.give(device, "open", null, null))))
			.isEqualTo("production.device.silent");
		var secret = secret(device);
		assertThat(Acts.code(() -> asFarm(() -> orders.give(device, "dance", null, null))))
			.isEqualTo("production.order.unknown-service");
		assertThat(Acts.atOnce(List.of(() -> asFarm(() -> orders.give(device, "open", null, null)),
				() -> asFarm(() -> orders.give(device, "open", null, null)))))
			.contains("ok")
			.hasSize(2)
			.containsAnyOf("production.order.running", "constraint");
		var fetched = json.readTree(door(get("/api/v1/device/" + secret + "/orders")).getContentAsString());
		assertThat(fetched).hasSize(1);
		var id = UUID.fromString(fetched.get(0).get("id").asString());
		assertThat(answer(secret, id, "{\"done\":true,\"text\":\"ok\"}")).isEqualTo(204);
		assertThat(answer(secret, id, "{\"done\":false}")).isEqualTo(409);
		assertThat(asFarm(() -> orders.view(id)).state()).isEqualTo(OrderState.ANSWERED);

		var late = BusinessClock.at(now.minusSeconds(600),
				() -> asFarm(() -> orders.give(device, "open", null, Duration.ofSeconds(30))));
		assertThat(answer(secret, late, "{\"done\":true}")).isEqualTo(409);
		asOfficer(() -> orders.expire());
		assertThat(asFarm(() -> orders.view(late)).state()).isEqualTo(OrderState.EXPIRED);
		assertThat(answer(secret(register(null)), id, "{\"done\":true}")).isEqualTo(404);
	}

	@Test
	void strayReadingsMoveToTheirDayAndOnlyRolledUpDaysAreDropped() {
		var series = series(register(null), "t");
		var day = LocalDate.of(2020, 5, 17);
		jdbc.update("insert into production_telemetry (ts, value, series_id, quality) values (?, 1, ?, 0)",
				Timestamp.from(day.atTime(12, 0).atZone(BusinessClock.ZONE).toInstant()), series);
		assertThat(asOfficer(() -> telemetry.strays())).isPositive();
		jdbc.queryForObject("select jf_telemetry_prepare(?, ?)", Integer.class, java.sql.Date.valueOf(day),
				java.sql.Date.valueOf(day));
		assertThat(asOfficer(() -> telemetry.strays())).isZero();
		var bucket = Timestamp.from(day.atTime(12, 0).atZone(BusinessClock.ZONE).toInstant());
		jdbc.update("insert into production_dirty_bucket (series_id, bucket) values (?, ?)", series, bucket);
		assertThat(drop(day.plusDays(1))).isZero();
		jdbc.update("delete from production_dirty_bucket where series_id = ?", series);
		assertThat(drop(day.plusDays(1))).isOne();
		assertThat(jdbc.queryForObject("select count(*) from production_telemetry where series_id = ?", Long.class,
				series))
			.isZero();
		assertThatThrownBy(() -> drop(clock.today())).hasMessageContaining("never dropped");
		assertThatThrownBy(() -> jdbc.update("drop table production_telemetry_default")).isNotNull();
	}

	@Test
	void everyPageOpens() throws Exception {
		var device = register(plot(farm, "页面棚"));
		send(secret(device), "{\"t\":21.5,\"h\":60,\"nope\":1}");
		badPoints.flush();
		var series = series(device, "t");
		var rule = rule(null, new Limits(Comparison.ABOVE, null, 20.0, null, 18.0, Duration.ZERO, Duration.ZERO, 1),
				null);
		asOfficer(() -> engine.run());
		var alarm = of(device).getFirst().id();
		for (var path : List.of("/console/devices", "/console/devices/new", "/console/devices/labels",
				"/console/devices/" + device, "/console/device-products", "/console/device-products/new",
				"/console/device-products/" + product, "/console/series/" + series,
				"/console/series/" + series + "?span=YEAR", "/console/series-comparison?series=" + series,
				"/console/data-quality", "/console/alarms", "/console/alarm-rules", "/console/alarm-rules/new",
				"/console/alarm-rules/" + rule, "/console/alarms/" + alarm)) {
			assertThat(open(Scope.ALL, ALL, path)).as(path).contains("<main");
		}
		assertThat(open(Scope.ALL, ALL, "/console/devices/" + device)).contains("21.5").contains("没有这个测点");
		var two = "/console/series-comparison?series=" + series + "&series=" + series(device, "h");
		assertThat(open(Scope.ALL, ALL, two)).contains("各条按自己的最低到最高画");
		assertThat(open(Scope.ALL, ALL, "/console/series/" + series + "/export?form=CSV")).contains(",21.5,正常");
		assertThat(sheet("/console/series/" + series + "/export?form=XLSX")).contains("21.5").contains("正常");
		for (var path : List.of("/portal/sensors", "/portal/sensors/" + series, "/portal/sensors/boxes/" + device,
				"/portal/alarms", "/portal/alarms/" + alarm)) {
			assertThat(open(Scope.member(farm), FARM, path)).as(path).contains("<main");
		}
		assertThat(open(Scope.member(farm), FARM, "/portal/sensors/" + series)).contains("农合联规则：太热")
			.contains("高于 20.0");
		assertThat(open(Scope.member(farm), FARM, "/api/v1/series/" + series + "/own-alarm")).contains("\"bounds\"");
		assertThat(open(Scope.member(farm), FARM, "/portal/sensors")).contains("页面棚").contains("21.5");
		assertThat(open(Scope.member(farm), FARM, "/portal/sensors/" + series)).contains("<svg class=\"curve\"");
		assertThat(open(Scope.member(farm), FARM, "/api/v1/latest-values")).contains("21.5");
		assertThat(open(Scope.member(farm), FARM, "/api/v1/series/" + series + "/chart")).contains("\"points\"");
	}

	@Test
	void anAlarmIsRaisedSeenAndClearedOnceWhateverIsSentAgain() throws Exception {
		var device = register(null);
		var secret = secret(device);
		rule(null, new Limits(Comparison.ABOVE, null, 35.0, null, 32.0, Duration.ofMinutes(5), Duration.ZERO, 2), null);
		measure(secret, 14, 36);
		asOfficer(() -> engine.run());
		assertThat(of(device)).isEmpty();
		measure(secret, 12, 38);
		measure(secret, 8, 41);
		asOfficer(() -> engine.run());
		var raised = of(device).getFirst();
		assertThat(raised.state()).isEqualTo(AlarmState.RAISED);
		assertThat(raised.value()).isEqualTo(41);
		measure(secret, 7, 43);
		measure(secret, 6, 33);
		measure(secret, 13, 99);
		measure(secret, 7, 43);
		assertThat(Acts.atOnce(List.of(() -> asOfficer(() -> engine.run()), () -> asOfficer(() -> engine.run()))))
			.containsOnly("ok");
		asOfficer(() -> engine.run());
		var lasting = of(device).getFirst();
		assertThat(lasting.peak()).isEqualTo(43);
		assertThat(lasting.id()).isEqualTo(raised.id());
		assertThat(todo(Scope.member(farm), FARM)).contains("alarm:" + raised.id() + ":acknowledge");

		assertThat(Acts.code(() -> as(Scope.member(Ids.next()), FARM, () -> seen(lasting))))
			.isEqualTo("production.alarm.not-found");
		assertThat(Acts.atOnce(List.of(() -> asFarm(() -> seen(lasting)), () -> asOfficer(() -> seen(lasting)))))
			.contains("ok")
			.containsAnyOf("production.alarm.seen-already", "kernel.stale");
		assertThat(of(device).getFirst().state()).isEqualTo(AlarmState.SEEN);
		measure(secret, 5, 31);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::state).isEqualTo(AlarmState.CLOSED);
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc.update(
				"""
						insert into production_alarm (id, tenant_id, version, rule_id, series_id, device_id, member_id, division,
						                              kind, severity, raised_at)
						select x.id, tenant_id, 0, rule_id, series_id, device_id, member_id, division, kind, severity, now()
						  from production_alarm, (values (?::uuid), (?::uuid)) x (id) where production_alarm.id = ?""",
				Ids.next(), Ids.next(), raised.id()))))
			.hasMessageContaining("production_alarm_open_uq");
	}

	@Test
	void aRuleForSeedlingsFollowsTheCropThatStandsThere() throws Exception {
		var plot = plot(farm, "苗棚");
		var device = register(plot);
		var secret = secret(device);
		rule(null, new Limits(Comparison.BELOW, 15.0, null, 16.0, null, Duration.ZERO, Duration.ZERO, 1),
				new AlarmRule.When(null, null, "watermelon", 0, 20));
		measure(secret, 9, 10);
		asOfficer(() -> engine.run());
		assertThat(of(device)).isEmpty();
		asOfficer(() -> plantings.sow(plot, new Planting.Description("watermelon", "早佳8424", SeasonPart.AUTUMN,
				clock.today().minusDays(5), AreaMu.of("5"))));
		measure(secret, 6, 10);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::state).isEqualTo(AlarmState.RAISED);
		asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_planting set sown_on = ? where plot_id = ?",
					clock.today().minusDays(60), plot)));
		measure(secret, 3, 10);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::state).isEqualTo(AlarmState.CLEARED);
	}

	@Test
	void aRuleByTheStandardChangesItsLimitsWithTheStage() throws Exception {
		var draft = as(Scope.ALL, ALL, () -> standards.draft(twoStages("asparagus")));
		as(Scope.ALL, ALL, () -> {
			standards.submit(draft, standards.versionOf(draft));
			return draft;
		});
		as(Scope.ALL, ALL, () -> {
			standards.confirm(draft, standards.versionOf(draft));
			return draft;
		});
		var plot = plot(farm, "随标准棚");
		var device = register(plot);
		var secret = secret(device);
		rule(device, new Limits(Comparison.STANDARD, null, null, null, null, 1.0, Duration.ZERO, Duration.ZERO, 1),
				null);
		// nothing stands there: nothing to be held against
		measure(secret, 14, 5);
		asOfficer(() -> engine.run());
		assertThat(of(device)).isEmpty();
		var planting = asOfficer(() -> plantings.sow(plot, new Planting.Description("asparagus", "格兰德",
				SeasonPart.AUTUMN, clock.today().minusDays(5), AreaMu.of("5"))));
		// seedlings want 20 to 30
		measure(secret, 12, 18);
		asOfficer(() -> engine.run());
		var cold = of(device).getFirst();
		assertThat(cold.state()).isEqualTo(AlarmState.RAISED);
		assertThat(cold.limitLow()).isEqualTo(20);
		assertThat(cold.limitHigh()).isEqualTo(30);
		// within, but not by the margin
		measure(secret, 10, 20.5);
		asOfficer(() -> engine.run());
		assertThat(of(device).getFirst().state()).isEqualTo(AlarmState.RAISED);
		// older ones want 10 to 25: the same reading is fine now, and a warmer one is not
		asOfficer(() -> transaction.execute(_ -> jdbc.update("update production_planting set sown_on = ? where id = ?",
				clock.today().minusDays(25), planting)));
		measure(secret, 8, 18);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::state).isEqualTo(AlarmState.CLEARED);
		measure(secret, 6, 28);
		asOfficer(() -> engine.run());
		var warm = of(device).stream().filter(it -> it.state() == AlarmState.RAISED).findFirst().orElseThrow();
		assertThat(warm.limitHigh()).isEqualTo(25);
		measure(secret, 5, 33);
		asOfficer(() -> engine.run());
		assertThat(of(device).stream().filter(it -> it.id().equals(warm.id())).findFirst().orElseThrow().peak())
			.isEqualTo(33);
		// after the last stage nothing is asked for any more
		asOfficer(() -> transaction.execute(_ -> jdbc.update("update production_planting set sown_on = ? where id = ?",
				clock.today().minusDays(90), planting)));
		measure(secret, 3, 34);
		asOfficer(() -> engine.run());
		assertThat(of(device).stream().filter(it -> it.state().open())).isEmpty();
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_alarm_rule set margin = null where comparison = 'STANDARD'"))))
			.hasMessageContaining("production_alarm_rule_margin_ck");
	}

	private static StandardCommands.Text twoStages(String crop) {
		return new StandardCommands.Text(crop, "", List.of(), 60, "测试规程", false,
				new StandardContent(List.of(
						new StandardContent.Stage("苗期", 0, 20, List.of(), List.of(),
								List.of(new StandardContent.Range("t", 20.0, 30.0))),
						new StandardContent.Stage("成株期", 21, 60, List.of(), List.of(),
								List.of(new StandardContent.Range("t", 10.0, 25.0)))),
						List.of()));
	}

	@Test
	void silenceRingsIsPassedOnAndEndsWithTheNextReading() throws Exception {
		var device = register(null);
		var secret = secret(device);
		var rule = asOfficer(() -> rules.add(new RuleCommands.Text("没数据", new AlarmRule.Target(product, null, "t"),
				new Limits(Comparison.ABOVE, null, 70.0, null, 60.0, Duration.ZERO, Duration.ZERO, 1),
				new AlarmRule.When(null, null, null, null, null),
				new AlarmRule.Care(Severity.MINOR, Duration.ofMinutes(30), Duration.ofMinutes(30), null))));
		asOfficer(() -> engine.run());
		assertThat(of(device)).isEmpty();
		measure(secret, 45, 20);
		asOfficer(() -> engine.run());
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::kind).isEqualTo(AlarmKind.NO_DATA);
		var key = "alarm:" + of(device).getFirst().id() + ":acknowledge";
		assertThat(todo(Scope.ALL, ALL)).doesNotContain(key);
		BusinessClock.at(now.plusSeconds(3600), () -> asOfficer(() -> engine.run()));
		assertThat(todo(Scope.ALL, ALL)).contains(key);
		measure(secret, 1, 20);
		asOfficer(() -> engine.run());
		assertThat(of(device)).singleElement().extracting(AlarmView::state).isEqualTo(AlarmState.CLEARED);

		measure(secret, 0, 75);
		asOfficer(() -> engine.run());
		assertThat(of(device).stream().filter(it -> it.state().open())).hasSize(1);
		asOfficer(() -> {
			rules.turn(rule, false, rules.view(rule).version());
			return rule;
		});
		assertThat(of(device).stream().filter(it -> it.state().open())).isEmpty();
		assertThat(Acts.code(() -> asOfficer(() -> {
			rules.turn(rule, false, rules.view(rule).version());
			return rule;
		}))).isEqualTo("production.alarm.rule-state");
		assertThat(Acts.code(() -> in("330499", Scope.ALL, ALL, () -> rules.view(rule))))
			.isEqualTo("production.alarm.rule-not-found");
	}

	@Test
	void theDatabaseRefusesARuleThatContradictsItself() {
		var rule = rule(null, new Limits(Comparison.ABOVE, null, 35.0, null, 32.0, Duration.ZERO, Duration.ZERO, 1),
				null);
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_alarm_rule set clear_high = 36 where id = ?", rule))))
			.hasMessageContaining("production_alarm_rule_hysteresis_ck");
		assertThat(Acts.code(() -> asFarm(() -> rule(null,
				new Limits(Comparison.ABOVE, null, 1.0, null, 1.0, Duration.ZERO, Duration.ZERO, 1), null, FARM))))
			.isEqualTo("denied");
		assertThat(
				Acts.code(
						() -> asOfficer(
								() -> rules.add(new RuleCommands.Text("x", new AlarmRule.Target(product, null, "nope"),
										new Limits(Comparison.ABOVE, null, 1.0, null, 1.0, Duration.ZERO, Duration.ZERO,
												1),
										new AlarmRule.When(null, null, null, null, null),
										new AlarmRule.Care(Severity.HINT, null, null, null))))))
			.isEqualTo("production.alarm.no-such-channel");
	}

	private UUID rule(UUID device, Limits limits, AlarmRule.When when) {
		return rule(device, limits, when, ALL);
	}

	private UUID rule(UUID device, Limits limits, AlarmRule.When when, Set<String> permissions) {
		return as(Scope.ALL, permissions,
				() -> rules.add(new RuleCommands.Text("太热", new AlarmRule.Target(product, device, "t"), limits,
						(when != null) ? when : new AlarmRule.When(null, null, null, null, null),
						new AlarmRule.Care(Severity.MAJOR, null, null, null))));
	}

	private UUID seen(AlarmView alarm) {
		alarms.acknowledge(alarm.id(), "开了风机", alarm.version());
		return alarm.id();
	}

	private List<AlarmView> of(UUID device) {
		return asOfficer(() -> alarms.list(new Alarms.Filter(null, null, device, null, 20))).items();
	}

	private List<String> todo(Scope scope, Set<String> permissions) {
		return as(scope, permissions,
				() -> todos.stream()
					.flatMap(it -> it.open(Actor.current(), 100).stream())
					.map(it -> it.key())
					.toList());
	}

	private void measure(String secret, int minutesAgo, double value) {
		assertThat(send(secret,
				"{\"ts\":" + now.minusSeconds(60L * minutesAgo).toEpochMilli() + ",\"values\":{\"t\":" + value + "}}")
			.getStatus()).isEqualTo(202);
	}

	private int drop(LocalDate before) {
		return jdbc.queryForObject("select jf_telemetry_drop(?)", Integer.class, java.sql.Date.valueOf(before));
	}

	private int answer(String secret, UUID order, String body) {
		return door(post("/api/v1/device/" + secret + "/orders/" + order + "/answer").contentType("application/json")
			.content(body)).getStatus();
	}

	private MockHttpServletResponse send(String secret, String body) {
		return door(post("/api/v1/device/" + secret + "/telemetry").content(body));
	}

	/**
	 * The secret is all that counts there; the test's own log-in only gets by the default
	 * doorman of a module.
	 */
	private MockHttpServletResponse door(MockHttpServletRequestBuilder request) {
		return perform(request,
				new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "t", "000000", Scope.NONE, Set.of()));
	}

	private MockHttpServletResponse perform(MockHttpServletRequestBuilder request, Actor actor) {
		try {
			return mvc.perform(request.with(authentication(actor.authentication())).with(csrf()))
				.andReturn()
				.getResponse();
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

	private String open(Scope scope, Set<String> permissions, String path) {
		var actor = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "测试", TENANT, scope, permissions);
		var body = new AtomicReference<String>();
		actor.run(() -> {
			var response = perform(get(path), actor);
			assertThat(response.getStatus()).as(path).isEqualTo(200);
			try {
				body.set(response.getContentAsString(StandardCharsets.UTF_8));
			}
			catch (IOException failure) {
				throw new UncheckedIOException(failure);
			}
		});
		return body.get();
	}

	/** Every cell of a workbook, one after the other. */
	private String sheet(String path) throws IOException {
		var actor = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "测试", TENANT, Scope.ALL, ALL);
		var body = new AtomicReference<byte[]>();
		actor.run(() -> body.set(perform(get(path), actor).getContentAsByteArray()));
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(body.get()));
				var rows = book.getFirstSheet().openStream()) {
			return rows.flatMap(row -> row.stream())
				.map(it -> (it != null) ? it.getRawValue() : "")
				.collect(Collectors.joining(" "));
		}
	}

	private UUID register(UUID plot) {
		return asOfficer(() -> devices.register(
				new DeviceCommands.Register("S-" + Ids.next().toString().substring(20), "气象箱", product, farm, plot)));
	}

	private UUID place(UUID device, UUID plot) {
		return placeAt(device, plot, version(device));
	}

	private UUID placeAt(UUID device, UUID plot, long seen) {
		devices.place(device, plot, clock.now(), seen);
		return device;
	}

	private String secret(UUID device) {
		return asOfficer(() -> devices.rotate(device, version(device))).text();
	}

	private String sn(UUID device) {
		return asOfficer(() -> queries.view(device)).sn();
	}

	private long version(UUID device) {
		return asOfficer(() -> queries.view(device)).version();
	}

	private int series(UUID device, String key) {
		return asOfficer(() -> telemetry.latest(new TelemetryQueries.Filter(null, null, device))).stream()
			.filter(it -> it.key().equals(key))
			.findFirst()
			.orElseThrow()
			.id();
	}

	private UUID plot(UUID owner, String name) {
		return asOfficer(() -> plots.register(owner, new Plot.Description(name, PlotKind.GREENHOUSE,
				new DivisionCode("330482101"), "示例村", AreaMu.of("5"), null, null), null, true));
	}

	private void member(UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)),
				clock.today())));
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(Scope.member(farm), FARM, body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(Scope.ALL, ALL, body);
	}

	private static <T> T as(Scope scope, Set<String> permissions, Supplier<T> body) {
		return in(TENANT, scope, permissions, body);
	}

	private static <T> T in(String tenant, Scope scope, Set<String> permissions, Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "测试", tenant, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
