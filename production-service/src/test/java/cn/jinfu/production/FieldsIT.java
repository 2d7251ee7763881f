package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.harvest.HarvestQueries;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.Finding;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.SprayPlans;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.planting.YieldStandards;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.plot.PlotQueries;
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
			"production:operation:view", "production:operation:record", "production:harvest:view",
			"production:harvest:record", "production:input:view", "production:input:edit", "production:use:decide",
			"production:yield:decide");

	private static final Set<String> FARM = Set.of("production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record");

	private static final String TENANT = "330482";

	@org.springframework.test.context.bean.override.mockito.MockitoBean
	cn.jinfu.member.MemberDirectory members;

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
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

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
	}

	@Test
	void aFarmRegistersAndAnotherPersonVerifies() {
		var plot = asFarm(() -> plots.register(farm, description("1号棚", "10"), true));

		assertThat(code(() -> asFarm(() -> verify(plot, "9.5")))).isEqualTo("denied");
		assertThat(code(() -> as(farmer, Scope.ALL, ALL, () -> verify(plot, "9.5"))))
			.isEqualTo("production.plot.same-person");
		asOfficer(() -> verify(plot, "9.5"));

		var view = asFarm(() -> plotQueries.view(plot));
		assertThat(view.areaMu()).isEqualByComparingTo("9.5");
		assertThat(view.declaredMu()).isEqualByComparingTo("10");
		assertThat(code(() -> asOfficer(() -> verify(plot, "9.5")))).isEqualTo("production.plot.wrong-state");
	}

	@Test
	void plantingsNeverExceedThePlot() {
		var plot = verified("2号棚", "5");
		sow(plot, "3");

		assertThat(code(() -> sow(plot, "2.0001"))).isEqualTo("production.planting.above-plot");
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
		assertThat(race(() -> sow(plot, "3"))).containsExactlyInAnyOrder("ok", "production.planting.above-plot");
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
		assertThat(code(() -> asFarm(() -> strike(late)))).isEqualTo("production.operation.harvested-since");
		asOfficer(() -> strike(late));
		assertThat(asFarm(() -> harvestQueries.view(fine.id())).status()).isEqualTo(HarvestLotStatus.VALID);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("500");
	}

	@Test
	void aHarvestAboveTheCapIsRecordedWithWhatIsAbove() {
		var planting = grown("5号棚", "2", "100");
		assertThat(pick(planting, "150", today).aboveCapKg()).isEqualByComparingTo("0");
		assertThat(pick(planting, "80", today).aboveCapKg()).isEqualByComparingTo("30");
		assertThat(pick(planting, "10", today).aboveCapKg()).isEqualByComparingTo("10");
	}

	@Test
	void twoPhonesNeverDrawMoreThanIsHeld() throws Exception {
		var planting = grown("6号棚", "2", "1500");
		var input = pesticide(7, "80", 9);
		hold(input, "150");

		assertThat(race(() -> spray(planting, input, "100", today))).containsExactlyInAnyOrder("ok",
				"production.holding.short");
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("50");
	}

	@Test
	void theSameUploadTwiceCountsOnce() throws Exception {
		var planting = grown("7号棚", "2", "1500");
		var input = pesticide(7, "80", 9);
		hold(input, "500");
		var uid = Ids.next();

		assertThat(race(() -> asFarm(() -> operations.record(done(uid, planting, input, "100", today)))))
			.containsExactly("ok", "ok");
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("400");
		assertThat(asFarm(() -> harvests
			.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("5"), "一级", null, null))))
			.isEqualTo(asFarm(() -> harvests
				.pick(new HarvestCommands.Pick(uid, planting, today, WeightKg.of("5"), "一级", null, null))));
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

		assertThat(code(() -> as(farmer, Scope.ALL, ALL, () -> lift(use.id(), today.plusDays(3)))))
			.isEqualTo("production.use.same-person");
		assertThat(code(() -> asOfficer(() -> lift(use.id(), today)))).isEqualTo("production.use.before-interval");
		asOfficer(() -> lift(use.id(), today.plusDays(3)));
		assertThat(asFarm(() -> plantingQueries.view(planting)).blocked()).isFalse();
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
		assertThat(code(() -> asOfficer(() -> lift(use.id(), today.plusDays(90))))).isEqualTo("production.use.banned");
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

		assertThat(code(() -> as(Ids.next(), Scope.member(stranger), FARM, () -> plantingQueries.view(planting))))
			.isEqualTo("production.planting.not-found");
		assertThat(code(() -> as(Ids.next(), Scope.member(stranger), FARM,
				() -> harvests
					.pick(new HarvestCommands.Pick(Ids.next(), planting, today, WeightKg.of("5"), "", null, null)))))
			.isEqualTo("production.planting.not-found");
		assertThat(code(() -> in("330499", Ids.next(), Scope.ALL, ALL, () -> plantingQueries.view(planting))))
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
		pick(planting, "50", today);
		var plot = asFarm(() -> plantingQueries.view(planting)).plotId();
		for (var path : List.of("/console/plots", "/console/plots/" + plot, "/console/plantings",
				"/console/plantings/" + planting, "/console/operations", "/console/operations/" + operation,
				"/console/harvests", "/console/agri-inputs", "/console/agri-inputs/" + input)) {
			assertThat(open(Scope.ALL, ALL, path)).as(path).contains("<main");
		}
		for (var path : List.of("/portal/plots", "/portal/plots/new", "/portal/plantings", "/portal/plantings/new",
				"/portal/operations", "/portal/operations/new", "/portal/harvests", "/portal/harvests/new")) {
			assertThat(open(Scope.member(farm), FARM, path)).as(path).contains("<main");
		}
		var plan = open(Scope.member(farm), FARM, "/portal/operations/new?plantingIds=" + planting
				+ "&kind=SPRAY&quantity=100&holding=" + input + "/L1&on=" + today);
		assertThat(plan).contains("打了这次药").contains("技术员").contains("7 天");
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
			.param("quantity", "0.1")
			.param("big", "true")
			.param("on", today.toString())
			.param("clientUid", Ids.next().toString()), actor).getStatus()));
		assertThat(status.get()).isEqualTo(302);
		assertThat(asFarm(() -> holdings.balance(farm, input))).isEqualByComparingTo("800");
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
		cn.jinfu.kernel.Tenant.runAs(TENANT, () -> demo.load(world));
		var facts = asOfficer(() -> records.of(List.of(world.farm()), today.minusDays(364), today)).get(world.farm());
		assertThat(facts.harvests()).isGreaterThanOrEqualTo(8);
		assertThat(facts.problemHarvests()).isZero();
		assertThat(facts.onTimeRecords()).isEqualTo(facts.records());
		assertThat(facts.verifiedAreaMu()).isEqualByComparingTo("20");
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
		var plot = asFarm(() -> plots.register(farm, description(name, mu), true));
		return asOfficer(() -> verify(plot, mu));
	}

	private UUID sow(UUID plot, String mu) {
		return asFarm(() -> plantings.sow(new PlantingCommands.Sow(plot, "watermelon", "早佳", SeasonPart.AUTUMN,
				today.minusDays(60), AreaMu.of(mu))));
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
			return asFarm(() -> plantings.sow(new PlantingCommands.Sow(plot, "tomato", "红果", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of(mu))));
		}
		return sow(plot, mu);
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
				new OperationCommands.InputUsed(input, "L1", new BigDecimal(quantity), null), null, null, null);
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
				.pick(new HarvestCommands.Pick(Ids.next(), planting, on, WeightKg.of(kg), "一级", null, null));
			var lot = fact(id);
			return new HarvestLotView(id, lot.status(), lot.hold(), lot.aboveCapKg());
		});
	}

	private record HarvestLotView(UUID id, HarvestLotStatus status, HoldReason hold, BigDecimal aboveCapKg) {
	}

	/** Both at once; what became of each. */
	private List<String> race(Callable<?> act) throws Exception {
		var ready = new CountDownLatch(2);
		try (var threads = Executors.newFixedThreadPool(2)) {
			var results = new ArrayList<String>();
			var runs = List.of(1, 2).stream().map(_ -> threads.submit(() -> {
				ready.countDown();
				ready.await();
				return code(act);
			})).toList();
			for (var run : runs) {
				results.add(run.get());
			}
			return results;
		}
	}

	private static String code(Callable<?> act) {
		try {
			act.call();
			return "ok";
		}
		catch (Refusal refusal) {
			return refusal.code();
		}
		catch (org.springframework.security.access.AccessDeniedException denied) {
			return "denied";
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
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
