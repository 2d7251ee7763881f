package cn.jinfu.production;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.overview.DeviceMark;
import cn.jinfu.production.iot.overview.Overview;
import cn.jinfu.production.iot.overview.OverviewQueries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/** The devices of a farm that is alone in its reach, so that no other test counts. */
class OverviewIT extends WithPages {

	private static final String TENANT = "330482";

	private static final String HERE = "330482101";

	private static final String THERE = "330482102";

	private static final Set<String> MAY = Set.of("console:open", "production:device:view", "production:device:manage");

	@Autowired
	OverviewQueries queries;

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

	private final Actor farmer = actor("f", Scope.member(farm), MAY);

	private UUID product;

	private Instant rolled;

	@BeforeEach
	void world() {
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), clock.today());
		product = as(officer, () -> products.register(new DeviceProduct(Ids.next(),
				"O" + Ids.next().toString().substring(20, 36), "气象箱（示例）", "示例厂", Protocol.HTTP, 3600,
				List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, null, null)), List.of())));
		rolled = jdbc.queryForObject("select rolled_until from production_rollup_mark", Timestamp.class).toInstant();
	}

	private int update(String sql, Object... args) {
		return as(officer, () -> transaction.execute(_ -> jdbc.update(sql, args)));
	}

	/** Registered long ago, with one channel; last heard so many minutes ago. */
	private UUID device(String division, String state, int minutes, UUID plot) {
		var id = Ids.next();
		update("""
				insert into production_device (id, tenant_id, version, sn, name, product_id, member_id, division, plot_id, state,
				                               registered_by, registered_at, last_seen_at)
				values (?, ?, 0, ?, '箱', ?, ?, ?, ?::uuid, ?, ?, ?, ?)""",
				id, TENANT, "O-" + id.toString().substring(20), product, farm, division, plot, state, Ids.next(),
				Timestamp.from(rolled.minusSeconds(864_000)), Timestamp.from(clock.now().minusSeconds(60L * minutes)));
		update("""
				insert into production_series (tenant_id, device_id, key, name, unit, kind, scale)
				values (?, ?, 't', '气温', '℃', 'GAUGE', 1)""", TENANT, id);
		return id;
	}

	private UUID plot(String lon) {
		var id = Ids.next();
		update("""
				insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village, declared_mu,
				  state, registered_by)
				values (?, ?, 0, ?, ?, ?, 'OPEN_FIELD', ?, '示例村', 5, 'DRAFT', ?)""",
				id, TENANT, "O-" + id.toString().substring(20), farm, "总览地" + lon, HERE, Ids.next());
		update("""
				insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east, north,
				  source, by_person, by_name, at)
				values (?, ?, 1, '[[121,30.5],[121.01,30.5],[121.01,30.51]]', 5, ?::numeric, 30.5, ?::numeric + 0.01, 30.51,
				  'TYPED', ?, '示例', now())""",
				TENANT, id, lon, lon, Ids.next());
		update("""
				update production_plot set boundary_edition = 1, overlaps_edition = 1, boundary_mu = 5, boundary_by = ?
				 where id = ?""", Ids.next(), id);
		return id;
	}

	/** Usable readings of one of the hours that are rolled up. */
	private void hour(UUID device, int hoursBefore, int n) {
		update("""
				insert into production_rollup_hour (series_id, bucket, n, vmin, vmax, vsum, vfirst, vlast)
				select id, ?, ?, 1, 1, ?, 1, 1 from production_series where device_id = ?""",
				Timestamp.from(rolled.minusSeconds(3600L * hoursBefore)), n, n, device);
	}

	private void alarm(UUID device, Severity severity, boolean over) {
		var rule = Ids.next();
		update("""
				insert into production_alarm_rule (id, tenant_id, version, name, product_id, key, comparison, raise_high, clear_high,
				  min_duration_s, clear_duration_s, min_samples, severity, enabled, changed_by, changed_at)
				values (?, ?, 0, '太热', ?, 't', 'ABOVE', 30, 29, 0, 0, 1, ?, false, ?, now())""",
				rule, TENANT, product, severity.name(), Ids.next());
		update("""
				insert into production_alarm (id, tenant_id, version, rule_id, series_id, device_id, member_id, division, kind,
				    severity, raised_at, cleared_at)
				select ?, tenant_id, 0, ?, id, device_id, ?, ?, 'VALUE', ?, now(), case when ? then now() end
				  from production_series where device_id = ?""",
				Ids.next(), rule, farm, HERE, severity.name(), over, device);
	}

	private Overview look(String division) {
		return as(farmer, () -> queries.overview(division));
	}

	@Test
	void everyFigureIsOfTheDevicesInReach() {
		var first = device(HERE, "ACTIVE", 5, plot("121.0"));
		var second = device(HERE + "216", "ACTIVE", 600, plot("121.2"));
		device(THERE, "REPAIR", 5, null);
		device(THERE, "RETIRED", 5, null);
		device(THERE, "INACTIVE", 5, null);
		hour(first, 1, 1);
		hour(first, 24, 1);
		// beyond the day, and beyond what is to be expected
		hour(first, 25, 50);
		hour(second, 2, 500);
		alarm(first, Severity.URGENT, false);
		alarm(second, Severity.MAJOR, true);
		var all = look(null);
		assertThat(all.all()).isEqualTo(new Overview.Group("", "", 2, 1, 1, 1, 1, 2 + 24, 48));
		assertThat(all.all().onlinePercent()).isEqualTo(50);
		assertThat(all.all().completePercent()).isEqualTo(54);
		assertThat(all.townships()).extracting(Overview.Group::code).containsExactly(HERE, THERE);
		assertThat(all.townships().getFirst().name()).isNotBlank();
		assertThat(all.townships().getLast().onlinePercent()).isNull();
		assertThat(all.townships().getLast().completePercent()).isNull();
		assertThat(all.products()).singleElement().satisfies(it -> assertThat(it.active()).isEqualTo(2));
		assertThat(all.alarms()).containsExactly(new Overview.Ringing(Severity.URGENT, 1, 1),
				new Overview.Ringing(Severity.MAJOR, 0, 0), new Overview.Ringing(Severity.MINOR, 0, 0),
				new Overview.Ringing(Severity.HINT, 0, 0));
		assertThat(all.map().spots()).extracting(Overview.Spot::mark)
			.containsExactly(DeviceMark.SILENT, DeviceMark.ALARM);
		assertThat(all.map().spots().getFirst().x()).as("the second lies east of the first")
			.isGreaterThan(all.map().spots().getLast().x());
		assertThat(all.map().labels()).extracting(Overview.Label::devices).containsExactly(2);

		var there = look(THERE);
		assertThat(there.all().active()).isZero();
		assertThat(there.all().repair()).isOne();
		assertThat(there.map().drawn()).isFalse();
		assertThat(look(HERE).townships()).extracting(Overview.Group::code).containsExactly(HERE, HERE + "216");
	}

	@Test
	void manyBecomeSquaresAndOneDeviceIsNoEmptyBox() {
		var plot = plot("121.0");
		device(HERE, "ACTIVE", 5, plot);
		assertThat(look(null).map().spots()).singleElement()
			.satisfies(it -> assertThat(it.x()).isBetween(0, 960))
			.satisfies(it -> assertThat(it.y()).isBetween(0, 600));
		update("""
				insert into production_device (id, tenant_id, version, sn, name, product_id, member_id, division, plot_id, state,
				                               registered_by, registered_at)
				select uuidv7(), tenant_id, 0, 'O-' || replace(gen_random_uuid()::text, '-', ''), name, product_id, member_id, division, plot_id,
				       state, registered_by, registered_at
				  from production_device, generate_series(1, 600) n where product_id = ?""",
				product);
		var map = look(null).map();
		assertThat(map.spots()).isEmpty();
		assertThat(map.dots()).extracting(Overview.Dots::mark).containsExactly(DeviceMark.ONLINE, DeviceMark.SILENT);
		assertThat(map.dots().getLast().path()).as("all of them at one place").containsOnlyOnce("M");
	}

	@Test
	void nobodySeesWhatIsNotHisToSee() {
		device(HERE, "ACTIVE", 5, null);
		var stranger = actor("s", Scope.member(Ids.next()), MAY);
		assertThat(as(stranger, () -> queries.overview(null)).all().active()).isZero();
		var abroad = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, MAY);
		assertThat(as(abroad, () -> queries.overview(null)).townships()).extracting(Overview.Group::code)
			.noneMatch(it -> it.startsWith(TENANT));
		assertThat(as(actor("c", Scope.township(THERE), MAY), () -> queries.overview(HERE)).all().active()).isZero();
		assertThat(Acts.code(() -> as(actor("n", Scope.ALL, Set.of("console:open")), () -> queries.overview(null))))
			.isEqualTo("denied");
		for (var unknown : List.of("330482", "330499100", "330482999", "33048210１", "x", "0", "-1")) {
			assertThat(Acts.code(() -> look(unknown))).as(unknown).isEqualTo("production.iot.division-unknown");
			assertThat(status(officer, get("/console/iot").param("division", unknown))).as(unknown).isEqualTo(404);
		}
	}

	@Test
	void bothPagesSayTheSame() {
		var device = device(HERE, "ACTIVE", 5, plot("121.0"));
		alarm(device, Severity.URGENT, false);
		assertThat(open(officer, "/console/iot")).contains("data-renew=\"30\"", "在线率");
		assertThat(open(farmer, "/console/iot")).contains("/console/devices/" + device);
		assertThat(open(officer, "/console/iot?division=" + HERE)).contains("看全县", "各村");
		assertThat(open(officer, "/console/iot/screen")).contains("data-bs-theme=\"dark\"", "data-renew=\"20\"",
				"数据完整率", "太热");
		assertThat(open(farmer, "/console/iot/screen?division=" + THERE)).doesNotContain("太热", "??");
	}

}
