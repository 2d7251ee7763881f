package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.harvest.HarvestQueries;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.input.InputLosses;
import cn.jinfu.production.input.LossCause;
import cn.jinfu.production.input.OutsidePurchases;
import cn.jinfu.production.operation.Finding;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.SprayPlans;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.planting.YieldStandards;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.plot.PlotQueries;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

@SpringBootTest
@org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc
class FieldsIT {

	private static final Set<String> ALL = Set.of("production:plot:view", "production:plot:register",
			"production:plot:verify", "production:planting:view", "production:planting:record",
			"production:planting:verify", "production:yield:confirm", "console:open", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record",
			"production:input:view", "production:input:edit", "production:use:decide", "production:yield:decide");

	private static final Set<String> FARM = Set.of("production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record");

	private static final String TENANT = "330482";

	@Autowired
	PlotCommands plots;

	@Autowired
	PlotQueries plotQueries;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	PlantingQueries plantingQueries;

	@Autowired
	YieldStandards yields;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	OutsidePurchases outside;

	@Autowired
	InputLosses losses;

	@Autowired
	List<cn.jinfu.kernel.IndicatorSource> indicators;

	@Autowired
	OperationCommands operations;

	@Autowired
	OperationQueries operationQueries;

	@Autowired
	SprayPlans plans;

	@Autowired
	HarvestCommands harvests;

	@Autowired
	HarvestQueries harvestQueries;

	@Autowired
	ProductionRecords records;

	@Autowired
	PlantingRecords said;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	@Autowired
	@org.springframework.beans.factory.annotation.Qualifier("productionCatalogueDemo")
	cn.jinfu.kernel.DemoPart catalogue;

	@Autowired
	@org.springframework.beans.factory.annotation.Qualifier("productionDemo")
	cn.jinfu.kernel.DemoPart demo;

	@Autowired
	org.springframework.test.web.servlet.MockMvc mvc;

	private final UUID farm = Ids.next();

	private final UUID farmer = Ids.next();

	private LocalDate today;

	@BeforeEach
	void tenants() {
		today = clock.today();
		for (var code : List.of(TENANT, "330499")) {
			jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
					code, code, "330482");
		}
		member(farm);
	}

	private void member(UUID id) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

	@Test
	void aFarmRegistersAndAnotherPersonVerifies() {
		var plot = asFarm(() -> plots.register(farm, description("1号棚", "10"), null, true));

		assertThat(Acts.code(() -> asFarm(() -> verify(plot, "9.5")))).isEqualTo("denied");
		assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verify(plot, "9.5"))))
			.isEqualTo("production.plot.same-person");
		asOfficer(() -> verify(plot, "9.5"));

		var view = asFarm(() -> plotQueries.view(plot));
		assertThat(view.areaMu()).isEqualByComparingTo("9.5");
		assertThat(view.declaredMu()).isEqualByComparingTo("10");
		assertThat(Acts.code(() -> asOfficer(() -> verify(plot, "9.5")))).isEqualTo("production.plot.wrong-state");
	}

	@Test
	void plantingsNeverExceedThePlot() {
		var plot = verified("2号棚", "5");
		sow(plot, "3");

		assertThat(Acts.code(() -> sow(plot, "2.0001"))).isEqualTo("production.planting.above-plot");
		var last = sow(plot, "2");
		asFarm(() -> {
			plantings.end(last, cn.jinfu.production.planting.PlantingMoves.Action.FINISH, today, null, 0);
			return last;
		});
		sow(plot, "2");
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_plot set planted_mu = 5.0001 where id = ?", plot))))
			.hasMessageContaining("production_plot_planted_ck");
	}

	@Test
	void twoSowingsAtOnceMeetAtThePlot() throws Exception {
		var plot = verified("抢种棚", "5");
		assertThat(Acts.twice(() -> sow(plot, "3"))).containsExactlyInAnyOrder("ok", "production.planting.above-plot");
	}

	@Test
	void sprayingSetsTheEarliestHarvestDayAndAnEarlyPickIsAProblem() {
		var planting = grown("3号棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "500");

		var plan = asFarm(() -> plans.plan(List.of(planting), input, new BigDecimal("100"), null, today.minusDays(3)));
		assertThat(plan.earliestHarvestOn()).isEqualTo(today.plusDays(4));
		assertThat(plan.dosePerMu()).isEqualByComparingTo("50");
		assertThat(plan.lines().getFirst().doseOk()).isTrue();

		spray(planting, input, "100", today.minusDays(3));
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("400");

		var early = pick(planting, "200", today);
		assertThat(early.status()).isEqualTo(HarvestLotStatus.PROBLEM);
		assertThat(early.hold()).isEqualTo(new HoldReason(HoldReason.Kind.INTERVAL, "10%苯醚甲环唑", today.plusDays(4), 4));
		assertThat(asFarm(() -> plantingQueries.view(planting)).earliestHarvestOn()).isEqualTo(today.plusDays(4));
	}

	@Test
	void aLateSprayEntryBreaksTheHarvestItConcerns() {
		var planting = grown("4号棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "500");
		var fine = pick(planting, "100", today.minusDays(2));
		assertThat(fine.status()).isEqualTo(HarvestLotStatus.VALID);

		var late = spray(planting, input, "100", today.minusDays(4));

		var broken = asFarm(() -> harvestQueries.view(fine.id()));
		assertThat(broken.status()).isEqualTo(HarvestLotStatus.PROBLEM);
		assertThat(broken.hold().daysShort()).isEqualTo(5);
		assertThat(asFarm(() -> operationQueries.view(late)).late()).isTrue();
		assertThat(Acts.code(() -> asFarm(() -> strike(late)))).isEqualTo("production.operation.harvested-since");
		asOfficer(() -> strike(late));
		assertThat(asFarm(() -> harvestQueries.view(fine.id())).status()).isEqualTo(HarvestLotStatus.VALID);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("500");
	}

	@Test
	void aFarmThatUsesNothingSaysSoAndALaterEntryVoidsIt() {
		var planting = grown("11号棚", "2", "1500");
		asFarm(() -> sayNone(planting, PlantingRecords.Work.SPRAYING));
		asFarm(() -> sayNone(planting, PlantingRecords.Work.FERTILISING));
		assertThat(asFarm(() -> said.saidNone(planting))).containsEntry(PlantingRecords.Work.SPRAYING, today)
			.containsEntry(PlantingRecords.Work.FERTILISING, today);
		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(Ids.next()), FARM,
				() -> sayNone(planting, PlantingRecords.Work.SPRAYING))))
			.isEqualTo("production.planting.not-found");

		var input = pesticide(7, "80", 3);
		hold(input, "500");
		spray(planting, input, "100", today.minusDays(1));

		assertThat(asFarm(() -> said.saidNone(planting))).doesNotContainKey(PlantingRecords.Work.SPRAYING)
			.containsKey(PlantingRecords.Work.FERTILISING);
		assertThat(Acts.code(() -> asFarm(() -> sayNone(planting, PlantingRecords.Work.SPRAYING))))
			.isEqualTo("production.planting.used-already");
		assertThat(Acts.code(() -> asFarm(() -> sayNone(planting, PlantingRecords.Work.OTHER))))
			.isEqualTo("production.planting.none-of-what");
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(
				_ -> jdbc.update("update production_planting set no_spray_until = ? where id = ?", today, planting))))
			.hasMessageContaining("production_planting_said_none_tg");
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("update production_planting set no_fertiliser_until = sown_on - 1 where id = ?", planting))))
			.hasMessageContaining("production_planting_none_used_ck");
	}

	private UUID sayNone(UUID planting, PlantingRecords.Work kind) {
		plantings.sayNone(planting, kind, plantingQueries.view(planting).version());
		return planting;
	}

	@Test
	void aRefusedDecisionComesBackWithWhatWasTyped() throws Exception {
		var plot = asFarm(() -> plots.register(farm, description("退回棚", "10"), null, true));
		var officer = actor(Scope.ALL, ALL);
		var seen = new AtomicReference<org.springframework.mock.web.MockHttpServletResponse>();
		officer.run(() -> seen.set(perform(
				post("/console/plots/" + plot + "/return").param("reason", "量得不准").param("version", "99"), officer)));
		var page = seen.get();
		assertThat(page.getStatus()).isEqualTo(409);
		assertThat(page.getContentAsString(java.nio.charset.StandardCharsets.UTF_8)).contains("err-sum",
				"量得不准</textarea>");
	}

	@Test
	void anExportHoldsWhatTheListShowsToItsReaderAndNoMore() throws Exception {
		var name = "导出棚" + Ids.next().toString().substring(24);
		asFarm(() -> plots.register(farm, description(name, "10"), null, true));
		var path = "/console/plots/export?q=" + name;
		assertThat(sheet(Scope.ALL, ALL, path)).contains(name, "地块");
		assertThat(sheet(Scope.township("330482101"), ALL, path)).contains(name);
		assertThat(sheet(Scope.township("330482999"), ALL, path)).doesNotContain(name);
		assertThat(sheet(Scope.member(Ids.next()), ALL, path)).doesNotContain(name);
		var stranger = actor(Scope.ALL, Set.of("console:open"));
		stranger.run(() -> assertThat(perform(get(path), stranger).getStatus()).isEqualTo(403));
	}

	/** All words of a workbook. */
	private String sheet(Scope scope, Set<String> permissions, String path) throws Exception {
		var reader = actor(scope, permissions);
		var file = new AtomicReference<byte[]>();
		reader.run(() -> {
			var answer = perform(
					get(java.net.URI
						.create(org.springframework.web.util.UriUtils.encodePath(path, "UTF-8").replace("%3F", "?"))),
					reader);
			assertThat(answer.getStatus()).isEqualTo(200);
			file.set(answer.getContentAsByteArray());
		});
		var words = new StringBuilder();
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(file.get()))) {
			for (var row : book.getFirstSheet().read()) {
				for (int column = 0; column < row.getCellCount(); column++) {
					words.append(row.getCellText(column)).append(' ');
				}
			}
		}
		return words.toString();
	}

	@Test
	void aPlotEnteredAtTheCounterNamesTheClerkAndIsVerifiedByAnother() {
		var clerk = Ids.next();
		var plot = as(clerk, Scope.township("330482101"), ALL,
				() -> plots.register(farm, description("窗口棚", "4"), null, true));
		assertThat(asFarm(() -> plotQueries.view(plot)).enteredForBy()).isEqualTo("测试");
		assertThat(Acts.code(() -> as(clerk, Scope.township("330482101"), ALL, () -> verify(plot, "4"))))
			.isEqualTo("production.plot.same-person");
		asOfficer(() -> verify(plot, "4"));
		assertThat(Acts.code(() -> as(clerk, Scope.township("330482999"), ALL,
				() -> plots.register(farm, description("外乡棚", "4"), null, true))))
			.isEqualTo("production.member.not-yours");
		var own = asFarm(() -> plots.register(farm, description("自家棚", "4"), null, true));
		assertThat(asFarm(() -> plotQueries.view(own)).enteredForBy()).isNull();
	}

	@Test
	void aHarvestAboveTheCapIsRecordedWithWhatIsAbove() {
		var planting = grown("5号棚", "2", "100");
		assertThat(pick(planting, "150", today).aboveCapKg()).isEqualByComparingTo("0");
		assertThat(pick(planting, "80", today).aboveCapKg()).isEqualByComparingTo("30");
		assertThat(pick(planting, "10", today).aboveCapKg()).isEqualByComparingTo("10");
		List<BigDecimal> above = asOfficer(() -> transaction.execute(_ -> jdbc.queryForList(
				"select above_kg from production_field_case where planting_id = ? and kind = 'ABOVE_CAP' order by above_kg",
				BigDecimal.class, planting)));
		assertThat(above).usingElementComparator(BigDecimal::compareTo)
			.containsExactly(new BigDecimal("10"), new BigDecimal("30"));
	}

	@Test
	void twoPhonesNeverDrawMoreThanIsHeld() throws Exception {
		var planting = grown("6号棚", "2", "1500");
		var input = pesticide(7, "80", 9);
		hold(input, "150");

		assertThat(Acts.twice(() -> spray(planting, input, "100", today))).containsExactlyInAnyOrder("ok",
				"production.holding.short");
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("50");
	}

	@Test
	void whatIsLostIsDrawnOnceAndIsBackWhenItIsStruckOut() throws Exception {
		var input = pesticide(7, "75", 3);
		hold(input, "100");
		var key = Ids.next();
		var id = asFarm(() -> losses.enter(lost(key, input, "30", LossCause.SPILLED, null, today)));
		assertThat(asFarm(() -> losses.enter(lost(key, input, "30", LossCause.SPILLED, null, today)))).isEqualTo(id);
		assertThat(Acts
			.code(() -> asFarm(() -> losses.enter(lost(Ids.next(), input, "70.1", LossCause.STOLEN, null, today)))))
			.isEqualTo("production.holding.short");
		assertThat(
				Acts.code(() -> asFarm(() -> losses.enter(lost(Ids.next(), input, "1", LossCause.OTHER, " ", today)))))
			.isEqualTo("production.loss.note");
		assertThat(Acts
			.code(() -> asFarm(() -> losses.enter(lost(Ids.next(), input, "0", LossCause.STOLEN, null, today)))))
			.isEqualTo("production.quantity.not-positive");
		assertThat(Acts.code(() -> asFarm(
				() -> losses.enter(lost(Ids.next(), input, "1", LossCause.STOLEN, null, today.plusDays(1))))))
			.isNotEqualTo("ok");
		assertThat(Acts
			.twice(() -> asFarm(() -> losses.enter(lost(Ids.next(), input, "50", LossCause.EXPIRED, null, today)))))
			.containsExactlyInAnyOrder("ok", "production.holding.short");
		assertThat(asFarm(() -> holdings.tallies(farm))).filteredOn(it -> it.inputId().equals(input))
			.singleElement()
			.satisfies(it -> {
				assertThat(it.bought()).isEqualByComparingTo("100");
				assertThat(it.lost()).isEqualByComparingTo("80");
				assertThat(it.used().add(it.returned()).add(it.lost()).add(it.left()))
					.isEqualByComparingTo(it.bought());
			});
		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(Ids.next()), FARM, () -> {
			losses.strike(id, "不是我的");
			return id;
		}))).isEqualTo("production.member.not-yours");
		asFarm(() -> {
			losses.strike(id, "找到了");
			return id;
		});
		assertThat(Acts.code(() -> asFarm(() -> {
			losses.strike(id, "再来");
			return id;
		}))).isEqualTo("production.loss.struck");
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("50");
		assertThat(asFarm(() -> losses.ofMember(farm, 10))).extracting(InputLosses.Loss::voidReason).contains("找到了");
	}

	private InputLosses.Enter lost(UUID key, UUID input, String quantity, LossCause cause, String note, LocalDate on) {
		return new InputLosses.Enter(key, farm, input, "L1", new BigDecimal(quantity), cause, note, on);
	}

	@Test
	void theSameUploadTwiceCountsOnce() throws Exception {
		var planting = grown("7号棚", "2", "1500");
		var input = pesticide(7, "80", 9);
		hold(input, "500");
		var uid = Ids.next();

		assertThat(Acts.twice(() -> asFarm(() -> operations.record(done(uid, planting, input, "100", today)))))
			.containsExactly("ok", "ok");
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("400");
		assertThat(asFarm(() -> harvests
			.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("5"), null, "一级", null, null))))
			.isEqualTo(asFarm(() -> harvests
				.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("5"), null, "一级", null, null))));
	}

	@Test
	void aTechnicianDecidesOverAnOverdoseWithATestAndNeverAlone() {
		var planting = grown("8号棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "900");
		var operation = spray(planting, input, "400", today.minusDays(6));
		var use = asOfficer(() -> operationQueries.view(operation)).uses().getFirst();
		assertThat(use.findings()).containsExactly(Finding.OVER_DOSE);
		assertThat(pick(planting, "50", today).hold().kind()).isEqualTo(HoldReason.Kind.INTERVAL);

		assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> lift(use.id(), today.plusDays(3)))))
			.isEqualTo("production.use.same-person");
		assertThat(Acts.code(() -> asOfficer(() -> lift(use.id(), today)))).isEqualTo("production.use.before-interval");
		assertThat(Optional.ofNullable(asFarm(() -> plantingQueries.undecidedSince(planting))))
			.as("the farm sees until when somebody decides")
			.contains(asOfficer(() -> operationQueries.view(operation)).recordedAt());
		asOfficer(() -> lift(use.id(), today.plusDays(3)));
		assertThat(asFarm(() -> plantingQueries.view(planting)).blocked()).isFalse();
		assertThat(Optional.ofNullable(asFarm(() -> plantingQueries.undecidedSince(planting)))).isEmpty();
		assertThat(asFarm(() -> plantingQueries.view(planting)).earliestHarvestOn()).isEqualTo(today.plusDays(3));
	}

	@Test
	void aBannedUseIsRecordedAndNobodyLiftsIt() {
		var planting = grown("9号棚", "2", "1500");
		var input = asOfficer(() -> inputs
			.add(new InputCatalogue.NewInput("克百威颗粒剂", InputKind.PESTICIDE, "T" + Ids.next().toString().substring(20),
					null, "某厂", List.of("克百威"), "颗粒剂", InputUnit.G, null, null, true, true)));
		hold(input, "500");
		var operation = spray(planting, input, "100", today);
		var use = asOfficer(() -> operationQueries.view(operation)).uses().getFirst();

		assertThat(use.findings()).contains(Finding.BANNED, Finding.OFF_LABEL);
		assertThat(Acts.code(() -> asOfficer(() -> lift(use.id(), today.plusDays(90)))))
			.isEqualTo("production.use.banned");
		assertThat(pick(planting, "50", today).hold().kind()).isEqualTo(HoldReason.Kind.BANNED);
		assertThat(asOfficer(() -> inputs.standing(input, today))).isEqualTo(AgriInputs.Standing.RESTRICTED);
		var facts = asOfficer(() -> records.of(List.of(farm), today.minusDays(60), today)).get(farm);
		assertThat(facts.bannedUses()).isEqualTo(1);
		assertThat(facts.problemHarvests()).isEqualTo(1);
		assertThat(facts.weeksWithRecords()).isPositive();
	}

	@Test
	void anotherFarmAndAnotherTenantSeeNothing() {
		var planting = grown("10号棚", "2", "1500");
		var stranger = Ids.next();

		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(stranger), FARM, () -> plantingQueries.view(planting))))
			.isEqualTo("production.planting.not-found");
		assertThat(
				Acts.code(
						() -> as(Ids.next(), Scope.member(stranger), FARM,
								() -> harvests.pick(new HarvestCommands.Pick(Ids.next(), planting, today,
										WeightKg.of("5"), null, "", null, null)))))
			.isEqualTo("production.planting.not-found");
		assertThat(Acts.code(() -> in("330499", Ids.next(), Scope.ALL, ALL, () -> plantingQueries.view(planting))))
			.isEqualTo("production.planting.not-found");
		var seen = in("330499", Ids.next(), Scope.ALL, ALL, () -> transaction.execute(_ -> jdbc
			.queryForObject("select count(*) from production_planting_fact where id = ?", Long.class, planting)));
		assertThat(seen).isZero();
	}

	@Test
	void everyPageOpensAndTheFarmSeesTheDayBeforeItSprays() throws Exception {
		var planting = grown("页面棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "900");
		var operation = spray(planting, input, "400", today.minusDays(1));
		var lot = pick(planting, "50", today);
		var plot = asFarm(() -> plantingQueries.view(planting)).plotId();
		for (var path : List.of("/console/plots", "/console/plots/" + plot, "/console/plantings",
				"/console/plantings/" + planting, "/console/operations", "/console/operations/" + operation,
				"/console/harvests", "/console/harvests/" + lot.id(), "/console/plantings/" + planting + "/record",
				"/console/yield-standards", "/console/agri-inputs/new", "/console/agri-inputs",
				"/console/agri-inputs/" + input)) {
			assertThat(open(Scope.ALL, ALL, path)).as(path).contains("<main");
		}
		for (var path : List.of("/portal/plots", "/portal/plots/new", "/portal/plantings", "/portal/plantings/new",
				"/portal/operations", "/portal/operations/new", "/portal/harvests", "/portal/harvests/new",
				"/portal/plots/" + plot, "/portal/plots/" + plot + "/edit", "/portal/plantings/" + planting,
				"/portal/plantings/" + planting + "/edit", "/portal/operations/" + operation,
				"/portal/operations/new?like=" + operation, "/portal/harvests/" + lot.id(), "/portal/holdings",
				"/portal/holdings/outside/new")) {
			assertThat(open(Scope.member(farm), FARM, path)).as(path).contains("<main");
		}
		var plan = open(Scope.member(farm), FARM, "/portal/operations/new?plantingIds=" + planting
				+ "&kind=SPRAY&quantity=100&holding=" + input + "/L1&on=" + today);
		assertThat(plan).contains("打了这次药").contains("技术员").contains("7 天").contains("每亩 50 克");
		assertThat(open(Scope.member(farm), FARM, "/api/v1/harvest-lots")).contains("\"items\"");
	}

	@Test
	void theFarmSavesFromItsPhone() throws Exception {
		var planting = grown("手机棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "900");
		var actor = actor(Scope.member(farm), FARM);
		var status = new AtomicReference<Integer>();
		actor.run(() -> status.set(perform(post("/portal/operations").param("plantingIds", planting.toString())
			.param("kind", "SPRAY")
			.param("holding", input + "/L1")
			.param("quantity", "4")
			.param("unit", "BUCKET")
			.param("each", "25")
			.param("on", today.toString())
			.param("requestKey", "a phone's key"), actor).getStatus()));
		assertThat(status.get()).isEqualTo(302);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("800");
		actor.run(() -> status.set(perform(post("/portal/operations").param("plantingIds", planting.toString())
			.param("kind", "SPRAY")
			.param("holding", input + "/L1")
			.param("quantity", "4")
			.param("unit", "BUCKET")
			.param("each", "25")
			.param("on", today.toString())
			.param("requestKey", "a phone's key"), actor).getStatus()));
		assertThat(status.get()).isEqualTo(302);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("800");
		var next = open(Scope.member(farm), FARM,
				"/portal/operations/new?plantingIds=" + planting + "&kind=SPRAY&quantity=2&holding=" + input + "/L1");
		assertThat(next).contains("value=\"25\"").contains("每亩 25 克");
		var bags = open(Scope.member(farm), FARM, "/portal/operations/new?plantingIds=" + planting
				+ "&kind=SPRAY&quantity=2&unit=BAG&each=25&eachOf=BUCKET&holding=" + input + "/L1");
		assertThat(bags).doesNotContain("value=\"25\"").doesNotContain("每亩 25 克");
		actor.run(() -> status.set(perform(post("/portal/operations").param("plantingIds", planting.toString())
			.param("kind", "SPRAY")
			.param("holding", input + "/L1")
			.param("quantity", "5000")
			.param("on", today.toString()), actor).getStatus()));
		assertThat(status.get()).isEqualTo(422);
		actor.run(() -> status.set(perform(post("/portal/harvests").param("plantingId", planting.toString())
			.param("weight", "100")
			.param("unit", "JIN")
			.param("on", today.toString()), actor).getStatus()));
		assertThat(status.get()).isEqualTo(302);
		assertThat(harvestQueries(planting).getFirst().weightKg()).isEqualByComparingTo("50");
	}

	private List<HarvestLots.HarvestLotFact> harvestQueries(UUID planting) {
		return asFarm(() -> harvestQueries.ofPlanting(planting));
	}

	private static Actor actor(Scope scope, Set<String> permissions) {
		return new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "测试", TENANT, scope, permissions);
	}

	private String open(Scope scope, Set<String> permissions, String path) {
		var actor = actor(scope, permissions);
		var body = new AtomicReference<String>();
		actor.run(() -> {
			var response = perform(get(path), actor);
			assertThat(response.getStatus()).as(path).isEqualTo(200);
			try {
				body.set(response.getContentAsString(java.nio.charset.StandardCharsets.UTF_8));
			}
			catch (java.io.IOException failure) {
				throw new java.io.UncheckedIOException(failure);
			}
		});
		return body.get();
	}

	private org.springframework.mock.web.MockHttpServletResponse perform(
			org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder request, Actor actor) {
		try {
			return mvc.perform(request.with(authentication(actor.authentication())).with(csrf()))
				.andReturn()
				.getResponse();
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

	@Test
	void theDemoFarmHasItsYear() {
		var world = new cn.jinfu.kernel.DemoWorld(TENANT, today);
		world.put("member.farm", world.fixed("farm"));
		member(world.farm());
		cn.jinfu.kernel.Tenant.runAs(TENANT, () -> catalogue.load(world));
		// the till's part of the demo stands in a later module
		asOfficer(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(world.farm(), world.get("production.input.fungicide"), "示例-A1",
					new BigDecimal("6000"), InputHoldings.Source.SALE, Ids.next(), today.minusDays(360)));
			return farm;
		}));
		cn.jinfu.kernel.Tenant.runAs(TENANT, () -> demo.load(world));
		var facts = asOfficer(() -> records.of(List.of(world.farm()), today.minusDays(364), today)).get(world.farm());
		assertThat(facts.harvests()).isGreaterThanOrEqualTo(8);
		assertThat(facts.problemHarvests()).isZero();
		assertThat(facts.onTimeRecords()).isEqualTo(facts.records());
		assertThat(facts.verifiedAreaMu()).isEqualByComparingTo("26");
		assertThat(asFarm(() -> harvestQueries.ofPlanting(world.get("production.planting.main"))))
			.allSatisfy(lot -> assertThat(lot.status()).isEqualTo(HarvestLotStatus.VALID));
	}

	@Test
	void theLedgerAddsUpToTheBalance() {
		var wrong = asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from production_holding h where credited - debited <>
				  (select coalesce(sum(quantity), 0) from production_holding_entry e where e.holding_id = h.id)""",
				Long.class)));
		assertThat(wrong).isZero();
	}

	@Test
	void aPlantingGetsItsCapOnlyWhenSomebodyElseHasSeenIt() {
		var plot = verified("核实棚", "4");
		grown("有标准", "1", "1500");
		var planting = sow(plot, "4");
		assertThat(asFarm(() -> plantingQueries.view(planting)).capKg()).isNull();
		var lot = pick(planting, "100", today);
		assertThat(lot.aboveCapKg()).isEqualByComparingTo("100");

		assertThat(Acts.code(() -> asFarm(() -> verifyPlanting(planting)))).isEqualTo("denied");
		assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verifyPlanting(planting))))
			.isEqualTo("production.planting.same-person");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.township("330482102"), ALL, () -> verifyPlanting(planting))))
			.isEqualTo("production.planting.not-found");
		seen(planting);

		assertThat(asFarm(() -> plantingQueries.view(planting)).capKg()).isEqualByComparingTo("6000");
		assertThat(asFarm(() -> fact(lot.id())).aboveCapKg()).isEqualByComparingTo("0");
		assertThat(Acts.code(() -> asOfficer(() -> verifyPlanting(planting))))
			.isEqualTo("production.planting.wrong-verification");
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(
				_ -> jdbc.update("update production_planting set verified_by = recorded_by where id = ?", planting))))
			.hasMessageContaining("production_planting_four_eyes_ck");
	}

	@Test
	void onePersonVerifiesHisOwnEntryOnlyWhereTheFederationLetsHim() {
		var plot = asFarm(() -> plots.register(farm, description("一人棚", "4"), null, true));
		var other = asFarm(() -> plots.register(farm, description("两人棚", "4"), null, true));
		twoPeople("production.plot.verify", false);
		twoPeople("production.planting.verify", false);
		try {
			assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verify(plot, "4")))).isEqualTo("ok");
			var planting = sow(plot, "4");
			assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verifyPlanting(planting)))).isEqualTo("ok");
			assertThat(alone("production_plot", plot)).isTrue();
			assertThat(alone("production_planting", planting)).isTrue();
		}
		finally {
			twoPeople("production.plot.verify", true);
			twoPeople("production.planting.verify", true);
		}
		assertThat(Acts.code(() -> as(farmer, Scope.ALL, ALL, () -> verify(other, "4"))))
			.isEqualTo("production.plot.same-person");
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_plot set alone = true where id = ?", other))))
			.hasMessageContaining("production.plot.verify takes two people");
		int changed = asOfficer(() -> Objects.requireNonNull(transaction
			.execute(_ -> jdbc.update("update production_plot set name = name || '改' where id = ?", plot))));
		assertThat(changed).isEqualTo(1);
	}

	private boolean alone(String table, UUID id) {
		return Boolean.TRUE.equals(asOfficer(() -> transaction
			.execute(_ -> jdbc.queryForObject("select alone from " + table + " where id = ?", Boolean.class, id))));
	}

	private void twoPeople(String step, boolean required) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into platform_four_eyes_change (id, tenant_id, step, required, reason, state, proposed_by,
				  proposed_name, proposed_at, closed_by, closed_name, closed_at)
				values (?, ?, ?, ?, '小县', 'CONFIRMED', ?, 'a', now(), ?, 'b', now())""", Ids.next(), TENANT, step,
				required, Ids.next(), Ids.next())));
	}

	@Test
	void aPlantingGivenBackIsPutRightAndComesBackToTheOfficer() {
		var plot = verified("退回棚", "4");
		var planting = sow(plot, "3");
		asOfficer(() -> {
			plantings.giveBack(planting, "面积不对", plantingQueries.view(planting).version());
			return planting;
		});
		assertThat(Acts.code(() -> asOfficer(() -> verifyPlanting(planting))))
			.isEqualTo("production.planting.wrong-verification");
		assertThat(Acts.code(() -> amend(planting, "watermelon", "4.5"))).isEqualTo("production.planting.above-plot");
		assertThat(Acts.code(() -> amend(planting, "watermelon", "4"))).isEqualTo("ok");
		assertThat(asFarm(() -> plotQueries.view(plot)).freeMu()).isEqualByComparingTo("0");

		asFarm(() -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting), OperationKind.IRRIGATE,
				today, null, null, null, null)));
		assertThat(Acts.code(() -> amend(planting, "tomato", "4"))).isEqualTo("production.planting.crop-worked");
		seen(planting);
		assertThat(Acts.code(() -> amend(planting, "watermelon", "3")))
			.isEqualTo("production.planting.wrong-verification");
	}

	@Test
	void aPlantingOnAPlotNobodyMeasuredIsNotVerified() {
		var plot = asFarm(() -> plots.register(farm, description("没量过", "5"), null, true));
		var planting = sow(plot, "5");
		assertThat(Acts.code(() -> asOfficer(() -> verifyPlanting(planting))))
			.isEqualTo("production.planting.plot-first");
	}

	@Test
	void theWordsOfTheFieldAmountToBaseUnitsAndBothAreKept() {
		var planting = grown("桶水棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "500");
		var told = new Told(new BigDecimal("3"), cn.jinfu.kernel.FieldUnit.BUCKET, new BigDecimal("20"));
		var id = asFarm(() -> operations
			.record(new OperationCommands.Done(Ids.next(), List.of(planting), OperationKind.SPRAY, today,
					new OperationCommands.InputUsed(input, "L1", told.amount(InputUnit.G.measure()).base(), told, null),
					null, null, null)));

		var view = asFarm(() -> operationQueries.view(id));
		assertThat(view.quantity()).isEqualByComparingTo("60");
		assertThat(view.told().count()).isEqualByComparingTo("3");
		assertThat(view.told().each()).isEqualByComparingTo("20");
		assertThat(asFarm(() -> operationQueries.lastTold(farm)).get(input).unit())
			.isEqualTo(cn.jinfu.kernel.FieldUnit.BUCKET);
		assertThat(Acts
			.code(() -> new Told(BigDecimal.ONE, cn.jinfu.kernel.FieldUnit.BUCKET, null).amount(InputUnit.G.measure())))
			.isEqualTo("production.quantity.each-missing");
		assertThat(Acts
			.code(() -> new Told(BigDecimal.ONE, cn.jinfu.kernel.FieldUnit.LITRE, null).amount(InputUnit.G.measure())))
			.isEqualTo("kernel.unit.different-measure");
	}

	@Test
	void workThatIsPlannedDrawsNothingUntilItIsDone() {
		var planting = grown("排期棚", "2", "1500");
		var input = pesticide(7, "80", 3);
		hold(input, "500");
		var plan = asFarm(() -> operations.plan(done(Ids.next(), planting, input, "100", today.plusDays(3))));
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("500");
		assertThat(asFarm(() -> plantingQueries.view(planting)).earliestHarvestOn()).isNull();
		assertThat(Acts.code(() -> carryOut(plan, today.plusDays(3)))).isEqualTo("production.entry.future");

		carryOut(plan, today);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("400");
		assertThat(asFarm(() -> plantingQueries.view(planting)).earliestHarvestOn()).isEqualTo(today.plusDays(7));
		assertThat(Acts.code(() -> carryOut(plan, today))).isEqualTo("production.operation.wrong-state");

		var dropped = asFarm(() -> operations.plan(done(Ids.next(), planting, input, "100", today.plusDays(3))));
		asFarm(() -> strike(dropped));
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("400");
		assertThat(Acts
			.code(() -> asFarm(() -> operations.plan(done(Ids.next(), planting, input, "1", today.minusDays(1))))))
			.isEqualTo("production.operation.plan-past");
	}

	@Test
	void aKeyThatWasUsedForSomethingElseIsRefused() {
		var planting = grown("键棚", "2", "1500");
		var uid = Ids.next();
		asFarm(() -> harvests
			.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("5"), null, "一级", null, null)));
		assertThat(Acts.code(() -> asFarm(() -> harvests
			.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("6"), null, "一级", null, null)))))
			.isEqualTo("production.entry.key-reused");
	}

	@Test
	void aYieldStandardTakesTwoPersonsAndHoldsFromItsDay() {
		var officer = Ids.next();
		var proposal = as(officer, Scope.ALL, ALL, () -> yields.propose(new YieldStandards.Propose("pear",
				PlotKind.ORCHARD, new BigDecimal("2000"), today, "第 3 次执委会", false)));
		assertThat(Acts.code(() -> as(officer, Scope.ALL, ALL, () -> confirm(proposal))))
			.isEqualTo("production.yield.same-person");
		assertThat(asOfficer(() -> yields.inForce("pear", PlotKind.ORCHARD, today))).isEmpty();
		asOfficer(() -> confirm(proposal));
		assertThat(asOfficer(() -> yields.inForce("pear", PlotKind.ORCHARD, today)).orElseThrow())
			.isEqualByComparingTo("2000");
		assertThat(asOfficer(() -> yields.inForce("pear", PlotKind.ORCHARD, today.minusDays(1)))).isEmpty();
		assertThat(Acts.code(() -> asOfficer(() -> confirm(proposal)))).isEqualTo("production.yield.wrong-state");
		assertThat(Acts.code(() -> asOfficer(() -> yields
			.propose(new YieldStandards.Propose("pear", PlotKind.ORCHARD, BigDecimal.ONE, today, "又一次", false)))))
			.isEqualTo("production.yield.known");
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("update production_yield_proposal set closed_by = proposed_by where id = ?", proposal))))
			.hasMessageContaining("production_yield_proposal_four_eyes_ck");
	}

	@Test
	void whatWasBoughtElsewhereNeedsItsPhotoAndIsMarked() {
		var purchase = new OutsidePurchases.Enter(Ids.next(), farm, null, "外购药", InputKind.PESTICIDE, null, InputUnit.G,
				"X1", new BigDecimal("200"), today, "镇上农资店");
		assertThat(Acts.code(() -> asFarm(() -> outside.enter(purchase, null))))
			.isEqualTo("production.purchase.photo-needed");
		var photo = new org.springframework.mock.web.MockMultipartFile("photo", "a.png", "image/png", png());
		var id = asFarm(() -> outside.enter(purchase, photo));
		assertThat(asFarm(() -> outside.enter(purchase, photo))).isEqualTo(id);
		var held = asFarm(() -> holdings.ofMember(farm)).getFirst();
		assertThat(held.outside()).isTrue();
		assertThat(held.quantity()).isEqualByComparingTo("200");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.member(Ids.next()), FARM, () -> outside.ofMember(farm, 10))))
			.isEqualTo("production.member.not-yours");
	}

	@Test
	void thePlotsPhotoComesWithItAndAVerifiedPlotKeepsIt() {
		var photo = new org.springframework.mock.web.MockMultipartFile("photo", "a.png", "image/png", png());
		var plot = asFarm(() -> plots.register(farm, description("照片棚", "3"), photo, true));
		var first = asFarm(() -> plotQueries.view(plot)).photoId();
		assertThat(first).isNotNull();
		asOfficer(() -> {
			plots.giveBack(plot, "照片看不清", plotQueries.view(plot).version());
			return plot;
		});
		asFarm(() -> {
			plots.edit(plot, description("照片棚", "3.5"), null, true, plotQueries.view(plot).version());
			return plot;
		});
		assertThat(asFarm(() -> plotQueries.view(plot)).photoId()).isEqualTo(first);
		asOfficer(() -> verify(plot, "3.2"));
		assertThat(Acts.code(() -> asFarm(() -> {
			plots.picture(plot, photo);
			return plot;
		}))).isEqualTo("production.plot.wrong-state");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.township("330482102"), ALL, () -> plotQueries.view(plot))))
			.isEqualTo("production.plot.not-found");
	}

	@Test
	void eachFigureIsTheTotalOrTheSumOfItsList() {
		var planting = grown("指标棚", "2", "1500");
		pick(planting, "120", today);
		var figures = new java.util.HashMap<String, BigDecimal>();
		asOfficer(() -> {
			indicators.stream()
				.flatMap(source -> source.indicators().stream())
				.forEach(it -> figures.put(it.key().replace("production.indicator.", ""), it.value()));
			return figures;
		});
		var from = LocalDate.of(today.getYear(), 1, 1);
		var plotsSeen = new PlotQueries.Filter(null, cn.jinfu.production.plot.PlotState.VERIFIED, null, null, null,
				null, 1);
		var growing = new PlantingQueries.Filter(null, null, null, true, null, null, null, null, 1);
		var lots = new HarvestQueries.Filter(null, HarvestLotStatus.VALID, null, null, from, null, null, 1);
		asOfficer(() -> {
			assertThat(figures.get("plots")).isEqualByComparingTo(String.valueOf(plotQueries.list(plotsSeen).total()));
			assertThat(figures.get("plot-area")).isEqualByComparingTo(plotQueries.area(plotsSeen));
			assertThat(figures.get("plantings"))
				.isEqualByComparingTo(String.valueOf(plantingQueries.list(growing).total()));
			assertThat(figures.get("planting-area")).isEqualByComparingTo(plantingQueries.area(growing));
			assertThat(figures.get("lots")).isEqualByComparingTo(String.valueOf(harvestQueries.list(lots).total()));
			assertThat(figures.get("weight")).isEqualByComparingTo(harvestQueries.weight(lots));
			return figures;
		});
	}

	@Test
	void aRowOfAFarmThatTheRegisterDoesNotKnowIsRefusedByTheDatabase() {
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("""
					insert into production_holding (id, tenant_id, member_id, input_id, lot_no) values (?, ?, ?, ?, 'L1')""",
					Ids.next(), TENANT, Ids.next(), pesticide(7, "80", 3)))))
			.hasMessageContaining("production_holding_member_fk");
	}

	private UUID verifyPlanting(UUID planting) {
		plantings.verify(planting, null, plantingQueries.view(planting).version());
		return planting;
	}

	private UUID amend(UUID planting, String crop, String mu) {
		return asFarm(() -> {
			plantings.amend(planting,
					new Planting.Description(crop, "早佳", SeasonPart.AUTUMN, today.minusDays(60), AreaMu.of(mu)),
					plantingQueries.view(planting).version());
			return planting;
		});
	}

	private UUID carryOut(UUID operation, LocalDate on) {
		return asFarm(() -> {
			operations.carryOut(operation, on, null, operationQueries.view(operation).version());
			return operation;
		});
	}

	private UUID confirm(UUID proposal) {
		yields.confirm(proposal);
		return proposal;
	}

	private static byte[] png() {
		try (var bytes = new java.io.ByteArrayOutputStream()) {
			javax.imageio.ImageIO
				.write(new java.awt.image.BufferedImage(8, 8, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", bytes);
			return bytes.toByteArray();
		}
		catch (java.io.IOException failure) {
			throw new java.io.UncheckedIOException(failure);
		}
	}

	private UUID verify(UUID plot, String mu) {
		plots.verify(plot, AreaMu.of(mu), null, plotQueries.view(plot).version());
		return plot;
	}

	private UUID lift(UUID use, LocalDate day) {
		operations.lift(use, day, "复检合格", "JC-1", 0);
		return use;
	}

	private UUID strike(UUID operation) {
		operations.strike(operation, "记错了");
		return operation;
	}

	private static Plot.Description description(String name, String mu) {
		return new Plot.Description(name, PlotKind.GREENHOUSE, new DivisionCode("330482101"), "示例村", AreaMu.of(mu),
				null, null);
	}

	private UUID verified(String name, String mu) {
		var plot = asFarm(() -> plots.register(farm, description(name, mu), null, true));
		return asOfficer(() -> verify(plot, mu));
	}

	private UUID sow(UUID plot, String mu) {
		return sow(plot, "watermelon", mu);
	}

	private UUID sow(UUID plot, String crop, String mu) {
		return asFarm(() -> plantings.sow(plot,
				new Planting.Description(crop, "早佳", SeasonPart.AUTUMN, today.minusDays(60), AreaMu.of(mu))));
	}

	private UUID seen(UUID planting) {
		return asOfficer(() -> {
			plantings.verify(planting, null, plantingQueries.view(planting).version());
			return planting;
		});
	}

	private UUID grown(String name, String mu, String kgPerMu) {
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into production_yield_standard
				  (id, tenant_id, version, crop, plot_kind, kg_per_mu, valid_from, decided_by)
				values (?, ?, 0, 'watermelon', 'GREENHOUSE', ?::numeric, ?, '执委会')
				on conflict on constraint production_yield_standard_uq do nothing""", Ids.next(), TENANT, "1500",
				today.minusDays(300))));
		var plot = verified(name, mu);
		if (!"1500".equals(kgPerMu)) {
			asOfficer(() -> transaction.execute(_ -> jdbc.update("""
					insert into production_yield_standard
					  (id, tenant_id, version, crop, plot_kind, kg_per_mu, valid_from, decided_by)
					values (?, ?, 0, 'tomato', 'GREENHOUSE', ?::numeric, ?, '执委会')
					on conflict on constraint production_yield_standard_uq do nothing""", Ids.next(), TENANT, kgPerMu,
					today.minusDays(300))));
			return seen(sow(plot, "tomato", mu));
		}
		return seen(sow(plot, mu));
	}

	private UUID pesticide(Integer interval, String doseMax, Integer times) {
		return asOfficer(() -> {
			var input = inputs.add(new InputCatalogue.NewInput("10%苯醚甲环唑", InputKind.PESTICIDE,
					"T" + Ids.next().toString().substring(20), null, "某厂", List.of("苯醚甲环唑"), "水分散粒剂", InputUnit.G, null,
					null, true, true));
			inputs.addRule(new InputCatalogue.NewRule(input, "watermelon", "炭疽病", null, new BigDecimal(doseMax), times,
					interval, today.minusYears(2), "示例", "demo"));
			return input;
		});
	}

	private void hold(UUID input, String quantity) {
		asOfficer(() -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(farm, input, "L1", new BigDecimal(quantity),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(20)));
			return input;
		}));
	}

	private OperationCommands.Done done(UUID uid, UUID planting, UUID input, String quantity, LocalDate on) {
		return new OperationCommands.Done(uid, List.of(planting), OperationKind.SPRAY, on,
				new OperationCommands.InputUsed(input, "L1", new BigDecimal(quantity), null, null), null, null, null);
	}

	private UUID spray(UUID planting, UUID input, String quantity, LocalDate on) {
		return asFarm(() -> operations.record(done(Ids.next(), planting, input, quantity, on)));
	}

	private HarvestLots.HarvestLotFact fact(UUID id) {
		return harvestQueries.find(id).orElseThrow();
	}

	private HarvestLotView pick(UUID planting, String kg, LocalDate on) {
		return asFarm(() -> {
			var id = harvests
				.pick(new HarvestCommands.Pick(Ids.next(), planting, on, WeightKg.of(kg), null, "一级", null, null));
			var lot = fact(id);
			return new HarvestLotView(id, lot.status(), lot.hold(), lot.aboveCapKg());
		});
	}

	private record HarvestLotView(UUID id, HarvestLotStatus status, HoldReason hold, BigDecimal aboveCapKg) {
	}

	private <T> T asFarm(Supplier<T> body) {
		return as(farmer, Scope.member(farm), FARM, body);
	}

	private <T> T asOfficer(Supplier<T> body) {
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

}
