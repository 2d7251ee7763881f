package cn.jinfu.production;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.service.provider.MachineKind;
import cn.jinfu.production.service.provider.MachineView;
import cn.jinfu.production.service.provider.Machines;
import cn.jinfu.production.service.provider.Providers;
import cn.jinfu.production.service.provider.Terrain;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

/** 农机 of all organisations: who has what, and when it is out. */
class MachinesIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> MAY = Set.of("console:open", "production:service:view",
			"production:service:manage");

	@Autowired
	Machines machines;

	@Autowired
	Providers providers;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final Actor officer = actor("o", Scope.ALL, MAY);

	private final Actor clerk = actor("c", Scope.township("330482101"),
			Set.of("console:open", "production:service:view"));

	private UUID provider;

	@BeforeEach
	void anOrganisation() {
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		var member = Ids.next();
		update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '农机测试社', 'COOPERATIVE', 'ACTIVE', '330482101', ?)""", member, TENANT,
				String.format("M-%010d", Math.abs(member.getLeastSignificantBits() % 10_000_000_000L)), clock.today());
		provider = as(officer, () -> providers
			.admit(new Providers.ProviderText(member, "0573-1", List.of(), null, Terrain.PLAIN, true, false)));
	}

	private void update(String sql, Object... args) {
		as(officer, () -> transaction.execute(_ -> jdbc.update(sql, args)));
	}

	private UUID machine(String name, MachineKind kind, boolean active) {
		return as(officer, () -> providers.register(provider, new Providers.MachineText(name, kind, "浙A", active)));
	}

	private void book(UUID machine, LocalDate day, int from, int to, LocalDate end) {
		update("""
				insert into production_machine_booking (id, tenant_id, machine_id, provider_id, during, why)
				values (?, ?, ?, ?, tstzrange(?, ?), '保养')""", Ids.next(), TENANT, machine, provider,
				Timestamp.from(day.atTime(LocalTime.of(from, 0)).atZone(BusinessClock.ZONE).toInstant()),
				Timestamp.from(end.atTime(LocalTime.of(to, 0)).atZone(BusinessClock.ZONE).toInstant()));
	}

	private List<MachineView> listed(String q, MachineKind kind, Boolean active) {
		return as(clerk, () -> machines.list(new Machines.Filter(q, kind, active, provider, null, 20))).items();
	}

	@Test
	@DisplayName("农机名单：机型、在用、服务组织能筛，按名称翻页；后面的安排和最近一次数得对")
	void machinesAreListedWithWhatComes() {
		var today = clock.today();
		var tractor = machine("甲机", MachineKind.TRACTOR, true);
		machine("乙机", MachineKind.DRONE, true);
		machine("丙机", MachineKind.DRONE, false);
		book(tractor, today.plusDays(2), 8, 12, today.plusDays(2));
		book(tractor, today.plusDays(1), 8, 12, today.plusDays(1));
		book(tractor, today.minusDays(1), 8, 12, today.minusDays(1));
		assertThat(listed(null, null, null)).hasSize(3);
		assertThat(listed("甲", null, null)).singleElement().satisfies(it -> {
			assertThat(it.ahead()).isEqualTo(2);
			assertThat(it.next()).isEqualTo(today.plusDays(1).atTime(8, 0).atZone(BusinessClock.ZONE).toInstant());
			assertThat(it.providerName()).isEqualTo("农机测试社");
		});
		assertThat(listed(null, MachineKind.DRONE, null)).hasSize(2);
		assertThat(listed(null, MachineKind.DRONE, false)).extracting(MachineView::name).containsExactly("丙机");
		var one = as(clerk, () -> machines.list(new Machines.Filter(null, null, null, provider, null, 2)));
		var two = as(clerk, () -> machines.list(new Machines.Filter(null, null, null, provider, one.next(), 2)));
		assertThat(one.total()).isEqualTo(3);
		assertThat(one.items()).hasSize(2);
		assertThat(two.items()).singleElement().isNotIn(one.items());
		assertThat(open(clerk, "/console/machines?providerId=" + provider)).contains("甲机", "拖拉机", "农机测试社")
			.doesNotContain("??", "加一台农机");
		assertThat(open(officer, "/console/machines")).contains("加一台农机");
		assertThat(answer(officer, get("/console/machines/new").param("providerId", provider.toString()))
			.getRedirectedUrl()).isEqualTo("/console/service-providers/" + provider + "/machines/new");
		assertThat(status(clerk, get("/console/machines/new").param("providerId", provider.toString()))).isEqualTo(403);
		assertThat(status(officer, get("/console/machines/export").param("providerId", provider.toString())))
			.isEqualTo(200);
	}

	@Test
	@DisplayName("日程：一周从周一起，跨天的两天都画；看不到别县的，没有权限的打不开")
	void aWeekShowsWhatTouchesEachDay() {
		var monday = LocalDate.of(2026, 3, 2);
		var machine = machine("丁机", MachineKind.HARVESTER, true);
		book(machine, monday, 6, 12, monday);
		book(machine, monday.plusDays(1), 20, 4, monday.plusDays(2));
		var days = as(clerk, () -> machines.days(machine, monday, 7));
		assertThat(days).hasSize(7);
		assertThat(days.get(0).bars()).singleElement().satisfies(it -> {
			assertThat(it.left()).isEqualTo(360);
			assertThat(it.width()).isEqualTo(360);
		});
		assertThat(days.get(1).bars()).singleElement().satisfies(it -> {
			assertThat(it.left()).isEqualTo(1_200);
			assertThat(it.width()).isEqualTo(240);
		});
		assertThat(days.get(2).bars()).singleElement().satisfies(it -> {
			assertThat(it.left()).isZero();
			assertThat(it.width()).isEqualTo(240);
		});
		assertThat(days.get(3).bars()).isEmpty();
		assertThat(open(clerk, "/console/machines/" + machine + "?on=2026-03-05"))
			.contains("2026-03-02", "2026-03-08", "x=\"360\" width=\"360\"", "保养")
			.doesNotContain("2026-03-09 ", "??");
		assertThat(open(clerk, "/console/machines/" + machine + "?on=2026-03-03&look=DAY")).contains("2026-03-03")
			.doesNotContain("x=\"360\" width");
		var abroad = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, MAY);
		assertThat(status(abroad, get("/console/machines/" + machine))).isEqualTo(404);
		assertThat(as(abroad, () -> machines.list(new Machines.Filter(null, null, null, null, null, 20))).items())
			.isEmpty();
		assertThat(status(actor("n", Scope.ALL, Set.of("console:open")), get("/console/machines/" + machine)))
			.isEqualTo(403);
	}

	@Test
	@DisplayName("停用后还有安排的，页面上提醒")
	void aRetiredMachineWithBookingsIsPointedOut() {
		var machine = machine("戊机", MachineKind.PUMP, true);
		book(machine, clock.today().plusDays(1), 6, 12, clock.today().plusDays(1));
		assertThat(open(clerk, "/console/machines/" + machine)).doesNotContain("请到服务订单里换机器");
		as(officer, () -> act(
				() -> providers.change(machine, new Providers.MachineText("戊机", MachineKind.PUMP, "", false), 0)));
		assertThat(open(clerk, "/console/machines/" + machine)).contains("后面还有 1 个安排");
	}

}
