package cn.jinfu.production;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.hospital.consult.ConsultChannel;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import cn.jinfu.production.hospital.consult.ConsultQueries;
import cn.jinfu.production.hospital.consult.ConsultState;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingMoves;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.standard.StandardCommands;
import cn.jinfu.production.standard.StandardContent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/**
 * What is done by itself for the fields: tasks told, questions pressed for, the archive.
 */
class ProductionJobsIT extends WithPages {

	private static final String TENANT = "330482";

	private static final String OTHER = "330499";

	private static final String TASKS = "production.message.tasks";

	private static final String LATE = "production.message.consult-late";

	private static final Set<String> OFFICER = Set.of("console:open", "production:standard:draft",
			"production:standard:confirm", "production:planting:view", "production:consult:view",
			"production:hospital:manage");

	private static final Set<String> DOCTOR = Set.of("console:open", "production:consult:view",
			"production:consult:answer");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:consult:view", "production:consult:ask");

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	StandardCommands standards;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PlantingQueries plantingQueries;

	@Autowired
	OperationCommands operations;

	@Autowired
	Doctors doctors;

	@Autowired
	ConsultCommands consults;

	@Autowired
	ConsultQueries consultQueries;

	@Autowired
	StatusHistory history;

	@MockitoSpyBean
	MemberMessages messages;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private LocalDate today;

	@BeforeEach
	void aFarm() {
		today = clock.today();
		for (var code : List.of(TENANT, OTHER)) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void aFarmIsToldEachTaskOfThePresentStageOnce() {
		standard();
		var planting = sow(today.minusDays(30));
		job(OTHER, "production.task-reminders", today);
		verify(messages, never()).tell(eq(farm), eq(TASKS), any(), any());

		job(TENANT, "production.task-reminders", today);
		// day 30: of the second stage one is over and one is on; the first stage is past
		assertThat(told(2)).contains("看苗，最晚 " + today.minusDays(30).plusDays(24), "追肥").doesNotContain("浇定植水", "除草");
		job(TENANT, "production.task-reminders", today);
		verify(messages, times(1)).tell(eq(farm), eq(TASKS), any(), any());

		clearInvocations(messages);
		later(5, () -> job(TENANT, "production.task-reminders", today.plusDays(5)));
		assertThat(told(1)).contains("除草").doesNotContain("追肥");
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into production_task_reminder (tenant_id, planting_id, standard_id, task_no, told_on)
				select tenant_id, planting_id, standard_id, task_no, told_on from production_task_reminder
				 where planting_id = ?""", planting)))).hasMessageContaining("production_task_reminder_pk");
	}

	@Test
	void whatIsDoneOrOnAFinishedPlantingIsNotTold() {
		standard();
		var done = sow(today.minusDays(30));
		for (var work : List.of(OperationKind.FERTILISE, OperationKind.SCOUT)) {
			var on = (work == OperationKind.SCOUT) ? today.minusDays(8) : today;
			asFarm(() -> operations
				.record(new OperationCommands.Done(Ids.next(), List.of(done), work, on, null, null, null, "补记")));
		}
		end(sow(today.minusDays(30)), today);
		job(TENANT, "production.task-reminders", today);
		verify(messages, never()).tell(eq(farm), eq(TASKS), any(), any());
	}

	@Test
	void twoInstancesTellATaskOnce() throws Exception {
		standard();
		sow(today.minusDays(30));
		sow(today.minusDays(30));
		Callable<?> act = () -> job(TENANT, "production.task-reminders", today);
		assertThat(Acts.twice(act)).containsExactly("ok", "ok");
		assertThat(told(4)).contains("看苗").doesNotContain("追肥");
		verify(messages, times(1)).tell(eq(farm), eq(TASKS), any(), any());
	}

	@Test
	void whatEndedLastYearIsArchivedFromMarchOnAndOnce() throws Exception {
		var lastYear = LocalDate.of(today.getYear() - 1, 12, 31);
		var old = sow(lastYear.minusDays(100));
		end(old, lastYear);
		var fresh = sow(today.minusDays(60));
		end(fresh, today);
		var growing = sow(lastYear.minusDays(100));

		job(TENANT, "production.planting-archive", LocalDate.of(today.getYear(), 2, 28));
		assertThat(state(old)).isEqualTo(PlantingState.FINISHED);
		job(OTHER, "production.planting-archive", LocalDate.of(today.getYear(), 3, 1));
		assertThat(state(old)).isEqualTo(PlantingState.FINISHED);
		Callable<?> act = () -> job(TENANT, "production.planting-archive", LocalDate.of(today.getYear(), 3, 1));
		assertThat(Acts.twice(act)).containsExactly("ok", "ok");
		job(TENANT, "production.planting-archive", LocalDate.of(today.getYear(), 3, 1));

		assertThat(state(old)).isEqualTo(PlantingState.ARCHIVED);
		assertThat(asOfficer(() -> history.of("Planting", old))).filteredOn(it -> "ARCHIVED".equals(it.to()))
			.hasSize(1);
		assertThat(asFarm(() -> plantingQueries.view(old)).endedOn()).isEqualTo(lastYear);
		assertThat(state(fresh)).isEqualTo(PlantingState.FINISHED);
		assertThat(state(growing)).isEqualTo(PlantingState.GROWING);
		assertThat(Acts.code(() -> asFarm(() -> operations.record(new OperationCommands.Done(Ids.next(), List.of(old),
				OperationKind.WEED, lastYear.minusDays(3), null, null, null, "补记")))))
			.isEqualTo("production.planting.wrong-state");
	}

	@Test
	void aQuestionNobodyAnsweredIsPressedForOnceAndMayBeTakenBack() throws Exception {
		var login = "a." + run;
		var chief = "b." + run;
		asOfficer(() -> {
			var hospital = doctors.open(new Doctors.HospitalText("医院" + run, "路1号", "8—17", "0573-1", 3, true, true));
			doctors.employ(doctor(hospital, login, DoctorLevel.MIDDLE));
			return doctors.employ(doctor(hospital, chief, DoctorLevel.CHIEF));
		});
		var planting = sow(today.minusDays(60));
		var consult = asFarm(() -> consults.ask(farm, planting, ConsultChannel.ONLINE, "叶上有圆斑" + run, List.of()));
		var answered = asFarm(() -> consults.ask(farm, planting, ConsultChannel.ONLINE, "另一问" + run, List.of()));
		asDoctor(login, () -> act(() -> consults.take(consult)));
		asDoctor(login, () -> act(() -> consults.say(consult, "看到了", List.of())));
		asDoctor(login, () -> act(() -> consults.take(answered)));
		asDoctor(login, () -> act(() -> consults.answer(answered, "摘病叶")));

		escalate(TENANT, clock.now().plus(Duration.ofMinutes(119)));
		escalate(TENANT, at(3));
		escalate(OTHER, at(12));
		verify(messages, never()).tell(eq(farm), eq(LATE), any());
		assertThat(Acts.code(() -> asOfficer(() -> act(() -> consults.recall(consult, "太久")))))
			.isEqualTo("production.consult.not-late");
		assertThat(asDoctor(chief, this::todo)).doesNotContain("consult:" + consult + ":late");

		Callable<?> act = () -> escalate(TENANT, at(12));
		assertThat(Acts.twice(act)).containsExactly("ok", "ok");
		escalate(TENANT, at(13));
		verify(messages, times(1)).tell(eq(farm), eq(LATE), any());
		assertThat(asFarm(() -> consultQueries.view(answered)).escalatedAt()).isNull();
		assertThat(asFarm(() -> consultQueries.view(consult)).late()).isTrue();
		assertThat(open(actor("o", Scope.ALL, OFFICER), "/console/consults?open=true&q=" + run)).contains("超时已催");
		assertThat(asDoctor(chief, this::todo)).contains("consult:" + consult + ":late");
		assertThat(asDoctor(login, this::todo)).doesNotContain("consult:" + consult + ":late");

		assertThat(Acts.code(() -> asDoctor(chief, () -> act(() -> consults.recall(consult, "太久")))))
			.isEqualTo("denied");
		assertThat(open(actor("o", Scope.ALL, OFFICER), "/console/consults/" + consult)).contains("收回重派");
		var recalled = answer(actor("o", Scope.ALL, OFFICER),
				post("/console/consults/" + consult + "/recall").param("reason", "两小时没有答复"));
		assertThat(recalled.getStatus()).isEqualTo(302);
		assertThat(asFarm(() -> consultQueries.view(consult)).state()).isEqualTo(ConsultState.WAITING);
		asDoctor(chief, () -> act(() -> consults.take(consult)));
		asDoctor(chief, () -> act(() -> consults.answer(consult, "摘病叶，降湿度")));
		assertThat(asFarm(() -> consultQueries.view(consult)).late()).isFalse();
		assertThat(Acts.code(() -> asOfficer(() -> act(() -> consults.recall(consult, "太久")))))
			.isEqualTo("production.consult.wrong-state");
	}

	/**
	 * Of the one message the farm had: what it names, checked against how many it counts.
	 */
	private String told(int count) {
		var named = ArgumentCaptor.forClass(Object.class);
		verify(messages).tell(eq(farm), eq(TASKS), named.capture(), eq(count));
		return String.valueOf(named.getValue());
	}

	private UUID job(String tenant, String name, LocalDate date) {
		return as(Actor.system(tenant), () -> act(
				() -> jobs.stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow().run(date)));
	}

	private UUID later(int days, Supplier<UUID> body) {
		return BusinessClock.at(clock.now().plus(Duration.ofDays(days)), body);
	}

	private Instant at(int hour) {
		return today.plusDays(2).atTime(hour, 0).atZone(BusinessClock.ZONE).toInstant();
	}

	private UUID escalate(String tenant, Instant when) {
		return as(Actor.system(tenant), () -> BusinessClock.at(when, () -> act(() -> consults.escalate(when))));
	}

	private static Doctors.DoctorText doctor(UUID hospital, String login, DoctorLevel level) {
		return new Doctors.DoctorText(hospital, login, "医生" + login, level, Set.of(Crops.Group.FRUIT), 50, true, true);
	}

	/** For the variety of this run alone. */
	private void standard() {
		var first = new StandardContent.Stage("缓苗期", 0, 20,
				List.of(new StandardContent.Task(OperationKind.IRRIGATE, "浇定植水", 0, 10)), List.of(), List.of());
		var second = new StandardContent.Stage("伸蔓期", 21, 60,
				List.of(new StandardContent.Task(OperationKind.SCOUT, "看苗", 21, 24),
						new StandardContent.Task(OperationKind.FERTILISE, "追肥", 25, 35),
						new StandardContent.Task(OperationKind.WEED, "除草", 34, 50)),
				List.of(), List.of());
		var draft = asOfficer(() -> standards.draft(new StandardCommands.Text("watermelon", "组" + run,
				List.of("品" + run), 100, "测试规程", false, new StandardContent(List.of(first, second), List.of()))));
		asOfficer(() -> act(() -> standards.submit(draft, standards.versionOf(draft))));
		asOfficer(() -> act(() -> standards.confirm(draft, standards.versionOf(draft))));
	}

	private UUID sow(LocalDate on) {
		return asFarm(() -> {
			var plot = plots.register(farm, new Plot.Description("棚" + Ids.next().toString().substring(30),
					PlotKind.GREENHOUSE, new DivisionCode("330482101"), "示例村", AreaMu.of("5"), null, null), null, true);
			return plantings.sow(plot,
					new Planting.Description("watermelon", "品" + run, SeasonPart.AUTUMN, on, AreaMu.of("2")));
		});
	}

	private void end(UUID planting, LocalDate on) {
		asFarm(() -> act(
				() -> plantings.end(planting, PlantingMoves.Action.FINISH, on, null, plantings.versionOf(planting))));
	}

	private PlantingState state(UUID planting) {
		return asFarm(() -> plantingQueries.view(planting)).state();
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(actor("farm", Scope.member(farm), FARM), body);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(actor("officer", Scope.ALL, OFFICER), body);
	}

	private <T> T asDoctor(String login, Supplier<T> body) {
		return as(actor(login, Scope.ALL, DOCTOR), body);
	}

}
