package cn.jinfu.production;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.iot.alarm.AlarmEngine;
import cn.jinfu.production.iot.alarm.AlarmRule;
import cn.jinfu.production.iot.alarm.AlarmState;
import cn.jinfu.production.iot.alarm.AlarmStep;
import cn.jinfu.production.iot.alarm.AlarmStepKind;
import cn.jinfu.production.iot.alarm.AlarmView;
import cn.jinfu.production.iot.alarm.Alarms;
import cn.jinfu.production.iot.alarm.Comparison;
import cn.jinfu.production.iot.alarm.Limits;
import cn.jinfu.production.iot.alarm.RuleCommands;
import cn.jinfu.production.iot.alarm.Severity;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.SeriesKind;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/** What people do about an alarm, and what happens while nobody does. */
class AlarmCareIT extends WithPages {

	static final List<Moves.Move> MOVES = Moves.of("AlarmState");

	private static final String TENANT = "330482";

	private static final Set<String> VIEWER = Set.of("console:open", "production:device:view");

	private static final Set<String> OFFICER = Set.of("console:open", "production:device:view",
			"production:device:manage", "production:alarm:rule", "production:alarm:acknowledge",
			"production:alarm:assign");

	private static final Set<String> FARM = Set.of("production:device:view", "production:alarm:acknowledge");

	@Autowired
	Alarms alarms;

	@Autowired
	AlarmEngine engine;

	@Autowired
	RuleCommands rules;

	@Autowired
	DeviceCommands devices;

	@Autowired
	DeviceProducts products;

	@Autowired
	DeviceQueries queries;

	@MockitoSpyBean
	MemberMessages messages;

	@Autowired
	ColleaguesForTests colleagues;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final Actor officer = actor("o", Scope.ALL, OFFICER);

	private final Actor farmer = actor("f", Scope.member(farm), FARM);

	private Actor clerk;

	private Actor elsewhere;

	private UUID device;

	private UUID rule;

	private Instant now;

	@BeforeEach
	void world() {
		now = clock.now().truncatedTo(ChronoUnit.SECONDS);
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		as(officer, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), clock.today())));
		clerk = colleagues.with(actor("c", Scope.township("330482101"), OFFICER));
		elsewhere = colleagues.with(actor("e", Scope.township("330482102"), OFFICER));
		var product = as(officer, () -> products.register(new DeviceProduct(Ids.next(),
				"A" + Ids.next().toString().substring(20, 36), "气象箱（示例）", "示例厂", Protocol.HTTP, 300,
				List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, null, null)), List.of())));
		device = as(officer, () -> devices.register(
				new DeviceCommands.Register("A-" + Ids.next().toString().substring(20), "箱", product, farm, null)));
		as(officer, () -> devices.rotate(device, queries.view(device).version()));
		rule = as(officer,
				() -> rules.add(new RuleCommands.Text("太热", new AlarmRule.Target(product, null, "t"),
						new Limits(Comparison.ABOVE, null, 35.0, null, 32.0, Duration.ZERO, Duration.ZERO, 1),
						new AlarmRule.When(null, null, null, null, null),
						new AlarmRule.Care(Severity.MAJOR, null, Duration.ofMinutes(30), Duration.ofMinutes(60)))));
	}

	/** As the engine and people would have left it. */
	private UUID alarm(String state) {
		var id = Ids.next();
		var over = state.startsWith("CL");
		var seen = state.equals("SEEN") || state.equals("CLOSED");
		as(officer,
				() -> transaction.execute(_ -> jdbc.update(
						"""
								insert into production_alarm (id, tenant_id, version, rule_id, series_id, device_id, member_id, division,
								    kind, severity, raised_at, value, peak, cleared_at, acked_by, acked_name, acked_at)
								select ?, tenant_id, 0, ?, id, device_id, ?, '330482101', 'VALUE', 'MAJOR', ?, 40, 40,
								       case when ? then ?::timestamptz end, case when ? then ?::uuid end, case when ? then '某人' end,
								       case when ? then ?::timestamptz end
								  from production_series where device_id = ?""",
						id, rule, farm, Timestamp.from(now), over, Timestamp.from(now), seen, Ids.next(), seen, seen,
						Timestamp.from(now), device)));
		return id;
	}

	private AlarmView view(UUID alarm) {
		return as(officer, () -> alarms.view(alarm));
	}

	private List<AlarmStepKind> steps(UUID alarm) {
		return as(officer, () -> alarms.steps(alarm)).stream().map(AlarmStep::kind).toList();
	}

	private MockHttpServletResponse act(Actor actor, UUID alarm, String action, String body) {
		return answer(actor,
				post("/api/v1/alarms/" + alarm + "/" + action).contentType("application/json").content(body));
	}

	private MockHttpServletResponse assign(Actor actor, UUID alarm, UUID person, long version) {
		return act(actor, alarm, "assign",
				"{\"personId\":\"%s\",\"note\":\"去看看\",\"version\":%d}".formatted(person, version));
	}

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var alarm = alarm(move.state());
		assertThat(view(alarm).state()).hasToString(move.state());
		assertThat(view(alarm).can(move.action())).isEqualTo(!move.next().isEmpty());
		var answer = switch (AlarmState.Action.valueOf(move.action())) {
			case ACKNOWLEDGE -> act(officer, alarm, "acknowledgement", "{\"note\":\"来了\",\"version\":0}");
			case ASSIGN -> assign(officer, alarm, clerk.personId(), 0);
			case COMMENT -> act(officer, alarm, "comment", "{\"text\":\"看过了\"}");
		};
		assertThat(answer.getStatus()).isEqualTo(move.next().isEmpty() ? 409 : 200);
		assertThat(view(alarm).state()).hasToString(move.next().isEmpty() ? move.state() : move.next());
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(AlarmState.values().length * AlarmState.Action.values().length);
	}

	@Test
	void anAlarmIsGivenToWhoCouldSeeToItAndLiesWithHim() throws Exception {
		var alarm = alarm("RAISED");
		assertThat(as(officer, () -> alarms.assignees(alarm))).extracting(Actor::personId)
			.contains(clerk.personId())
			.doesNotContain(elsewhere.personId());
		assertThat(words(assign(officer, alarm, elsewhere.personId(), 0))).contains("production.alarm.assignee-unknown",
				"personId");
		assertThat(words(assign(officer, alarm, Ids.next(), 0))).contains("production.alarm.assignee-unknown");
		assertThat(assign(officer, alarm, Ids.next(), 0).getStatus()).isEqualTo(422);
		assertThat(
				Acts.atOnce(List.of(() -> as(officer, () -> act(() -> alarms.assign(alarm, clerk.personId(), null, 0))),
						() -> as(clerk, () -> act(() -> alarms.assign(alarm, clerk.personId(), null, 0))))))
			.contains("ok")
			.containsAnyOf("kernel.stale", "production.alarm.assigned-already");
		assertThat(view(alarm).assigneeName()).isEqualTo("测试");
		assertThat(words(assign(officer, alarm, clerk.personId(), 1))).contains("production.alarm.assigned-already");
		var key = "alarm:" + alarm + ":acknowledge";
		assertThat(as(clerk, this::todo)).contains(key);
		assertThat(as(officer, this::todo)).doesNotContain(key);
		assertThat(as(clerk, () -> act(() -> alarms.acknowledge(alarm, "在路上", 1)))).isNotNull();
		assertThat(as(clerk, this::todo)).contains("alarm:" + alarm + ":attend").doesNotContain(key);
		as(officer, () -> transaction.execute(_ -> jdbc
			.update("update production_alarm set cleared_at = ? where id = ?", Timestamp.from(now), alarm)));
		assertThat(as(clerk, this::todo)).doesNotContain("alarm:" + alarm + ":attend", key);
		assertThatThrownBy(() -> as(officer, () -> transaction
			.execute(_ -> jdbc.update("update production_alarm set assignee_id = ? where id = ?", Ids.next(), alarm))))
			.hasMessageContaining("production_alarm_assign");
		assertThatThrownBy(() -> as(officer,
				() -> transaction
					.execute(_ -> jdbc.update("update production_alarm set cleared_at = null where id = ?", alarm))))
			.hasMessageContaining("production_alarm_over");
		assertThatThrownBy(() -> as(officer,
				() -> transaction.execute(
						_ -> jdbc.update("update production_alarm set acked_by = ? where id = ?", Ids.next(), alarm))))
			.hasMessageContaining("production_alarm_seen");
	}

	@Test
	void whatHappenedIsKeptInItsOrder() {
		var alarm = alarm("RAISED");
		BusinessClock.at(now.plusSeconds(60), () -> assign(officer, alarm, clerk.personId(), 0));
		BusinessClock.at(now.plusSeconds(120), () -> act(farmer, alarm, "comment", "{\"text\":\" 风机坏了 \"}"));
		BusinessClock.at(now.plusSeconds(180),
				() -> act(clerk, alarm, "acknowledgement", "{\"note\":\"带配件过来\",\"version\":1}"));
		assertThat(as(farmer, () -> alarms.steps(alarm))).extracting(AlarmStep::kind, AlarmStep::text)
			.containsExactly(Tuple.tuple(AlarmStepKind.ACKNOWLEDGED, "带配件过来"),
					Tuple.tuple(AlarmStepKind.COMMENTED, "风机坏了"), Tuple.tuple(AlarmStepKind.ASSIGNED, "去看看"),
					Tuple.tuple(AlarmStepKind.RAISED, null));
		assertThat(words(act(farmer, alarm, "comment", "{\"text\":\"  \"}"))).contains("text");
		assertThat(act(farmer, alarm, "comment", "{\"text\":\"  \"}").getStatus()).isEqualTo(400);
		assertThat(act(farmer, alarm, "comment", "{\"text\":\"" + "字".repeat(401) + "\"}").getStatus()).isEqualTo(400);
		assertThat(Acts.code(() -> as(farmer, () -> act(() -> alarms.comment(alarm, "　")))))
			.isEqualTo("production.alarm.comment-missing");
		assertThat(Acts.code(() -> as(farmer, () -> act(() -> alarms.comment(alarm, "字".repeat(401))))))
			.isEqualTo("production.alarm.text-long");
		assertThat(steps(alarm)).hasSize(4);
		assertThatThrownBy(() -> as(officer,
				() -> transaction
					.execute(_ -> jdbc.update("delete from production_alarm_step where alarm_id = ?", alarm))))
			.hasStackTraceContaining("permission denied");
		assertThat(open(officer, "/console/alarms/" + alarm)).contains("风机坏了", "派给谁处理", "带配件过来");
		assertThat(open(farmer, "/portal/alarms/" + alarm)).contains("风机坏了", "已派给 测试 处理", "跟农合联说一声");
		for (var page : List.of("/console/alarms/", "/portal/alarms/")) {
			var blank = answer(page.startsWith("/console") ? officer : farmer,
					post(page + alarm + "/comment").param("text", "  "));
			assertThat(blank.getStatus()).isEqualTo(422);
			assertThat(words(blank)).contains("err-sum", "#r" + (page + alarm).replace('/', '-') + "-comment");
		}
		assertThat(status(officer, post("/console/alarms/" + alarm + "/comment").param("text", "再看看"))).isEqualTo(302);
		assertThat(status(farmer, post("/portal/alarms/" + alarm + "/comment").param("text", "好的"))).isEqualTo(302);
		assertThat(steps(alarm)).hasSize(6);
	}

	@Test
	void nobodyActsOnAnothersAlarmNorBeyondHisPermission() {
		var alarm = alarm("RAISED");
		var path = "/api/v1/alarms/" + alarm;
		var viewer = actor("v", Scope.ALL, VIEWER);
		var stranger = actor("s", Scope.member(Ids.next()), FARM);
		var abroad = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, OFFICER);
		assertThat(assign(farmer, alarm, clerk.personId(), 0).getStatus()).isEqualTo(403);
		assertThat(assign(viewer, alarm, clerk.personId(), 0).getStatus()).isEqualTo(403);
		assertThat(act(viewer, alarm, "comment", "{\"text\":\"x\"}").getStatus()).isEqualTo(403);
		assertThat(status(farmer, get(path + "/assignees"))).isEqualTo(403);
		assertThat(status(viewer, get(path + "/steps"))).isEqualTo(200);
		for (var other : List.of(stranger, abroad, elsewhere)) {
			assertThat(act(other, alarm, "comment", "{\"text\":\"x\"}").getStatus()).isEqualTo(404);
			assertThat(status(other, get(path + "/steps"))).isEqualTo(404);
		}
		for (var other : List.of(abroad, elsewhere)) {
			assertThat(assign(other, alarm, clerk.personId(), 0).getStatus()).isEqualTo(404);
			assertThat(status(other, get(path + "/assignees"))).isEqualTo(404);
		}
		assertThat(steps(alarm)).containsExactly(AlarmStepKind.RAISED);
	}

	@Test
	void whileNobodyHasSeenItTheFarmIsToldAgainAndEverybodyInTheHouse() {
		var alarm = alarm("RAISED");
		run(59);
		assertThat(steps(alarm)).containsExactly(AlarmStepKind.ESCALATED, AlarmStepKind.RAISED);
		run(60);
		run(61);
		assertThat(steps(alarm)).containsExactly(AlarmStepKind.REMINDED, AlarmStepKind.ESCALATED, AlarmStepKind.RAISED);
		run(125);
		assertThat(steps(alarm)).filteredOn(it -> it == AlarmStepKind.REMINDED).hasSize(2);
		assertThat(view(alarm).version()).as("nobody did anything").isZero();
		then(messages).should(times(2)).tell(farm, "production.message.alarm-again", "箱", "气温", "太热");
		// given to somebody it lies with him, and with all again when he does not look
		BusinessClock.at(now.plusSeconds(130 * 60), () -> assign(officer, alarm, clerk.personId(), 0));
		var key = "alarm:" + alarm + ":acknowledge";
		run(159);
		assertThat(as(officer, this::todo)).doesNotContain(key);
		run(161);
		assertThat(as(officer, this::todo)).contains(key);
		BusinessClock.at(now.plusSeconds(170 * 60), () -> act(clerk, alarm, "acknowledgement", "{\"version\":1}"));
		run(600);
		assertThat(steps(alarm)).filteredOn(it -> it == AlarmStepKind.REMINDED)
			.as("seen: nobody is told again")
			.hasSize(2);
		assertThat(Acts.code(() -> new AlarmRule.Care(Severity.MAJOR, null, null, Duration.ofSeconds(299))))
			.isEqualTo("production.alarm.quiet");
		assertThatThrownBy(() -> as(officer,
				() -> transaction
					.execute(_ -> jdbc.update("update production_alarm_rule set quiet_s = 299 where id = ?", rule))))
			.hasMessageContaining("production_alarm_rule_quiet_ck");
	}

	@Test
	void whatIsInRepairRingsNoMore() {
		var alarm = alarm("RAISED");
		as(officer, () -> act(() -> devices.sendToRepair(device, "换电池", queries.view(device).version())));
		run(1);
		assertThat(view(alarm).state()).isEqualTo(AlarmState.CLEARED);
	}

	private void run(int minutes) {
		BusinessClock.at(now.plusSeconds(60L * minutes), () -> as(Actor.system(TENANT), () -> engine.run()));
	}

}
