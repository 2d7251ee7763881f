package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.production.fieldcase.CaseConclusion;
import cn.jinfu.production.fieldcase.CaseKind;
import cn.jinfu.production.fieldcase.FieldCaseState;
import cn.jinfu.production.fieldcase.FieldCaseView;
import cn.jinfu.production.fieldcase.FieldCases;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.input.OutsidePurchases;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class FieldCaseIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> OFFICER = Set.of("console:open", "production:operation:view",
			"production:use:decide", "production:input:edit", "production:planting:view", "production:harvest:view");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record",
			"production:input:view");

	@Autowired
	FieldCases cases;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	InputHoldings holdings;

	@Autowired
	OutsidePurchases purchases;

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	OperationCommands operations;

	@Autowired
	HarvestCommands harvests;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final String run = Ids.next().toString().substring(24);

	private final Actor officer = actor("officer", Scope.ALL, OFFICER);

	private final Actor farmer = actor("farm" + run, Scope.member(farm), FARM);

	private UUID planting;

	private LocalDate today;

	@BeforeEach
	void aField() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		as(officer, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", farm,
				TENANT, String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
		planting = as(farmer, () -> {
			var plot = plots.register(farm, new Plot.Description("棚" + run, PlotKind.GREENHOUSE,
					new DivisionCode("330482101"), "示例村", AreaMu.of("10"), null, null), null, true);
			return plantings.sow(plot, new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN,
					today.minusDays(60), AreaMu.of("8")));
		});
	}

	@Test
	void aProductThatIsNotOnTheLabelOpensACaseThatAnotherPersonCloses() {
		var operation = spray(pesticide(null), today);
		var it = only();
		assertThat(it.kind()).isEqualTo(CaseKind.OFF_LABEL_USE);
		assertThat(it.operationId()).isEqualTo(operation);
		assertThat(as(farmer, this::todo)).contains("field-case:" + it.id() + ":read");
		assertThat(as(officer, this::todo)).contains("field-case:" + it.id() + ":look");
		assertThat(open(farmer, "/portal/operations/" + operation)).contains(it.no(), "/portal/field-cases/" + it.id());
		assertThat(open(farmer, "/portal/field-cases/" + it.id())).contains("您现在要这样做", "先不要采、不要卖");
		assertThat(open(farmer, "/portal/field-cases")).contains("用了没登记的药");

		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.ADVISED, "好", 0)))
			.isEqualTo("production.field-case.wrong-state");
		assertThat(code(officer, () -> cases.look(it.id(), today.plusDays(1), "看了", 0)))
			.isEqualTo("production.field-case.day");
		assertThat(code(officer, () -> cases.look(it.id(), today, " ", 0))).isEqualTo("production.expert.text");
		assertThat(code(farmer, () -> cases.look(it.id(), today, "看了", 0))).isEqualTo("denied");
		assertThat(code(officer, () -> cases.look(it.id(), today, "叶面有药斑，已取样", 0))).isEqualTo("ok");
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.CORRECTED, "好", 1)))
			.isEqualTo("production.field-case.conclusion");
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.ADVISED, "教了看标签", 0)))
			.isEqualTo("kernel.stale");
		var same = new Actor(Actor.Kind.PERSON, farmer.personId(), farmer.personId(), "x", "测试", TENANT, Scope.ALL,
				OFFICER);
		assertThat(code(same, () -> cases.close(it.id(), CaseConclusion.ADVISED, "好", 1)))
			.isEqualTo("production.field-case.same-person");
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.ADVISED, "教了看标签", 1))).isEqualTo("ok");
		assertThat(as(farmer, this::todo)).doesNotContain("field-case:" + it.id() + ":read");
		assertThat(open(farmer, "/portal/field-cases/" + it.id())).contains("这件事已经结了", "教了看标签");
		// the block does not end with the case
		assertThat(as(officer, this::todo)).anySatisfy(key -> assertThat(key).startsWith("use:"));
	}

	@Test
	void aBannedUseIsNotClosedByAdvice() {
		var input = as(officer, () -> {
			// carbofuran: banned on fruit
			var id = pesticideRow("克百威");
			inputs.addRule(new InputCatalogue.NewRule(id, "watermelon", "炭疽病" + run, null, new BigDecimal("75"), 3, 14,
					today.minusYears(1), "示例", "demo"));
			return id;
		});
		spray(input, today);
		var it = only();
		assertThat(it.kind()).isEqualTo(CaseKind.BANNED_USE);
		as(officer, () -> act(() -> cases.look(it.id(), today, "剩半瓶", 0)));
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.ADVISED, "好", 1)))
			.isEqualTo("production.field-case.conclusion");
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.REFERRED, "移交农业执法", 1))).isEqualTo("ok");
	}

	@Test
	void anEarlyHarvestAndALateSprayOpenOneAndACorrectionEndsIt() {
		var input = pesticide(14);
		var lot = pick(today);
		assertThat(list()).isEmpty();
		var operation = spray(input, today.minusDays(3));
		var it = only();
		assertThat(it.kind()).isEqualTo(CaseKind.EARLY_HARVEST);
		assertThat(it.harvestLotId()).isEqualTo(lot);
		assertThat(it.daysShort()).isEqualTo(11);
		assertThat(open(farmer, "/portal/harvests/" + lot)).contains("/portal/field-cases/" + it.id());
		as(officer, () -> act(() -> operations.strike(operation, "记错了地")));
		assertThat(only()).satisfies(gone -> {
			assertThat(gone.state()).isEqualTo(FieldCaseState.CLOSED);
			assertThat(gone.conclusion()).isEqualTo(CaseConclusion.CORRECTED);
		});
		spray(input, today.minusDays(3));
		assertThat(only().state()).isEqualTo(FieldCaseState.OPEN);
		assertThat(only().id()).isEqualTo(it.id());
		pick(today);
		assertThat(list()).hasSize(2).allSatisfy(one -> assertThat(one.kind()).isEqualTo(CaseKind.EARLY_HARVEST));
	}

	@Test
	void aPurchaseElsewhereOpensOneAndTheSameUploadTwiceNoSecond() {
		var key = Ids.next();
		for (var i = 0; i < 2; i++) {
			as(farmer,
					() -> purchases.enter(new OutsidePurchases.Enter(key, farm, null, "别处的肥" + run,
							InputKind.FERTILISER, null, InputUnit.G, "", new BigDecimal("1000"), today, "镇上"),
							photo()));
		}
		var it = only();
		assertThat(it.kind()).isEqualTo(CaseKind.OUTSIDE_PURCHASE);
		assertThat(it.product()).contains("别处的肥");
		assertThat(open(farmer, "/portal/holdings")).contains(it.no());
		as(officer, () -> act(() -> cases.look(it.id(), today, "包装齐", 0)));
		assertThat(code(officer, () -> cases.close(it.id(), CaseConclusion.DESTROYED, "好", 1)))
			.isEqualTo("production.field-case.conclusion");
	}

	@Test
	void whoseCaseItIsNotDoesNotSeeItAndTheDatabaseHoldsTheRule() {
		spray(pesticide(null), today);
		var it = only();
		var stranger = actor("s", Scope.member(Ids.next()), FARM);
		assertThat(answer(stranger, get("/portal/field-cases/" + it.id())).getStatus()).isEqualTo(404);
		assertThat(answer(actor("t", Scope.township("330482102"), OFFICER), get("/console/field-cases/" + it.id()))
			.getStatus()).isEqualTo(404);
		assertThat(as(actor("t", Scope.township("330482101"), OFFICER), () -> cases.view(it.id())).no())
			.isEqualTo(it.no());
		for (var wrong : List.of("state = 'CLOSED'", "state = 'LOOKED_AT'", "kind = 'EARLY_HARVEST'",
				"finding = 'x', looked_on = current_date, looked_by = entered_by, looked_name = 'x', state = 'CLOSED', conclusion = 'ADVISED', closing = 'x', closed_by = entered_by, closed_name = 'x', closed_at = now()")) {
			assertThat(Acts.code(() -> as(officer, () -> transaction.execute(
					_ -> jdbc.update("update production_field_case set " + wrong + " where id = '" + it.id() + "'")))))
				.as(wrong)
				.isNotEqualTo("ok");
		}
	}

	@Test
	void theDeskAndTheDoorsWork() {
		spray(pesticide(null), today);
		var it = only();
		var path = "/console/field-cases/" + it.id();
		assertThat(open(officer, "/console/field-cases?q=" + it.no())).contains(it.no());
		assertThat(open(officer, path)).contains("/look", "去看过或打过电话").doesNotContain("/closing\"");
		assertThat(status(officer,
				post(path + "/look").param("on", today.plusDays(2).toString())
					.param("finding", "看了")
					.param("version", "0")))
			.isEqualTo(422);
		assertThat(status(officer,
				post(path + "/look").param("on", today.toString()).param("finding", "看了").param("version", "0")))
			.isEqualTo(302);
		assertThat(open(officer, path)).contains("/closing\"");
		var api = "/api/v1/field-cases/" + it.id();
		assertThat(open(officer, api)).contains("LOOKED_AT");
		var bad = answer(officer, post(api + "/closing").contentType(MediaType.APPLICATION_JSON)
			.content("{\"conclusion\":\"CORRECTED\",\"closing\":\"x\",\"version\":1}"));
		assertThat(bad.getStatus()).isEqualTo(422);
		assertThat(words(bad)).contains("production.field-case.conclusion");
		assertThat(status(officer, post(api + "/closing").contentType(MediaType.APPLICATION_JSON)
			.content("{\"conclusion\":\"ADVISED\",\"closing\":\"教了\",\"version\":1}"))).isEqualTo(200);
		assertThat(open(farmer, "/api/v1/field-cases?state=CLOSED")).contains(it.id().toString());
	}

	private UUID pesticideRow(String substance) {
		return inputs
			.add(new InputCatalogue.NewInput("药" + run, InputKind.PESTICIDE, "T" + Ids.next().toString().substring(20),
					null, "某厂", List.of(substance), "", InputUnit.G, null, null, true, true));
	}

	/**
	 * @param interval null: not registered for watermelons
	 */
	private UUID pesticide(Integer interval) {
		return as(officer, () -> {
			var id = pesticideRow("苯醚甲环唑");
			inputs.addRule(new InputCatalogue.NewRule(id, (interval != null) ? "watermelon" : "rice", "炭疽病" + run, null,
					new BigDecimal("75"), 3, (interval != null) ? interval : 14, today.minusYears(1), "示例", "demo"));
			return id;
		});
	}

	private UUID spray(UUID input, LocalDate on) {
		as(Actor.system(TENANT), () -> transaction.execute(_ -> {
			holdings.credit(new InputHoldings.Movement(farm, input, "L1", new BigDecimal("100"),
					InputHoldings.Source.SALE, Ids.next(), today.minusDays(5)));
			return 1;
		}));
		return as(farmer,
				() -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting), OperationKind.SPRAY,
						on, new OperationCommands.InputUsed(input, "L1", new BigDecimal("80"), null, null), null, null,
						null)));
	}

	private UUID pick(LocalDate on) {
		return as(farmer, () -> harvests
			.pick(new HarvestCommands.Pick(Ids.next(), planting, on, WeightKg.of("100"), null, "一级", null, null)));
	}

	private static MockMultipartFile photo() {
		return new MockMultipartFile("photo", "a.png", "image/png", png());
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

	private List<FieldCaseView> list() {
		return as(farmer, () -> cases.list(new FieldCases.Filter(null, null, null, null, 50))).items();
	}

	private FieldCaseView only() {
		var all = list();
		assertThat(all).hasSize(1);
		return all.getFirst();
	}

	private static String code(Actor actor, Runnable body) {
		return Acts.code(() -> as(actor, (Supplier<UUID>) () -> act(body)));
	}

}
