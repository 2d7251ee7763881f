package cn.jinfu.production;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.SprayPlans;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.season.SeasonCalendar;
import cn.jinfu.production.season.SeasonTask;
import cn.jinfu.production.season.TaskState;
import cn.jinfu.production.standard.OffStandard;
import cn.jinfu.production.standard.StandardCommands;
import cn.jinfu.production.standard.StandardContent;
import cn.jinfu.production.standard.StandardFinding;
import cn.jinfu.production.standard.StandardQueries;
import cn.jinfu.production.standard.StandardState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/** Standards by edition, and what follows from them on the fields that go by one. */
@SpringBootTest
@AutoConfigureMockMvc
class StandardsIT {

	private static final Set<String> ALL = Set.of("production:plot:view", "production:plot:register",
			"production:plot:verify", "production:planting:view", "production:planting:record",
			"production:planting:verify", "console:open", "production:operation:view", "production:operation:record",
			"production:input:view", "production:input:edit", "production:standard:draft",
			"production:standard:confirm", "production:harvest:view");

	private static final Set<String> FARM = Set.of("production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record");

	private static final String TENANT = "330482";

	@Autowired
	StandardCommands standards;

	@Autowired
	StandardQueries standardQueries;

	@Autowired
	SeasonCalendar calendar;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PlantingQueries plantingQueries;

	@Autowired
	OperationCommands operations;

	@Autowired
	OperationQueries operationQueries;

	@Autowired
	SprayPlans plans;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	List<ToDoSource> toDos;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	@Autowired
	MockMvc mvc;

	private final UUID farm = Ids.next();

	private final UUID farmer = Ids.next();

	private final UUID writer = Ids.next();

	private LocalDate today;

	@BeforeEach
	void aFarm() {
		today = clock.today();
		for (var code : List.of(TENANT, "330499")) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		asOther(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '标准农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", farm,
				TENANT, String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void oneWritesAnotherConfirmsAndTheEditionBeforeRetires() {
		var first = asWriter(() -> standards.draft(text("pear", "", 100)));
		assertThat(asOther(() -> code(first, "confirm"))).isEqualTo("production.standard.wrong-state");
		asWriter(() -> move(first, "submit"));
		assertThat(todos(writer)).doesNotContain("standard:" + first + ":confirm");
		assertThat(todos(Ids.next())).contains("standard:" + first + ":confirm");
		assertThat(asWriter(() -> code(first, "confirm"))).isEqualTo("production.standard.same-person");
		assertThat(asWriter(() -> code(first, "edit"))).isEqualTo("production.standard.wrong-state");
		assertThat(as(Ids.next(), Scope.member(farm), FARM, () -> code(first, "confirm"))).isEqualTo("denied");
		asOther(() -> move(first, "confirm"));
		assertThat(asOther(() -> standardQueries.view(first)).state()).isEqualTo(StandardState.IN_FORCE);
		assertThat(asWriter(() -> code(first, "edit"))).isEqualTo("production.standard.wrong-state");

		var second = asWriter(() -> standards.draft(text("pear", "", 110)));
		assertThat(Acts.code(() -> asWriter(() -> standards.draft(text("pear", "", 120)))))
			.isEqualTo("production.standard.open-draft");
		assertThat(asOther(() -> standardQueries.proposed("pear", "x")).orElseThrow().id()).isEqualTo(first);
		asWriter(() -> move(second, "submit"));
		assertThat(asOther(() -> code(second, "return"))).isEqualTo("ok");
		// somebody else mends it, so neither of the two may put it in force
		var mender = Ids.next();
		as(mender, Scope.ALL, ALL, () -> move(second, "edit"));
		asWriter(() -> move(second, "submit"));
		assertThat(asWriter(() -> code(second, "confirm"))).isEqualTo("production.standard.same-person");
		assertThat(as(mender, Scope.ALL, ALL, () -> code(second, "confirm")))
			.isEqualTo("production.standard.same-person");
		asOther(() -> move(second, "confirm"));

		var views = asOther(() -> standardQueries.list(new StandardQueries.Filter("pear", null, null, 100)).items());
		assertThat(views).extracting(it -> it.edition() + " " + it.state()).containsExactly("2 IN_FORCE", "1 RETIRED");
		assertThat(in("330499", Ids.next(), Scope.ALL, ALL, () -> Acts.code(() -> standardQueries.view(first))))
			.isEqualTo("production.standard.not-found");
		asOther(() -> move(second, "retire"));
		assertThat(asOther(() -> standardQueries.proposed("pear", "x"))).isEmpty();
	}

	@Test
	void theDatabaseKeepsWhatIsInForceAsItIs() {
		var standard = inForce("peach", "", List.of());
		forbidden("production_crop_standard_fixed_tg",
				"update production_crop_standard set harvest_days = 7 where id = ?", standard);
		forbidden("production_crop_standard_fixed_tg",
				"update production_crop_standard set state = 'DRAFT', confirmed_by = null, confirmed_name = null, in_force_on = null where id = ?",
				standard);
		forbidden("production_standard_line_fixed_tg",
				"update production_standard_stage set name = 'x' where standard_id = ?", standard);
		forbidden("production_standard_line_fixed_tg", "delete from production_standard_task where standard_id = ?",
				standard);
		forbidden("production_standard_line_fixed_tg",
				"insert into production_standard_range (tenant_id, standard_id, no, stage_no, key, low) values ('330482', ?, 99, 1, 'x', 1)",
				standard);
		forbidden("permission denied", "delete from production_crop_standard where id = ?", standard);

		var draft = asWriter(() -> standards.draft(text("kiwifruit", "", 100)));
		forbidden("production_standard_stage_overlap_ex",
				"insert into production_standard_stage (tenant_id, standard_id, no, name, days_from, days_to) values ('330482', ?, 9, 'x', 20, 25)",
				draft);
		forbidden("production_standard_task_days_ck",
				"insert into production_standard_task (tenant_id, standard_id, no, stage_no, stage_from, stage_to, kind, name, days_from, days_to) values ('330482', ?, 99, 1, 0, 20, 'WEED', 'x', 5, 21)",
				draft);
		forbidden("production_standard_task_stage_fk",
				"insert into production_standard_task (tenant_id, standard_id, no, stage_no, stage_from, stage_to, kind, name, days_from, days_to) values ('330482', ?, 99, 1, 0, 30, 'WEED', 'x', 5, 21)",
				draft);
		forbidden("production_standard_limit_what_ck",
				"insert into production_standard_limit (tenant_id, standard_id, no, max_times) values ('330482', ?, 99, 1)",
				draft);
		forbidden("production_crop_standard_four_eyes_ck",
				"update production_crop_standard set state = 'IN_FORCE', submitted_at = now(), confirmed_by = edited_by, confirmed_name = 'x', in_force_on = current_date where id = ?",
				draft);
	}

	@Test
	void twoWhoDraftOrConfirmAtOnceMakeOneEdition() throws Exception {
		assertThat(Acts.twice(() -> asWriter(() -> standards.draft(text("citrus", "", 100)))))
			.containsExactlyInAnyOrder("ok", "production.standard.open-draft");
		var draft = asOther(
				() -> standardQueries.list(new StandardQueries.Filter("citrus", StandardState.DRAFT, null, 1))
					.items()
					.getFirst()
					.id());
		asWriter(() -> move(draft, "submit"));
		var seen = asOther(() -> standardQueries.view(draft).version());
		var results = Acts.twice(() -> asOther(() -> {
			standards.confirm(draft, seen);
			return draft;
		}));
		assertThat(results).contains("ok").containsAnyOf("kernel.stale", "production.standard.wrong-state");
	}

	@Test
	void aPlantingGoesByTheEditionThatFitsAndKeepsIt() {
		var whole = inForce("grape", "", List.of());
		var group = inForce("grape", "阳光组", List.of("阳光玫瑰"));
		var plot = plot("葡萄棚", "20");
		assertThat(standardOf(sow(plot, "grape", "巨峰", "1"))).isEqualTo(whole);
		assertThat(standardOf(sow(plot, "grape", "阳光玫瑰", "1"))).isEqualTo(group);
		var without = asFarm(() -> plantings.sow(plot, description("grape", "巨峰", "1"), null));
		assertThat(asFarm(() -> standardQueries.ofPlanting(without))).isEmpty();
		assertThat(asFarm(() -> calendar.ofPlanting(without))).isEmpty();
		assertThat(Acts.code(() -> asFarm(() -> plantings.sow(plot, description("tomato", "x", "1"), whole))))
			.isEqualTo("production.standard.not-for-crop");
		assertThat(Acts.code(() -> asFarm(() -> plantings.sow(plot, description("grape", "x", "1"), Ids.next()))))
			.isEqualTo("production.standard.not-found");

		var kept = sow(plot, "grape", "巨峰", "1");
		var next = inForce("grape", "", List.of());
		assertThat(standardOf(kept)).isEqualTo(whole);
		assertThat(standardOf(sow(plot, "grape", "巨峰", "1"))).isEqualTo(next);
		assertThat(Acts.code(() -> asFarm(() -> plantings.sow(plot, description("grape", "x", "1"), whole))))
			.isEqualTo("production.standard.not-in-force");
		// another crop is grown by another standard, or by none
		asFarm(() -> {
			plantings.amend(kept, description("radish", "白萝卜", "1"), plantingQueries.view(kept).version());
			return kept;
		});
		assertThat(asFarm(() -> standardQueries.ofPlanting(kept))).isEmpty();
		forbidden("production_planting_standard_fk",
				"update production_planting set standard_id = '" + whole + "' where id = ?", kept);
	}

	@Test
	void theCalendarHoldsWhatWasRecordedAgainstTheTasks() {
		inForce("eggplant", "", List.of());
		var plot = plot("茄子棚", "20");
		// sown 30 days ago: day 30 lies in the second stage
		var planting = sow(plot, "eggplant", "杭茄", "2");
		var season = asFarm(() -> calendar.ofPlanting(planting)).orElseThrow();
		assertThat(season.day()).isEqualTo(30);
		assertThat(season.stage()).isEqualTo("伸蔓期");
		assertThat(season.harvestOn()).isEqualTo(today.minusDays(30).plusDays(100));
		assertThat(season.tasks()).extracting(SeasonTask::name, SeasonTask::state)
			.containsExactly(org.assertj.core.groups.Tuple.tuple("浇定植水", TaskState.LATE),
					org.assertj.core.groups.Tuple.tuple("追肥", TaskState.DUE),
					org.assertj.core.groups.Tuple.tuple("整枝", TaskState.COMING),
					org.assertj.core.groups.Tuple.tuple("除草", TaskState.COMING));
		// the pruning begins within three days, the weeding later
		assertThat(season.next()).extracting(SeasonTask::name).containsExactly("追肥", "整枝");
		assertThat(season.late()).extracting(SeasonTask::name).containsExactly("浇定植水");

		// after its days it does not count, before neither; within them it does
		record(planting, OperationKind.IRRIGATE, today.minusDays(19));
		assertThat(stateOf(planting, "浇定植水")).isEqualTo(TaskState.LATE);
		record(planting, OperationKind.IRRIGATE, today.minusDays(30));
		assertThat(stateOf(planting, "浇定植水")).isEqualTo(TaskState.DONE);
		record(planting, OperationKind.PRUNE, today);
		assertThat(stateOf(planting, "追肥")).isEqualTo(TaskState.DUE);
		var fed = record(planting, OperationKind.FERTILISE, today);
		assertThat(stateOf(planting, "追肥")).isEqualTo(TaskState.DONE);
		asFarm(() -> {
			operations.strike(fed, "记错了");
			return fed;
		});
		assertThat(stateOf(planting, "追肥")).isEqualTo(TaskState.DUE);

		var month = YearMonth.from(today);
		assertThat(tasks(Scope.ALL, "330482101", "eggplant", month, null)).extracting(SeasonTask::name).contains("追肥");
		assertThat(tasks(Scope.ALL, "330482101", "eggplant", month, TaskState.DUE)).extracting(SeasonTask::name)
			.containsOnly("追肥");
		assertThat(tasks(Scope.ALL, "330482999", "eggplant", month, null)).isEmpty();
		assertThat(tasks(Scope.ALL, null, "pear", month, null)).isEmpty();
		assertThat(tasks(Scope.ALL, null, "eggplant", month.minusMonths(5), null)).isEmpty();
		assertThat(tasks(Scope.township("330482999"), null, "eggplant", month, null)).isEmpty();
		assertThat(tasks(Scope.member(Ids.next()), null, "eggplant", month, null)).isEmpty();
		assertThat(as(Ids.next(), Scope.member(Ids.next()), FARM, () -> calendar.ofPlanting(planting))).isEmpty();
	}

	@Test
	void aUseBeyondTheStandardIsRecordedAndMarkedAndBlocksNothing() {
		inForce("pepper", "", List.of());
		var planting = sow(plot("辣椒棚", "10"), "pepper", "杭椒", "2");
		var input = asOther(() -> {
			var made = inputs.add(new InputCatalogue.NewInput("10%苯醚甲环唑", InputKind.PESTICIDE,
					"S" + Ids.next().toString().substring(20), null, "某厂", List.of("苯醚甲环唑"), "水分散粒剂", InputUnit.G, null,
					null, true, true));
			inputs.addRule(new InputCatalogue.NewRule(made, "pepper", "炭疽病", null, new BigDecimal("100"), 5, 7,
					today.minusYears(2), "示例", "demo"));
			return made;
		});
		asOther(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(farm, input, "L1", new BigDecimal("5000"),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(40)));
			return input;
		}));
		// the stage allows 50 g once, the season 80 g twice; the label 100 g five times
		assertThat(beyond(planting, input, "100", today)).isEmpty();
		assertThat(beyond(planting, input, "102", today)).containsExactly(StandardFinding.STAGE_DOSE);
		assertThat(beyond(planting, input, "102", today.minusDays(25))).isEmpty();
		assertThat(beyond(planting, input, "162", today)).containsExactly(StandardFinding.STAGE_DOSE,
				StandardFinding.SEASON_DOSE);

		var first = spray(planting, input, "102", today.minusDays(2));
		var use = asFarm(() -> operationQueries.view(first)).uses().getFirst();
		assertThat(use.offStandard()).containsExactly(StandardFinding.STAGE_DOSE);
		assertThat(use.findings()).isEmpty();
		assertThat(use.standing()).hasToString("CLEAR");
		assertThat(asFarm(() -> plantingQueries.view(planting)).blocked()).isFalse();
		assertThat(asFarm(() -> plantingQueries.view(planting)).earliestHarvestOn()).isEqualTo(today.plusDays(5));
		assertThat(beyond(planting, input, "20", today)).containsExactly(StandardFinding.STAGE_TIMES);
		var second = spray(planting, input, "20", today.minusDays(1));
		assertThat(beyond(planting, input, "20", today)).containsExactly(StandardFinding.STAGE_TIMES,
				StandardFinding.SEASON_TIMES);
		assertThat(asFarm(() -> calendar.ofPlanting(planting)).orElseThrow().offStandard()).isEqualTo(2);
		asFarm(() -> {
			operations.strike(second, "记错了");
			return second;
		});
		assertThat(asFarm(() -> calendar.ofPlanting(planting)).orElseThrow().offStandard()).isEqualTo(1);
		// the label's own findings stay the label's
		var over = spray(planting, input, "300", today);
		var both = asFarm(() -> operationQueries.view(over)).uses().getFirst();
		assertThat(both.findings()).extracting(Enum::name).containsExactly("OVER_DOSE");
		assertThat(both.standing()).hasToString("BLOCKED");
		assertThat(both.offStandard()).contains(StandardFinding.STAGE_DOSE, StandardFinding.SEASON_DOSE);
		var officer = actor(Ids.next(), Scope.ALL, ALL);
		assertThat(page(officer, get("/console/operations/" + over))).contains("每亩用量超过本阶段标准");
		var own = actor(farmer, Scope.member(farm), FARM);
		assertThat(page(own, get("/portal/operations/" + first))).contains("每亩用量超过本阶段标准");
		assertThat(page(own,
				get("/portal/operations/new").param("plantingIds", planting.toString())
					.param("kind", "SPRAY")
					.param("holding", input + "/L1")
					.param("quantity", "102")
					.param("unit", "GRAM")))
			.contains("超出标准：伸蔓期苯醚甲环唑每次每亩最多 50 克");
	}

	@Test
	void standardsAreWrittenInLinesAndReadOnPages() {
		var clerk = actor(writer, Scope.ALL, ALL);
		var form = post("/console/crop-standards").param("crop", "blueberry")
			.param("harvestDays", "90")
			.param("source", "农技站种植规程")
			.param("stages", "苗期，0，20\n果期, 21, 90")
			.param("tasks", "苗期, 施肥, 追苗肥, 5, 10\n果期, SPRAY, 防病, 30, 40")
			.param("limits", ", 苯醚甲环唑, 80, 克, 3\n果期, 苯醚甲环唑, , , 0")
			.param("ranges", "苗期, airTemp, 10, 28.5\n果期, soilMoisture, 30, \n果期, berryFirmness, 3, ");
		var location = answer(clerk, form).getRedirectedUrl();
		assertThat(location).startsWith("/console/crop-standards/");
		assertThat(page(clerk, get(location))).contains("追苗肥", "第 5～10 天", "80 克", "不得使用", "28.5", "蓝莓", "气温", "土壤水分",
				"berryFirmness");
		assertThat(page(clerk, get(location + "/edit"))).contains("苗期, 施肥, 追苗肥, 5, 10", "果期, 苯醚甲环唑, , , 0",
				"苗期, airTemp, 10, 28.5", ", 苯醚甲环唑, 80, 克, 3");
		assertThat(page(clerk, get("/console/crop-standards").param("crop", "blueberry"))).contains("农技站种植规程");
		assertThat(page(clerk, get("/console/crop-standards/new").param("from", location.substring(24))))
			.contains("追苗肥");
		assertThat(page(clerk, get("/api/v1/crop-standards/" + location.substring(24)))).contains("\"blueberry\"",
				"soilMoisture");
		assertThat(page(clerk, get("/console/season-calendar"))).contains("农事历");

		var odd = answer(clerk,
				post(location).param("crop", "blueberry")
					.param("version", "0")
					.param("harvestDays", "90")
					.param("source", "x")
					.param("stages", "苗期, 0, 20")
					.param("tasks", "花期, 施肥, 追肥, 5, 10"));
		assertThat(odd.getStatus()).isEqualTo(422);
		assertThat(text(odd)).contains("没有阶段“花期”", "花期, 施肥, 追肥, 5, 10");
		var unread = answer(clerk,
				post(location).param("crop", "blueberry")
					.param("version", "0")
					.param("harvestDays", "90")
					.param("source", "x")
					.param("stages", "苗期, 0"));
		assertThat(unread.getStatus()).isEqualTo(422);
		assertThat(text(unread)).contains("这一行看不懂：苗期, 0");
		var refused = answer(clerk, post(location + "/confirmation").param("version", "0"));
		assertThat(refused.getStatus()).isEqualTo(422);
		assertThat(answer(actor(Ids.next(), Scope.ALL, Set.of("console:open")), get("/console/crop-standards"))
			.getStatus()).isEqualTo(403);
	}

	@Test
	void thePhoneSaysWhatComesNextAndProposesTheStandard() {
		var standard = inForce("cowpea", "早豇组", List.of("之豇28", "之豇90"));
		var plot = plot("豇豆棚", "5");
		var own = actor(farmer, Scope.member(farm), FARM);
		assertThat(page(own, get("/portal/plantings/new").param("standardId", standard.toString())))
			.contains("value=\"cowpea\" selected", "value=\"之豇28\"", "早豇组");
		assertThat(page(own,
				get("/portal/plantings/new").param("crop", "cowpea")
					.param("variety", "之豇90")
					.param("sownOn", today.toString())))
			.contains("将照“豇豆 早豇组”第 1 版种", "前后可以采收");
		var sown = answer(own,
				post("/portal/plantings").param("plotId", plot.toString())
					.param("crop", "cowpea")
					.param("variety", "之豇90")
					.param("season", "AUTUMN")
					.param("sownOn", today.minusDays(30).toString())
					.param("areaMu", "1"));
		assertThat(sown.getStatus()).isEqualTo(302);
		assertThat(page(own, get(sown.getRedirectedUrl()))).contains("现在：伸蔓期", "接下来三天内该做", "施肥 追肥", "误期未记 1 件");
		var declined = answer(own,
				post("/portal/plantings").param("plotId", plot.toString())
					.param("crop", "cowpea")
					.param("variety", "之豇90")
					.param("season", "AUTUMN")
					.param("sownOn", today.minusDays(30).toString())
					.param("areaMu", "1")
					.param("standardId", "none"));
		assertThat(page(own, get(declined.getRedirectedUrl()))).doesNotContain("现在：伸蔓期");
		var wrong = answer(own,
				post("/portal/plantings").param("plotId", plot.toString())
					.param("crop", "tomato")
					.param("variety", "x")
					.param("season", "AUTUMN")
					.param("sownOn", today.toString())
					.param("areaMu", "1")
					.param("standardId", standard.toString()));
		assertThat(wrong.getStatus()).isEqualTo(422);
		assertThat(text(wrong)).contains("不是这种作物的");
		var officer = actor(Ids.next(), Scope.ALL, ALL);
		assertThat(page(officer, get(sown.getRedirectedUrl().replace("/portal", "/console")))).contains("伸蔓期 · 第 30 天",
				"误期");
	}

	private List<StandardFinding> beyond(UUID planting, UUID input, String quantity, LocalDate on) {
		return asFarm(() -> plans.plan(List.of(planting), input, new BigDecimal(quantity), null, on)).lines()
			.getFirst()
			.beyond()
			.stream()
			.map(OffStandard::finding)
			.toList();
	}

	private List<SeasonTask> tasks(Scope scope, String township, String crop, YearMonth month, TaskState state) {
		return as(Ids.next(), scope, ALL,
				() -> calendar.list(new SeasonCalendar.Filter(township, crop, month, state, null, 100)).items());
	}

	private TaskState stateOf(UUID planting, String task) {
		return asFarm(() -> calendar.ofPlanting(planting)).orElseThrow()
			.tasks()
			.stream()
			.filter(it -> it.name().equals(task))
			.findFirst()
			.orElseThrow()
			.state();
	}

	private UUID standardOf(UUID planting) {
		return asFarm(() -> standardQueries.ofPlanting(planting)).orElseThrow().id();
	}

	private static StandardCommands.Text text(String crop, String group, int harvestDays, String... varieties) {
		var first = new StandardContent.Stage("缓苗期", 0, 20,
				List.of(new StandardContent.Task(OperationKind.IRRIGATE, "浇定植水", 0, 10)), List.of(), List.of());
		var second = new StandardContent.Stage("伸蔓期", 21, 60,
				List.of(new StandardContent.Task(OperationKind.FERTILISE, "追肥", 25, 35),
						new StandardContent.Task(OperationKind.PRUNE, "整枝", 33, 40),
						new StandardContent.Task(OperationKind.WEED, "除草", 34, 50)),
				List.of(new StandardContent.Limit("苯醚甲环唑", null, null, new BigDecimal("50"), InputUnit.G, 1)),
				List.of(new StandardContent.Range("t", 15.0, 30.0)));
		return new StandardCommands.Text(crop, group, List.of(varieties), harvestDays, "测试规程", false,
				new StandardContent(List.of(first, second),
						List.of(new StandardContent.Limit("苯醚甲环唑", null, null, new BigDecimal("80"), InputUnit.G, 2))));
	}

	private UUID inForce(String crop, String group, List<String> varieties) {
		var draft = asWriter(() -> standards.draft(text(crop, group, 100, varieties.toArray(String[]::new))));
		asWriter(() -> move(draft, "submit"));
		return asOther(() -> move(draft, "confirm"));
	}

	private String code(UUID standard, String act) {
		return Acts.code(() -> move(standard, act));
	}

	private UUID move(UUID id, String act) {
		var seen = standardQueries.view(id).version();
		switch (act) {
			case "edit" -> standards.edit(id, text("pear", "", 115), seen);
			case "submit" -> standards.submit(id, seen);
			case "return" -> standards.giveBack(id, "再核一遍", seen);
			case "confirm" -> standards.confirm(id, seen);
			case "retire" -> standards.retire(id, "不再用", seen);
			default -> throw new IllegalStateException(act);
		}
		return id;
	}

	private List<String> todos(UUID person) {
		return as(person, Scope.ALL, ALL,
				() -> toDos.stream().flatMap(it -> it.open(Actor.current(), 100).stream()).map(ToDo::key).toList());
	}

	private void forbidden(String words, String statement, UUID id) {
		assertThatThrownBy(() -> asOther(() -> transaction.execute(_ -> jdbc.update(statement, id))))
			.hasStackTraceContaining(words);
	}

	private UUID plot(String name, String mu) {
		var plot = asFarm(() -> plots.register(farm, new Plot.Description(name, PlotKind.GREENHOUSE,
				new DivisionCode("330482101"), "示例村", AreaMu.of(mu), null, null), null, true));
		return asOther(() -> {
			plots.verify(plot, AreaMu.of(mu), null, plots.versionOf(plot));
			return plot;
		});
	}

	private Planting.Description description(String crop, String variety, String mu) {
		return new Planting.Description(crop, variety, SeasonPart.AUTUMN, today.minusDays(30), AreaMu.of(mu));
	}

	private UUID sow(UUID plot, String crop, String variety, String mu) {
		return asFarm(() -> plantings.sow(plot, description(crop, variety, mu)));
	}

	private UUID record(UUID planting, OperationKind kind, LocalDate on) {
		return asFarm(() -> operations
			.record(new OperationCommands.Done(Ids.next(), List.of(planting), kind, on, null, null, null, "补记")));
	}

	private UUID spray(UUID planting, UUID input, String quantity, LocalDate on) {
		return asFarm(() -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting),
				OperationKind.SPRAY, on,
				new OperationCommands.InputUsed(input, "L1", new BigDecimal(quantity), null, null), null, null, null)));
	}

	private String page(Actor reader, MockHttpServletRequestBuilder request) {
		var answer = answer(reader, request);
		assertThat(answer.getStatus()).as(text(answer)).isEqualTo(200);
		return text(answer);
	}

	private MockHttpServletResponse answer(Actor reader, MockHttpServletRequestBuilder request) {
		var seen = new AtomicReference<MockHttpServletResponse>();
		reader.run(() -> {
			try {
				seen.set(mvc.perform(request.with(authentication(reader.authentication())).with(csrf()))
					.andReturn()
					.getResponse());
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		});
		return seen.get();
	}

	private static String text(MockHttpServletResponse answer) {
		return new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8);
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(farmer, Scope.member(farm), FARM, body);
	}

	private <T> T asWriter(Supplier<T> body) {
		return as(writer, Scope.ALL, ALL, body);
	}

	private <T> T asOther(Supplier<T> body) {
		return as(Ids.next(), Scope.ALL, ALL, body);
	}

	private <T> T as(UUID person, Scope scope, Set<String> permissions, Supplier<T> body) {
		return in(TENANT, person, scope, permissions, body);
	}

	private static <T> T in(String tenant, UUID person, Scope scope, Set<String> permissions, Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, person, person, "t", "测试", tenant, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

	private static Actor actor(UUID person, Scope scope, Set<String> permissions) {
		return new Actor(Actor.Kind.PERSON, person, person, "t", "测试", TENANT, scope, permissions);
	}

}
