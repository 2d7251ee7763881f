package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.soil.Nutrient;
import cn.jinfu.production.soil.Recipes;
import cn.jinfu.production.soil.SoilEditions;
import cn.jinfu.production.soil.SoilSamples;
import cn.jinfu.production.soil.SoilValues;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

class SoilIT extends WithPages {

	private static final String TENANT = "330482";

	private static final Set<String> STAFF = Set.of("console:open", "production:soil:view", "production:soil:sample",
			"production:soil:measure", "production:soil:confirm", "production:soil:decide", "production:soil:approve",
			"production:soil:recipe", "production:input:edit");

	private static final Set<String> FARM = Set.of("portal:open", "production:soil:view", "production:soil:recipe",
			"production:plot:view", "production:plot:register");

	@Autowired
	SoilSamples samples;

	@Autowired
	SoilEditions editions;

	@Autowired
	Recipes recipes;

	@Autowired
	FertiliserRecipes published;

	@Autowired
	InputCatalogue inputs;

	@Autowired
	PlotCommands plots;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final UUID stranger = Ids.next();

	private final Actor first = actor("first", Scope.ALL, STAFF);

	private final Actor second = actor("second", Scope.ALL, STAFF);

	private LocalDate today;

	private UUID plot;

	@BeforeEach
	void world() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		member(farm);
		member(stranger);
		plot = as(farmer(farm), () -> plots.register(farm, new Plot.Description("甲", PlotKind.GREENHOUSE,
				new DivisionCode("330482101"), "示例村", AreaMu.of("2"), null, null), null, true));
	}

	@Test
	void aSampleBecomesARecipeOfProducts() {
		edition("watermelon");
		var urea = fertiliser("46", "0", "0");
		fertiliser("0", "12", "0");
		fertiliser("0", "0", "50");
		var sample = confirmed();

		var recipe = as(farmer(farm), () -> recipes.make(sample, "watermelon", new BigDecimal("3000")));

		var view = as(farmer(farm), () -> recipes.view(recipe));
		// 7.5 kg taken, 100 mg/kg x 150 t x 0.2 = 3 kg given, 40 % used: 11.25 kg
		assertThat(view.needs()).first().satisfies(need -> {
			assertThat(need.uptakeKg()).isEqualByComparingTo("7.5");
			assertThat(need.soilKg()).isEqualByComparingTo("3");
			assertThat(need.needKg()).isEqualByComparingTo("11.25");
		});
		assertThat(view.remarks()).extracting(remark -> remark.kind()).containsExactly("ACID", "POOR");
		assertThat(as(first, () -> published.find(recipe)).orElseThrow().items()).hasSize(3)
			.filteredOn(item -> item.inputId().equals(urea))
			.singleElement()
			.satisfies(item -> {
				assertThat(item.kgPerMu()).isEqualByComparingTo("24.5");
				assertThat(item.quantity()).isEqualByComparingTo("49000");
			});
		assertThat(open(farmer(farm), "/portal/soil-recipes/" + recipe)).contains("11.25", "偏酸");
		assertThat(open(first, "/console/soil-recipes/" + recipe)).contains("11.25");
		assertThat(open(farmer(farm), "/portal/soil-samples/" + sample)).contains("示例-R");
		assertThat(answer(farmer(stranger), get("/portal/soil-recipes/" + recipe)).getStatus()).isEqualTo(404);
	}

	@Test
	void valuesAreConfirmedBySomebodyElse() {
		var sample = measured();

		assertThat(code(first, () -> samples.confirm(sample, version(sample))))
			.isEqualTo("production.soil.same-person");
		assertThat(as(first, this::todo)).doesNotContain("soil:" + sample + ":confirm");
		assertThat(as(second, this::todo)).contains("soil:" + sample + ":confirm");
		assertThat(code(farmer(farm), () -> recipes.make(sample, "watermelon", BigDecimal.TEN)))
			.isEqualTo("production.soil.not-confirmed");
		assertThat(code(second, () -> samples.sendBack(sample, "抄错了", version(sample)))).isEqualTo("ok");
		as(first, () -> act(() -> samples.measure(sample, values("5.2"), version(sample))));
		assertThat(code(second, () -> samples.confirm(sample, version(sample)))).isEqualTo("ok");
		assertThat(code(second, () -> samples.confirm(sample, version(sample))))
			.isEqualTo("production.soil.wrong-state");
	}

	@Test
	void theDatabaseKnowsTheSecondPersonToo() {
		var sample = measured();

		assertThat(Acts.code(() -> as(first, () -> transaction.execute(_ -> jdbc.update("""
				update production_soil_sample set state = 'CONFIRMED', confirmed_by = measured_by where id = ?""",
				sample)))))
			.isEqualTo("constraint");
	}

	@Test
	void ofTwoWhoConfirmAtOnceOneDoes() throws Exception {
		var sample = measured();
		var seen = version(sample);

		assertThat(Acts.twice(() -> as(second, () -> act(() -> samples.confirm(sample, seen)))))
			.containsExactlyInAnyOrder("ok", "kernel.stale");
	}

	@Test
	void slipsAreRefusedWithTheirField() {
		var sample = as(first, () -> samples.take(taken(plot, 0, 20)));

		assertThat(code(first, () -> samples.take(taken(plot, 20, 20)))).isEqualTo("production.soil.depth");
		assertThat(code(first, () -> samples.take(taken(Ids.next(), 0, 20)))).isEqualTo("production.plot.not-found");
		assertThat(
				code(first, () -> samples.take(new SoilSamples.Taken(plot, "中", 0, 20, today.plusDays(1), "顾", true))))
			.isEqualTo("production.soil.future");
		assertThat(code(first, () -> samples.measure(sample, values("52"), version(sample))))
			.isEqualTo("production.soil.value");
		assertThat(code(first, () -> samples.plot("无"))).isEqualTo("production.soil.no-plot");
		assertThat(code(farmer(farm), () -> samples.take(taken(plot, 0, 20)))).isEqualTo("denied");
	}

	@Test
	void figuresComeInForceByTwoAndOncePerDay() {
		var text = text("rice");
		var proposed = as(first, () -> editions.propose(text));

		assertThat(code(first, () -> editions.confirm(proposed))).isEqualTo("production.soil.same-person");
		as(second, () -> act(() -> editions.confirm(proposed)));
		assertThat(code(first, () -> editions.propose(text))).isEqualTo("production.soil.edition-known");
		assertThat(as(first, () -> editions.inForce("rice", today))).isPresent();
		assertThat(as(first, () -> editions.inForce("rice", today.minusDays(1)))).isEmpty();
		var sample = confirmed();
		assertThat(code(farmer(farm), () -> recipes.make(sample, "peach", BigDecimal.TEN)))
			.isEqualTo("production.soil.no-edition");
		assertThat(code(farmer(farm), () -> recipes.make(sample, "rice", new BigDecimal("999999"))))
			.isEqualTo("production.soil.target");
	}

	@Test
	void pagesSayWhatIsThere() {
		var sample = measured();

		assertThat(open(first, "/console/soil-samples")).contains("甲");
		assertThat(open(second, "/console/soil-samples/" + sample)).contains("confirmation");
		assertThat(open(first, "/console/soil-samples/" + sample)).doesNotContain("/confirmation\"");
		open(first, "/console/soil-samples/new");
		open(first, "/console/soil-editions");
		open(first, "/console/soil-editions/new");
		open(first, "/console/soil-editions/fertilisers/new");
		assertThat(open(farmer(farm), "/portal/soil-samples")).contains("甲");
		assertThat(open(farmer(stranger), "/portal/soil-samples")).contains("还没有取过土");
		assertThat(answer(first,
				post("/console/soil-samples").param("plotNo", "无")
					.param("point", "中")
					.param("depthFrom", "0")
					.param("depthTo", "20")
					.param("on", today.toString())
					.param("sampler", "顾"))
			.getStatus()).isEqualTo(422);
	}

	private UUID measured() {
		var sample = as(first, () -> samples.take(taken(plot, 0, 20)));
		as(first, () -> act(() -> samples.measure(sample, values("5.2"), version(sample))));
		return sample;
	}

	private UUID confirmed() {
		var sample = measured();
		as(second, () -> act(() -> samples.confirm(sample, version(sample))));
		return sample;
	}

	private SoilSamples.Taken taken(UUID where, int from, int to) {
		return new SoilSamples.Taken(where, "五点混合", from, to, today.minusDays(3), "顾", true);
	}

	private SoilValues values(String ph) {
		return new SoilValues("示例室", "示例-R", today.minusDays(1), new BigDecimal(ph), new BigDecimal("18"), null,
				new BigDecimal("100"), new BigDecimal("20"), new BigDecimal("100"));
	}

	private void edition(String crop) {
		if (as(first, () -> editions.inForce(crop, today)).isEmpty()) {
			var proposed = as(first, () -> editions.propose(text(crop)));
			as(second, () -> act(() -> editions.confirm(proposed)));
		}
	}

	private SoilEditions.Text text(String crop) {
		return new SoilEditions.Text(crop, today, "示例", new BigDecimal("150000"), three("0.25", "0.09", "0.36"),
				three("0.2", "0.3", "0.25"), three("40", "25", "50"), new BigDecimal("5.5"), new BigDecimal("7.5"),
				new BigDecimal("20"), new BigDecimal("5000"), true);
	}

	private static Map<Nutrient, BigDecimal> three(String n, String p, String k) {
		return Map.of(Nutrient.N, new BigDecimal(n), Nutrient.P, new BigDecimal(p), Nutrient.K, new BigDecimal(k));
	}

	private UUID fertiliser(String n, String p, String k) {
		return as(first, () -> {
			// those of other tests would be chosen too
			jdbcTenant("update production_fertiliser set blended = false where (n, p, k) = (%s, %s, %s)".formatted(n, p,
					k));
			var input = inputs.add(new InputCatalogue.NewInput("肥" + Ids.next(), InputKind.FERTILISER, null, null,
					"示例厂", List.of(), "", InputUnit.G, new BigDecimal("50000"), "包", true, true));
			editions.declare(new SoilEditions.Fertiliser(input, "", new BigDecimal(n), new BigDecimal(p),
					new BigDecimal(k), "包装", true));
			return input;
		});
	}

	private void jdbcTenant(String statement) {
		transaction.executeWithoutResult(_ -> jdbc.update(statement));
	}

	private long version(UUID sample) {
		return as(first, () -> samples.view(sample)).version();
	}

	private static String code(Actor actor, Runnable body) {
		return Acts.code(() -> as(actor, (Supplier<UUID>) () -> act(body)));
	}

	private static Actor farmer(UUID member) {
		return actor("farm" + member, Scope.member(member), FARM);
	}

	private void member(UUID id) {
		as(first, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?) on conflict do nothing""", id,
				TENANT, String.format("M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L)), today)));
	}

}
