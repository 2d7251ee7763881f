package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.device.VideoAddress;
import cn.jinfu.production.iot.device.Videos;
import cn.jinfu.production.iot.telemetry.ClockOffset;
import cn.jinfu.production.iot.telemetry.ClockOffsets;
import cn.jinfu.production.iot.telemetry.Intake;
import cn.jinfu.production.iot.telemetry.QualityQueries;
import cn.jinfu.production.iot.telemetry.RollUps;
import cn.jinfu.production.iot.telemetry.SeriesQuality;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/** Gaps, clocks that are off, and links to cameras, of one farm's devices. */
class DataQualityIT extends WithPages {

	private static final String TENANT = "330482";

	private static final String HERE = "330482101";

	private static final Set<String> MAY = Set.of("console:open", "production:device:view", "production:device:manage",
			"production:video:view");

	@Autowired
	QualityQueries quality;

	@Autowired
	ClockOffsets offsets;

	@Autowired
	RollUps rollUps;

	@Autowired
	Intake intake;

	@Autowired
	KnownDevices known;

	@Autowired
	Videos videos;

	@Autowired
	DeviceProducts products;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final Actor officer = actor("o", Scope.ALL, MAY);

	private final Actor farmer = actor("f", Scope.member(farm),
			Set.of("portal:open", "console:open", "production:device:view", "production:video:view"));

	private UUID product;

	private UUID plot;

	@BeforeEach
	void world() {
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), clock.today());
		product = as(officer, () -> products.register(new DeviceProduct(Ids.next(),
				"Q" + Ids.next().toString().substring(20, 36), "气象箱（示例）", "示例厂", Protocol.HTTP, 600,
				List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, -40.0, 80.0)), List.of())));
		plot = Ids.next();
		update("""
				insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village, declared_mu,
				  state, registered_by)
				values (?, ?, 0, ?, ?, '质量棚', 'GREENHOUSE', ?, '示例村', 5, 'DRAFT', ?)""",
				plot, TENANT, "Q-" + plot.toString().substring(20), farm, HERE, Ids.next());
	}

	private int update(String sql, Object... args) {
		return as(officer, () -> transaction.execute(_ -> jdbc.update(sql, args)));
	}

	private record Box(UUID id, String sn, int series) {
	}

	private Box device(Instant registered) {
		var id = Ids.next();
		var sn = "Q-" + id.toString().substring(20);
		update("""
				insert into production_device (id, tenant_id, version, sn, name, product_id, member_id, division, plot_id, state,
				                               registered_by, registered_at, last_seen_at)
				values (?, ?, 0, ?, '质量箱', ?, ?, ?, ?, 'ACTIVE', ?, ?, now())""",
				id, TENANT, sn, product, farm, HERE, plot, Ids.next(), Timestamp.from(registered));
		update("""
				insert into production_series (tenant_id, device_id, key, name, unit, kind, scale, valid_min, valid_max)
				values (?, ?, 't', '气温', '℃', 'GAUGE', 1, -40, 80)""", TENANT, id);
		return new Box(id, sn, as(officer, () -> transaction.execute(
				_ -> jdbc.queryForObject("select id from production_series where device_id = ?", Integer.class, id))));
	}

	private void reading(Box box, Instant at, int value, int mark) {
		update("insert into production_telemetry (ts, value, series_id, quality) values (?, ?, ?, ?)",
				Timestamp.from(at), value, box.series(), mark);
		update("""
				insert into production_dirty_bucket (series_id, bucket) values (?, date_trunc('hour', ?::timestamptz))
				on conflict do nothing""", box.series(), Timestamp.from(at));
	}

	private void send(Box box, String body) {
		var device = known.bySn(TENANT, box.sn()).orElseThrow();
		intake.take(device, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))).join();
	}

	@Test
	@DisplayName("间断：超过三个间隔才算，一天的头尾也算，登记前不算；超范围和迟到各数各的")
	void gapsAreLongerThanThreeIntervals() {
		var day = clock.today().minusDays(2);
		var begin = day.atStartOfDay(BusinessClock.ZONE).toInstant();
		var box = device(begin.minusSeconds(864_000));
		// every ten minutes until six, but nothing between 1:00 and 1:30, nor between
		// 2:00 and 2:40
		for (int minute = 0; minute <= 360; minute += 10) {
			if ((minute <= 60 || minute >= 90) && (minute <= 120 || minute >= 160)) {
				reading(box, begin.plusSeconds(minute * 60L), 20, (minute == 200) ? 2 : (minute == 210) ? 1 : 0);
			}
		}
		var one = as(farmer, () -> quality.ofDay(List.of(box.id()), day)).getFirst();
		// 37 in all, less 1:10 and 1:20, less 2:10 to 2:30
		assertThat(one.got()).isEqualTo(32);
		assertThat(one.expected()).isEqualTo(144);
		assertThat(one.percent()).isEqualTo(22);
		assertThat(one.outside()).isEqualTo(1);
		assertThat(one.late()).isEqualTo(1);
		// thirty minutes are three intervals and none; forty are a gap, and the rest of
		// the day
		assertThat(one.gaps()).isEqualTo(2);
		assertThat(one.longest()).isEqualTo(Duration.ofHours(18));
		assertThat(as(farmer, () -> quality.gaps(box.series(), day))).containsExactly(
				new SeriesQuality.Gap(begin.plusSeconds(7_200), begin.plusSeconds(9_600)),
				new SeriesQuality.Gap(begin.plusSeconds(21_600), begin.plusSeconds(86_400)));

		var young = device(begin.plusSeconds(43_200));
		reading(young, begin.plusSeconds(43_800), 20, 0);
		var part = as(farmer, () -> quality.ofDay(List.of(young.id()), day)).getFirst();
		assertThat(part.expected()).isEqualTo(72);
		assertThat(part.gaps()).isEqualTo(1);
		var silent = as(farmer, () -> quality.ofDay(List.of(device(begin.minusSeconds(60)).id()), day)).getFirst();
		assertThat(silent.gaps()).isEqualTo(1);
		assertThat(silent.longest()).isEqualTo(Duration.ofDays(1));

		assertThat(open(farmer, "/console/data-quality?on=" + day))
			.contains("/console/data-quality/" + box.series(), "一天没有读数", "看供电和信号")
			.doesNotContain("??");
		assertThat(open(farmer, "/console/data-quality/" + box.series() + "?on=" + day)).contains("18")
			.doesNotContain("??");
		var stranger = actor("s", Scope.member(Ids.next()), MAY);
		assertThat(status(stranger, get("/console/data-quality/" + box.series()))).isEqualTo(404);
		assertThat(as(stranger, () -> quality.ofDay(List.of(box.id()), day))).isEmpty();
		assertThat(status(actor("n", Scope.ALL, Set.of("console:open")), get("/console/data-quality/1")))
			.isEqualTo(403);
		assertThat(status(farmer, get("/console/data-quality/x"))).isEqualTo(404);
	}

	@Test
	@DisplayName("时钟：实时上报按到达减设备时间记，补传和没带时间的不算；中位数、最小、最大按天")
	void aClockThatIsOffIsSeen() {
		var now = clock.now().toEpochMilli();
		var slow = device(clock.now().minusSeconds(864_000));
		for (int i = 0; i < 3; i++) {
			send(slow, "{\"ts\":" + (now - 720_000 - i * 1_000) + ",\"values\":{\"t\":21}}");
		}
		send(slow, "{\"ts\":" + (now - 5) + ",\"values\":{\"t\":21}}");
		// a backlog of a day, and a message without a time
		send(slow, "[{\"ts\":" + (now - 86_400_000) + ",\"values\":{\"t\":21}},{\"ts\":" + (now - 7_200_000)
				+ ",\"values\":{\"t\":21}}]");
		send(slow, "{\"t\":22}");
		var fast = device(clock.now().minusSeconds(864_000));
		// so far ahead that the point itself is refused
		send(fast, "{\"ts\":" + (now + 3_600_000) + ",\"values\":{\"t\":21}}");
		var right = device(clock.now().minusSeconds(864_000));
		send(right, "{\"ts\":" + clock.now().toEpochMilli() + ",\"values\":{\"t\":21}}");
		var bare = device(clock.now().minusSeconds(864_000));
		send(bare, "{\"t\":22}");
		offsets.flush();
		send(right, "{\"ts\":" + clock.now().toEpochMilli() + ",\"values\":{\"t\":22}}");
		offsets.flush();

		var clocks = as(farmer, () -> quality.clocks(clock.today()));
		assertThat(clocks).extracting(ClockOffset::deviceId).containsExactly(fast.id(), slow.id(), right.id());
		var off = clocks.get(1);
		assertThat(off.messages()).isEqualTo(4);
		assertThat(off.slow()).isTrue();
		assertThat(off.fair()).isFalse();
		assertThat(off.median()).isBetween(Duration.ofSeconds(720), Duration.ofSeconds(780));
		assertThat(off.least()).isLessThan(Duration.ofSeconds(60));
		assertThat(off.most()).isBetween(Duration.ofSeconds(722), Duration.ofSeconds(780));
		assertThat(clocks.getFirst().slow()).isFalse();
		assertThat(clocks.getFirst().size()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
		assertThat(clocks.getLast().messages()).as("added to what was there").isEqualTo(2);
		assertThat(clocks.getLast().fair()).isTrue();
		assertThat(open(farmer, "/console/data-quality")).contains("慢 12 分", "快 59 分", "给设备校时");
		assertThat(as(actor("s", Scope.member(Ids.next()), MAY), () -> quality.clocks(clock.today()))).isEmpty();
		assertThat(as(new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, MAY),
				() -> quality.clocks(clock.today())))
			.isEmpty();
	}

	@Test
	@DisplayName("视频：只收不带口令的 https，设备或地块各自的，看得到设备的人看得到，只有管设备的人能加减")
	void videosAreLinksAndNoMore() {
		var box = device(clock.now());
		var address = new VideoAddress("https://camera.example.com/1");
		var own = as(officer, () -> videos.add(box.id(), false, " 棚口 ", address));
		var place = as(officer, () -> videos.add(box.id(), true, "田头", address));
		var device = as(farmer, () -> videos.list(new Videos.Filter(null, null, null, null, 10))).items();
		assertThat(device).extracting(Videos.Video::id).containsExactlyInAnyOrder(own, place);
		assertThat(device).extracting(Videos.Video::plotName).containsExactly("质量棚", "质量棚");
		assertThat(as(actor("c", Scope.township("330482102"), MAY),
				() -> videos.list(new Videos.Filter("质量", null, null, null, 10)).items()))
			.isEmpty();
		assertThat(as(actor("s", Scope.member(Ids.next()), MAY),
				() -> videos.list(new Videos.Filter(null, null, null, null, 10)).items()))
			.isEmpty();
		assertThat(as(new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, MAY),
				() -> videos.list(new Videos.Filter(null, null, null, null, 10)).items()))
			.isEmpty();
		assertThat(Acts.code(() -> as(farmer, () -> videos.add(box.id(), false, "x", address)))).isEqualTo("denied");
		assertThat(Acts.code(() -> as(farmer, () -> act(() -> videos.remove(box.id(), own))))).isEqualTo("denied");
		assertThat(Acts.code(() -> as(officer, () -> videos.add(box.id(), false, " ", address))))
			.isEqualTo("production.video.title");
		assertThat(Acts.code(() -> as(officer, () -> videos.add(box.id(), false, "字".repeat(41), address))))
			.isEqualTo("production.video.title");
		var nowhere = device(clock.now());
		update("update production_device set plot_id = null where id = ?", nowhere.id());
		assertThat(Acts.code(() -> as(officer, () -> videos.add(nowhere.id(), true, "x", address))))
			.isEqualTo("production.video.no-place");
		assertThat(Acts.code(() -> as(officer, () -> act(() -> videos.remove(nowhere.id(), own)))))
			.isEqualTo("production.video.not-found");

		for (var wrong : List.of("http://a.example.com/", "https://u:p@a.example.com/",
				"https://a.example.com/?x=1&TOKEN=2", "https://", "https://a.example.com/ 1")) {
			assertThat(Acts.code(() -> update("update production_video set address = ? where id = ?", wrong, own)))
				.as(wrong)
				.isEqualTo("constraint");
		}

		var page = open(officer, "/console/devices/" + box.id());
		assertThat(page).contains("href=\"https://camera.example.com/1\"", "rel=\"noopener noreferrer\"", "棚口", "田头")
			.doesNotContain("<iframe", "<video", "??");
		assertThat(open(officer, "/console/videos?q=质量")).contains("rel=\"noopener noreferrer\"", "camera.example.com")
			.doesNotContain("??");
		assertThat(open(farmer, "/portal/sensors")).contains("看视频：棚口", "rel=\"noopener noreferrer\"");
		var refused = answer(officer, post("/console/devices/" + box.id() + "/videos").param("title", "门口")
			.param("address", "https://u:p@a.example.com/"));
		assertThat(refused.getStatus()).isEqualTo(422);
		assertThat(words(refused)).contains("地址里有账号、口令或令牌", "https://u:p@a.example.com/", "value=\"门口\"");
		assertThat(status(officer, post("/console/devices/" + box.id() + "/videos/" + own + "/removal")))
			.isEqualTo(302);
		for (int n = 0; n < 7; n++) {
			as(officer, () -> videos.add(box.id(), false, "多", address));
		}
		assertThat(Acts.code(() -> as(officer, () -> videos.add(box.id(), false, "多", address))))
			.isEqualTo("production.video.most");
		assertThat(
				status(actor("v", Scope.ALL, Set.of("console:open", "production:device:view")), get("/console/videos")))
			.isEqualTo(403);
	}

	@Test
	@DisplayName("曲线能看“这一茬”：从种下到现在；没有种过的地没有这一项")
	void theCurveGoesOverTheCrop() {
		var box = device(clock.now().minusSeconds(864_000));
		assertThat(open(farmer, "/portal/sensors/" + box.series())).doesNotContain("span=PLANTING");
		var sown = clock.today().minusDays(3);
		planting(sown);
		reading(box, sown.atStartOfDay(BusinessClock.ZONE).toInstant().plusSeconds(3_600), 31, 0);
		reading(box, sown.atStartOfDay(BusinessClock.ZONE).toInstant().minusSeconds(3_600), 39, 0);
		reading(box, clock.now().minusSeconds(60), 22, 0);
		rollUps.run();
		var page = open(farmer, "/portal/sensors/" + box.series() + "?span=PLANTING");
		assertThat(page).contains("span=PLANTING", "毛豆", "31.0", "22.0").doesNotContain("39.0", "??");
		assertThat(open(farmer, "/portal/sensors/" + box.series())).contains("span=PLANTING").doesNotContain("31.0");
	}

	private void planting(LocalDate sown) {
		var id = Ids.next();
		update("""
				insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety, season_year,
				  season_part, sown_on, area_mu, state, verification, recorded_by, recorded_at)
				values (?, ?, 0, ?, ?, ?, 'edamame', '品种', 2026, 'AUTUMN', ?, 1, 'GROWING', 'SUBMITTED', ?, now())""",
				id, TENANT, "Q-" + id.toString().substring(20), farm, plot, sown, Ids.next());
	}

}
