package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.harvest.HarvestQueries;
import cn.jinfu.production.harvest.HarvestView;
import cn.jinfu.production.input.InputCatalogue;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.OperationView;
import cn.jinfu.production.overview.FieldOverview;
import cn.jinfu.production.overview.FieldOverviews;
import cn.jinfu.production.planting.PickBar;
import cn.jinfu.production.planting.PlantingQueries;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.planting.Staging;
import cn.jinfu.production.plot.PlotQueries;
import cn.jinfu.production.statistics.InputMeasure;
import cn.jinfu.production.statistics.MeasuredUse;
import cn.jinfu.production.statistics.SeasonStatistics;
import cn.jinfu.production.statistics.StatisticsQueries;
import cn.jinfu.production.warning.InputWarning;
import cn.jinfu.production.warning.InputWarnings;
import cn.jinfu.production.warning.WarnedUse;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/**
 * 生产总览, 用药超标预警 and 统计 over rows written here, of a farm that is alone in its reach, so
 * that no other test counts.
 */
class FieldFiguresIT extends WithPages {

	private static final String TENANT = "330482";

	private static final String HERE = "330482101";

	private static final String VILLAGE = "330482101216";

	private static final String THERE = "330482102";

	private static final Set<String> MAY = Set.of("console:open", "production:plot:view", "production:planting:view",
			"production:operation:view", "production:harvest:view", "production:device:view", "production:input:view",
			"production:input:edit");

	@Autowired
	FieldOverviews overviews;

	@Autowired
	InputWarnings warnings;

	@Autowired
	StatisticsQueries statistics;

	@Autowired
	PlantingQueries plantings;

	@Autowired
	HarvestQueries harvests;

	@Autowired
	OperationQueries operations;

	@Autowired
	PlotQueries plots;

	@Autowired
	InputCatalogue catalogue;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	private final UUID farm = Ids.next();

	private final Actor officer = actor("o", Scope.ALL, MAY);

	private final Actor reader = actor("r", Scope.member(farm), MAY);

	private LocalDate today;

	@BeforeEach
	void world() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today);
	}

	private int update(String sql, Object... args) {
		return as(officer, () -> transaction.execute(_ -> jdbc.update(sql, args)));
	}

	private static String no(UUID id) {
		return "F-" + id.toString().substring(20);
	}

	private UUID plot(String division, String mu, String state) {
		var id = Ids.next();
		update("""
				insert into production_plot (id, tenant_id, version, no, member_id, name, kind, division, village, declared_mu,
				  state, registered_by, submitted_by, submitted_at)
				values (?, ?, 0, ?, ?, ?, 'OPEN_FIELD', ?, '示例村', ?, ?, ?, ?, now())""",
				id, TENANT, no(id), farm, "地" + id.toString().substring(24), division, new BigDecimal(mu), state,
				Ids.next(), Ids.next());
		return id;
	}

	private UUID planting(UUID plot, String crop, String mu, int daysAgo, String state, UUID standard) {
		var id = Ids.next();
		var ended = Set.of("FINISHED", "CANCELLED", "FAILED").contains(state);
		update("""
				insert into production_planting (id, tenant_id, version, no, member_id, plot_id, crop, variety, season_year,
				  season_part, sown_on, area_mu, state, ended_on, end_reason, verification, recorded_by, recorded_at, standard_id)
				values (?, ?, 0, ?, ?, ?, ?, '品种', 2031, 'AUTUMN', ?, ?, ?, ?, ?, 'SUBMITTED', ?, now(), ?)""",
				id, TENANT, no(id), farm, plot, crop, today.minusDays(daysAgo), new BigDecimal(mu), state,
				ended ? today : null, ended ? "测试" : null, Ids.next(), standard);
		return id;
	}

	/** In force, with a stage from day 0 to 10 and one from 20 to 40. */
	private UUID standard(String crop, String group) {
		var id = Ids.next();
		update("""
				insert into production_crop_standard (id, tenant_id, version, crop, variety_group, varieties, edition, harvest_days,
				  source, demo, state, drafted_by, edited_by, by_name, edited_at)
				values (?, ?, 0, ?, ?, array['品种'], 1, 60, '测试', false, 'DRAFT', ?, ?, '测试', now())""",
				id, TENANT, crop, group, Ids.next(), Ids.next());
		update("""
				insert into production_standard_stage (tenant_id, standard_id, no, name, days_from, days_to)
				values (?, ?, 1, '苗期', 0, 10), (?, ?, 2, '长叶期', 20, 40)""", TENANT, id, TENANT, id);
		return id;
	}

	private UUID input(String kind, String unit) {
		var id = Ids.next();
		update("""
				insert into production_agri_input (id, tenant_id, version, name, kind, registration_no, manufacturer, unit)
				values (?, ?, 0, ?, ?, ?, '厂', ?)""",
				id, TENANT, "品" + id.toString().substring(24), kind, "PD-" + id.toString().substring(20), unit);
		return id;
	}

	/**
	 * @return the use
	 */
	private UUID use(UUID planting, UUID input, int daysAgo, String quantity, String columns, String values,
			Object... args) {
		var operation = Ids.next();
		var on = today.minusDays(daysAgo);
		update("""
				insert into production_operation (id, tenant_id, version, client_uid, member_id, kind, on_day, state, late, input_id,
				  lot_no, quantity, recorded_at, recorded_by, by_name)
				values (?, ?, 0, ?, ?, 'SPRAY', ?, 'DONE', false, ?, 'L', ?, now(), ?, '测试')""",
				operation, TENANT, Ids.next(), farm, on, input, new BigDecimal(quantity), Ids.next());
		update("insert into production_operation_planting (tenant_id, operation_id, planting_id) values (?, ?, ?)",
				TENANT, operation, planting);
		var id = Ids.next();
		var all = new ArrayList<Object>(
				List.of(id, TENANT, operation, planting, farm, input, on, new BigDecimal(quantity), Ids.next()));
		all.addAll(List.of(args));
		update("insert into production_input_use (id, tenant_id, version, operation_id, planting_id, member_id, input_id,"
				+ " product, lot_no, on_day, quantity, dose_per_mu, nth_use, recorded_by, " + columns
				+ ") values (?, ?, 0, ?, ?, ?, ?, '药', 'L', ?, ?, 1, 1, ?, " + values + ")", all.toArray());
		return id;
	}

	private UUID fine(UUID planting, UUID input, int daysAgo, String quantity) {
		return use(planting, input, daysAgo, quantity, "findings, standing", "'{}', 'CLEAR'");
	}

	/** With an interval of so many days. */
	private UUID within(UUID planting, UUID input, int daysAgo, int interval) {
		return use(planting, input, daysAgo, "10", "findings, standing, interval_days, safe_on", "'{}', 'CLEAR', ?, ?",
				interval, today.minusDays(daysAgo).plusDays(interval));
	}

	private UUID lot(UUID planting, int daysAgo, String kg, String status) {
		var id = Ids.next();
		var problem = status.equals("PROBLEM");
		update("""
				insert into production_harvest_lot (id, tenant_id, version, no, client_uid, member_id, planting_id, picked_on,
				  weight_kg, above_cap_kg, grade, status, hold_kind, hold_product, hold_days_short, void_reason, late, recorded_at,
				  recorded_by, by_name)
				values (?, ?, 0, ?, ?, ?, ?, ?, ?, 0, '一级', ?, ?, ?, ?, ?, false, now(), ?, '测试')""",
				id, TENANT, no(id), Ids.next(), farm, planting, today.minusDays(daysAgo), new BigDecimal(kg), status,
				problem ? "OFF_LABEL" : null, problem ? "药" : null, problem ? 0 : null,
				status.equals("VOID") ? "测试" : null, Ids.next());
		return id;
	}

	private UUID sheet(String kind, String column, UUID about, UUID planting, String division, boolean closed) {
		var id = Ids.next();
		update("insert into production_field_case (id, tenant_id, version, no, kind, member_id, division, planting_id, "
				+ column + ", entered_by, state, opened_at, changed_at, conclusion, closed_at)"
				+ " values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, now(), now(), ?, ?)", id, TENANT, no(id), kind, farm,
				division, planting, about, Ids.next(), closed ? "CLOSED" : "OPEN", closed ? "CORRECTED" : null,
				closed ? java.sql.Timestamp.from(clock.now()) : null);
		return id;
	}

	private FieldOverview look(String division, String crop) {
		return as(reader, () -> overviews.overview(new FieldOverviews.Asked(division, crop)));
	}

	private long listed(PlantingQueries.Share share) {
		return as(reader,
				() -> plantings
					.list(new PlantingQueries.Filter(null, null, null, true, null, null, null, share, null, 1)))
			.total();
	}

	private static PlantingQueries.Share share(String division, Staging staging, String stage, PickBar bar) {
		return new PlantingQueries.Share(division, staging, stage, bar, null, null, false);
	}

	@Test
	@DisplayName("总览的每个数都与它的名单一样长：地块、批次、阶段、待决定、间隔期、问题采收、核查单、告警")
	void everyFigureIsAsLongAsItsList() {
		var group = "组" + farm.toString().substring(24);
		var standard = standard("edamame", group);
		var field = plot(VILLAGE, "10", "SUBMITTED");
		var other = plot(THERE, "5.5", "DRAFT");
		// in the first stage, between the stages, in the second, and by no standard
		var first = planting(field, "edamame", "2", 3, "GROWING", standard);
		var second = planting(field, "edamame", "1.5", 15, "HARVESTING", standard);
		planting(field, "edamame", "1", 20, "PLANNED", standard);
		var third = planting(other, "radish", "4", 30, "GROWING", null);
		// what is over counts nowhere
		var over = planting(other, "radish", "5", 90, "FINISHED", null);
		var item = input("PESTICIDE", "G");
		use(first, item, 1, "10", "standing, findings", "'BLOCKED', '{OVER_DOSE}'");
		within(second, item, 2, 2);
		within(third, item, 2, 3);
		use(over, item, 2, "10", "standing, findings", "'BLOCKED', '{OVER_DOSE}'");
		var held = lot(third, 1, "20", "PROBLEM");
		lot(third, 1, "20", "VALID");
		lot(over, 1, "20", "PROBLEM");
		sheet("EARLY_HARVEST", "harvest_lot_id", held, third, THERE, false);

		var all = look(null, null);
		assertThat(all.all()).isEqualTo(
				new FieldOverview.Figures(2, new BigDecimal("15.5000"), 1, 4, new BigDecimal("8.5000"), 1, 1, 1, 1, 0));
		assertThat(all.places()).extracting(FieldOverview.Place::code).containsExactly(HERE, THERE);
		assertThat(all.places().getLast().figures()).isEqualTo(
				new FieldOverview.Figures(1, new BigDecimal("5.5000"), 0, 1, new BigDecimal("4.0000"), 0, 1, 1, 1, 0));
		assertThat(all.crops()).extracting(FieldOverview.Crop::code).containsExactly("edamame", "radish");
		assertThat(all.stages()).containsExactly(
				new FieldOverview.Stage("edamame", "毛豆", Staging.STAGE, "苗期", 1, new BigDecimal("2.0000")),
				new FieldOverview.Stage("edamame", "毛豆", Staging.STAGE, "长叶期", 1, new BigDecimal("1.0000")),
				new FieldOverview.Stage("edamame", "毛豆", Staging.OUTSIDE, "", 1, new BigDecimal("1.5000")),
				new FieldOverview.Stage("radish", "萝卜", Staging.NONE, "", 1, new BigDecimal("4.0000")));

		// each list is as long as its figure says
		assertThat(listed(share(null, null, null, null))).isEqualTo(4);
		assertThat(listed(share(null, null, null, PickBar.DECISION))).isEqualTo(1);
		assertThat(listed(share(null, null, null, PickBar.INTERVAL))).isEqualTo(1);
		assertThat(listed(share(null, null, null, PickBar.HARVEST))).isEqualTo(1);
		assertThat(listed(share(HERE, null, null, null))).isEqualTo(3);
		assertThat(listed(share(null, Staging.STAGE, "苗期", null))).isEqualTo(1);
		assertThat(listed(share(null, Staging.OUTSIDE, "", null))).isEqualTo(1);
		assertThat(listed(share(null, Staging.NONE, null, null))).isEqualTo(1);
		assertThat(
				as(reader,
						() -> harvests.list(new HarvestQueries.Filter(null, HarvestLotStatus.PROBLEM, null, null, null,
								null, new HarvestQueries.Share(null, null, true, null, null, false), null, 1)))
					.total())
			.isEqualTo(1);
		assertThat(as(reader, () -> plots.list(new PlotQueries.Filter(null, null, null, null, null, "radish", null, 1)))
			.total()).isEqualTo(1);

		var villages = look(HERE, null);
		assertThat(villages.places()).extracting(FieldOverview.Place::code).containsExactly(VILLAGE);
		assertThat(villages.all().plantings()).isEqualTo(3);
		var radish = look(null, "radish");
		assertThat(radish.all()).isEqualTo(
				new FieldOverview.Figures(1, new BigDecimal("5.5000"), 0, 1, new BigDecimal("4.0000"), 0, 1, 1, 1, 0));
		assertThat(look("330482103", null).all().plots()).isZero();
	}

	@Test
	@DisplayName("农事和采收按品名、地块、作物找得到；待决定的单列；乡镇只看自己镇的，一次打了两个镇的算在编号小的那个镇")
	void workIsFoundByItsWordsAndByWhatWaits() {
		var here = planting(plot(HERE, "5", "SUBMITTED"), "garlic", "2", 60, "GROWING", null);
		var there = planting(plot(THERE, "5", "SUBMITTED"), "ginger", "2", 60, "GROWING", null);
		var input = input("PESTICIDE", "G");
		var product = "品" + input.toString().substring(24);
		fine(here, input, 9, "10");
		var waits = use(there, input, 8, "10", "findings, standing", "'{OFF_LABEL}', 'BLOCKED'");
		var waiting = operationOf(waits);
		var both = operationOf(fine(here, input("PESTICIDE", "G"), 7, "10"));
		update("insert into production_operation_planting (tenant_id, operation_id, planting_id) values (?, ?, ?)",
				TENANT, both, there);

		assertThat(worked(reader, null, null, false)).hasSize(3);
		assertThat(worked(reader, product, null, false)).as("by its product").hasSize(2);
		assertThat(worked(reader, "生姜", null, false)).as("by a crop").containsExactly(both, waiting);
		assertThat(worked(reader, "·", null, false)).as("as the row writes field and crop").hasSize(3);
		assertThat(worked(reader, "没有这种", null, false)).isEmpty();
		assertThat(worked(reader, null, here, false)).hasSize(2).contains(both);
		assertThat(worked(reader, null, null, true)).containsExactly(waiting);
		assertThat(worked(reader, product, here, true)).isEmpty();
		assertThat(worked(actor("c", Scope.township(THERE), MAY), null, there, false)).containsExactly(waiting);
		assertThat(worked(actor("c", Scope.township(HERE), MAY), null, there, false)).containsExactly(both);
		assertThat(worked(actor("x", Scope.member(Ids.next()), MAY), null, there, false)).isEmpty();

		lot(here, 1, "10", "VALID");
		lot(there, 1, "7", "PROBLEM");
		assertThat(picked(reader, null)).isEqualByComparingTo("17");
		assertThat(picked(reader, "大蒜")).isEqualByComparingTo("10");
		assertThat(picked(reader, "没有这种")).isZero();
		assertThat(picked(actor("x", Scope.member(Ids.next()), MAY), null)).isZero();
	}

	private UUID operationOf(UUID use) {
		return as(officer, () -> transaction.execute(_ -> jdbc
			.queryForObject("select operation_id from production_input_use where id = ?", UUID.class, use)));
	}

	/** The latest first; the count says the same. */
	private List<UUID> worked(Actor who, String q, UUID planting, boolean waiting) {
		var page = as(who,
				() -> operations.list(new OperationQueries.Filter(q, null, null, farm, planting, waiting, null, 50)));
		assertThat(page.total()).isEqualTo(page.items().size());
		return page.items().stream().map(OperationView::id).toList();
	}

	private BigDecimal picked(Actor who, String q) {
		var filter = new HarvestQueries.Filter(q, null, farm, null, null, null, null, 50);
		var kg = as(who, () -> harvests.weight(filter));
		var page = as(who, () -> harvests.list(filter));
		assertThat(page.total()).isEqualTo(page.items().size());
		assertThat(page.items().stream().map(HarvestView::weightKg).reduce(BigDecimal.ZERO, BigDecimal::add))
			.isEqualByComparingTo(kg);
		return kg;
	}

	@Test
	@DisplayName("别的镇、别的县、没有权限的看不到；看不了农事和设备的，核查单和告警不显示")
	void nobodySeesWhatIsNotHisToSee() {
		var before = as(actor("c", Scope.township(THERE), MAY),
				() -> overviews.overview(new FieldOverviews.Asked(THERE, "garlic")).all().plantings());
		var field = plot(THERE, "5", "DRAFT");
		var planting = planting(field, "garlic", "2", 3, "GROWING", null);
		sheet("EARLY_HARVEST", "harvest_lot_id", lot(planting, 1, "1", "PROBLEM"), planting, THERE, false);
		var clerk = actor("c", Scope.township(THERE), MAY);
		assertThat(as(clerk, () -> overviews.overview(new FieldOverviews.Asked(THERE, "garlic"))).all().plantings())
			.isEqualTo(before + 1);
		var elsewhere = actor("c", Scope.township(HERE), MAY);
		assertThat(as(elsewhere, () -> overviews.overview(new FieldOverviews.Asked(THERE, null))).all())
			.isEqualTo(look("330482103", null).all());
		var abroad = new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "x", "外", "330499", Scope.ALL, MAY);
		assertThat(as(abroad, () -> overviews.overview(new FieldOverviews.Asked(null, "garlic"))).all().plots())
			.isZero();
		assertThat(as(abroad, () -> statistics.season(new StatisticsQueries.Asked(2031, null, null, null))).all()
			.plantings()).isZero();
		var viewer = actor("v", Scope.member(farm),
				Set.of("console:open", "production:plot:view", "production:planting:view"));
		var seen = as(viewer, () -> overviews.overview(new FieldOverviews.Asked(null, null))).all();
		assertThat(seen.plantings()).isOne();
		assertThat(seen.problems() + seen.cases()).isZero();
		var none = actor("n", Scope.ALL, Set.of("console:open", "production:plot:view"));
		assertThat(Acts.code(() -> as(none, () -> overviews.overview(new FieldOverviews.Asked(null, null)))))
			.isEqualTo("denied");
		for (var path : List.of("/console/production", "/console/input-warnings", "/console/input-warnings/export",
				"/console/production-statistics", "/console/production-statistics/uses")) {
			assertThat(status(none, get(path))).as(path).isEqualTo(403);
		}
		assertThat(status(reader, get("/console/production").param("division", "330499100"))).isEqualTo(404);
		assertThat(status(reader, get("/console/production-statistics").param("division", "1"))).isEqualTo(404);
	}

	@Test
	@DisplayName("预警：标签、登记、禁用、标准、采得太早各归各类，镇街道、作物、日期、待办都能筛，翻页不漏不重，能导出")
	void warningsAreFoundByWhatIsWrong() throws Exception {
		var field = plot(VILLAGE, "10", "DRAFT");
		var planting = planting(field, "edamame", "5", 60, "GROWING", null);
		var other = planting(plot(THERE, "3", "DRAFT"), "radish", "3", 60, "GROWING", null);
		var item = input("PESTICIDE", "ML");
		var banned = use(planting, item, 9, "10", "standing, findings", "'BLOCKED', '{BANNED,OVER_DOSE}'");
		var sheet = sheet("BANNED_USE", "use_id", banned, planting, VILLAGE, false);
		var over = use(planting, item, 8, "10", "standing, findings, off_standard", "'CLEAR', '{}', '{SEASON_TIMES}'");
		var lifted = use(other, item, 7, "10",
				"standing, findings, decided_safe_on, decided_by, decided_at, test_ref, decided_reason",
				"'LIFTED', '{OVER_TIMES}', ?, ?, now(), 'T', '测'", today.minusDays(1), Ids.next());
		// clear by itself, but picked the day before it might have been
		var early = within(other, item, 5, 4);
		var lot = lot(other, 2, "5", "PROBLEM");
		var closed = sheet("EARLY_HARVEST", "harvest_lot_id", lot, other, THERE, true);
		// nothing wrong, and struck out
		fine(other, item, 3, "10");
		use(other, item, 3, "10", "standing, findings", "'VOID', '{BANNED}'");

		assertThat(warned(null, null, null, null, null)).extracting(WarnedUse::id)
			.containsExactly(early, lifted, over, banned);
		assertThat(warned(InputWarning.BANNED, null, null, null, null)).singleElement().satisfies(it -> {
			assertThat(it.warnings()).containsExactly(InputWarning.BANNED, InputWarning.OVER_DOSE);
			assertThat(it.open()).isTrue();
			assertThat(it.caseId()).isEqualTo(sheet);
			assertThat(it.memberName()).isEqualTo("测试农场");
		});
		assertThat(warned(InputWarning.EARLY_HARVEST, null, null, null, null)).extracting(WarnedUse::id)
			.as("the lifted one might be picked from yesterday on, and was the day before")
			.containsExactly(early, lifted);
		assertThat(warned(InputWarning.OVER_STANDARD, null, null, null, null)).extracting(WarnedUse::id)
			.containsExactly(over);
		assertThat(warned(null, THERE, null, null, null)).extracting(WarnedUse::id).containsExactly(early, lifted);
		assertThat(warned(null, null, "edamame", null, null)).extracting(WarnedUse::id).containsExactly(over, banned);
		assertThat(warned(null, null, null, true, null)).extracting(WarnedUse::id).containsExactly(banned);
		assertThat(warned(null, null, null, false, null)).extracting(WarnedUse::id)
			.containsExactly(early, lifted, over);
		assertThat(warned(null, null, null, null, today.minusDays(8))).extracting(WarnedUse::id)
			.containsExactly(early, lifted, over);
		assertThat(warned(InputWarning.EARLY_HARVEST, null, null, null, null).getFirst().caseId()).isEqualTo(closed);

		var one = page(null);
		var two = page(one.next());
		assertThat(one.total()).isEqualTo(4);
		assertThat(List.of(one.items().getFirst().id(), one.items().getLast().id(), two.items().getFirst().id(),
				two.items().getLast().id()))
			.containsExactly(early, lifted, over, banned);
		assertThat(two.next()).isNull();

		assertThat(open(reader, "/console/input-warnings"))
			.contains("禁止用在这种作物上", "间隔期没满就采", "超作物标准", "/console/field-cases/" + sheet, "/console/operations/")
			.doesNotContain("??");
		assertThat(open(reader, "/console/input-warnings?kind=NOT_REGISTERED")).contains("empty");
		assertThat(sheet("/console/input-warnings/export?kind=BANNED")).contains("禁止用在这种作物上; 用量超标签", no(sheet))
			.doesNotContain("超作物标准");
		assertThat(as(actor("c", Scope.township("330482103"), MAY),
				() -> warnings.list(new InputWarnings.Filter(null, null, THERE, null, null, null, null, null, 10)))
			.items()).isEmpty();
	}

	private List<WarnedUse> warned(InputWarning kind, String division, String crop, Boolean open, LocalDate from) {
		return as(reader,
				() -> warnings.list(new InputWarnings.Filter(null, kind, division, crop, from, null, open, null, 10)))
			.items();
	}

	private cn.jinfu.kernel.Paged<WarnedUse> page(String after) {
		return as(reader,
				() -> warnings.list(new InputWarnings.Filter(null, null, null, null, null, null, null, after, 2)));
	}

	/** All words of a workbook. */
	private String sheet(String path) throws Exception {
		var words = new StringBuilder();
		var answer = answer(reader, get(path));
		assertThat(answer.getStatus()).isEqualTo(200);
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(answer.getContentAsByteArray()))) {
			for (var row : book.getFirstSheet().read()) {
				for (int column = 0; column < row.getCellCount(); column++) {
					words.append(row.getCellText(column)).append(' ');
				}
			}
		}
		return words.toString();
	}

	@Test
	@DisplayName("统计：面积、产量、每亩氮磷钾和有效成分按手算；折不了的点名，不丢")
	void aSeasonIsAddedUpByHand() throws Exception {
		var here = planting(plot(VILLAGE, "10", "DRAFT"), "edamame", "4", 60, "GROWING", null);
		var lost = planting(plot(THERE, "10", "DRAFT"), "edamame", "1", 60, "FAILED", null);
		var there = planting(plot(THERE, "10", "DRAFT"), "radish", "2.5", 60, "FINISHED", null);
		planting(plot(THERE, "10", "DRAFT"), "radish", "9", 60, "CANCELLED", null);
		lot(here, 1, "1000", "VALID");
		lot(here, 1, "250", "PROBLEM");
		lot(here, 1, "999", "VOID");
		lot(there, 1, "75", "VALID");
		var compound = input("FERTILISER", "G");
		nutrients(compound, "15", "10", "5");
		var liquid = input("FERTILISER", "ML");
		nutrients(liquid, "20", "0", "0");
		var unknown = input("FERTILISER", "G");
		var powder = input("PESTICIDE", "G");
		var emulsion = input("PESTICIDE", "ML");
		var untold = input("PESTICIDE", "G");
		as(officer, () -> act(() -> catalogue.tellContent(powder, BigDecimal.TEN)));
		as(officer, () -> act(() -> catalogue.tellContent(emulsion, new BigDecimal("18"))));
		// 40 kg of 15-10-5: 6, 4 and 2 kg
		fine(here, compound, 30, "40000");
		// 10 kg more on what was lost: 1.5, 1, 0.5
		fine(lost, compound, 30, "10000");
		// 300 g of 10 %: 30 g; 500 ml of 18 g a litre: 9 g
		fine(here, powder, 20, "300");
		fine(there, emulsion, 20, "500");
		var two = List.of(fine(here, liquid, 10, "1000"), fine(there, unknown, 10, "1000"));
		var three = fine(there, untold, 9, "100");
		use(there, powder, 9, "100000", "standing, findings", "'VOID', '{}'");
		fine(there, input("SEED", "G"), 9, "500");

		var season = as(reader, () -> statistics.season(asked(null, null)));
		var all = season.all();
		assertThat(all.plantings()).isEqualTo(3);
		assertThat(all.areaMu()).isEqualByComparingTo("7.5");
		assertThat(all.failedMu()).isEqualByComparingTo("1");
		assertThat(all.harvestedKg()).isEqualByComparingTo("1325");
		// 7.5 kg, 5 kg and 2.5 kg over 7.5 mu; 0.039 kg over 7.5 mu
		assertThat(all.perMu(InputMeasure.N)).isEqualByComparingTo("1.00");
		assertThat(all.perMu(InputMeasure.P)).isEqualByComparingTo("0.67");
		assertThat(all.perMu(InputMeasure.K)).isEqualByComparingTo("0.33");
		assertThat(all.perMu(InputMeasure.ACTIVE)).isEqualByComparingTo("0.0052");
		assertThat(all.untold()).isEqualTo(3);
		assertThat(season.crops()).extracting(SeasonStatistics.Crop::code).containsExactly("edamame", "radish");
		var edamame = season.crops().getFirst();
		assertThat(edamame.sums().kgPerMu()).isEqualByComparingTo("250.0");
		assertThat(edamame.sums().perMu(InputMeasure.N)).isEqualByComparingTo("1.50");
		assertThat(edamame.sums().perMu(InputMeasure.ACTIVE)).isEqualByComparingTo("0.0060");
		assertThat(season.places()).extracting(SeasonStatistics.Place::code).containsExactly(HERE, THERE);
		assertThat(edamame.places().getFirst()).isEqualByComparingTo("4");
		assertThat(edamame.places().getLast()).isEqualByComparingTo("1");

		assertThat(used(InputMeasure.UNTOLD)).extracting(MeasuredUse::id)
			.containsExactlyInAnyOrder(two.getFirst(), two.getLast(), three);
		assertThat(used(InputMeasure.UNTOLD)).extracting(MeasuredUse::why)
			.containsExactlyInAnyOrder("production.statistics.untold.unit", "production.statistics.untold.nutrients",
					"production.statistics.untold.content");
		assertThat(used(InputMeasure.N)).hasSize(2);
		assertThat(used(InputMeasure.ACTIVE)).hasSize(2);
		assertThat(used(null)).as("seed is neither").hasSize(7);
		assertThat(as(reader, () -> statistics.season(asked(THERE, "radish"))).all().areaMu())
			.isEqualByComparingTo("2.5");
		assertThat(as(reader, () -> statistics.season(new StatisticsQueries.Asked(2031, SeasonPart.SPRING, null, null)))
			.crops()).isEmpty();
		assertThat(as(reader,
				() -> plantings.area(new PlantingQueries.Filter(null, null, null, false, null, null, null,
						new PlantingQueries.Share(null, null, null, null, 2031, SeasonPart.AUTUMN, true), null, 1))))
			.isEqualByComparingTo("7.5");
		assertThat(as(reader,
				() -> harvests.weight(new HarvestQueries.Filter(null, null, null, null, null, null,
						new HarvestQueries.Share(null, null, false, 2031, null, true), null, 1))))
			.isEqualByComparingTo("1325");

		var page = open(reader, "/console/production-statistics?year=2031");
		assertThat(page).contains("毛豆", "萝卜", "measure=UNTOLD", "kept=true").doesNotContain("??");
		assertThat(open(reader, "/console/production-statistics/uses?year=2031&measure=UNTOLD"))
			.contains("有效成分含量没登记", "养分含量没登记", "单位折不成千克")
			.doesNotContain("??");
		assertThat(sheet("/console/production-statistics/export?year=2031")).contains("毛豆", "250.0", "1.50");
		assertThat(sheet("/console/production-statistics/uses/export?year=2031&measure=ACTIVE")).contains("0.03");
		assertThat(open(reader, "/console/production-statistics?year=1999")).contains("这个季节还没有种植");
	}

	private List<MeasuredUse> used(InputMeasure measure) {
		return as(reader, () -> statistics.uses(asked(null, null), measure, null, 50)).items();
	}

	private static StatisticsQueries.Asked asked(String division, String crop) {
		return new StatisticsQueries.Asked(2031, null, division, crop);
	}

	private void nutrients(UUID input, String n, String p, String k) {
		update("""
				insert into production_fertiliser (tenant_id, input_id, version, n, p, k, source, blended)
				values (?, ?, 0, ?, ?, ?, '包装', false)""", TENANT, input, new BigDecimal(n), new BigDecimal(p),
				new BigDecimal(k));
	}

	@Test
	@DisplayName("有效成分含量照标签登记：克计的是百分数，毫升计的是克每升，肥料和个数没有；数据库里也拦")
	void contentIsToldAsOnTheLabel() {
		var powder = input("PESTICIDE", "G");
		var emulsion = input("PESTICIDE", "ML");
		assertThat(tell(powder, "100.001")).isEqualTo("production.input.content");
		assertThat(tell(powder, "0")).isEqualTo("production.input.content");
		assertThat(tell(powder, "1.2345")).isEqualTo("production.input.content");
		assertThat(tell(powder, "100")).isEqualTo("ok");
		assertThat(tell(emulsion, "250")).isEqualTo("ok");
		assertThat(tell(emulsion, "2000.1")).isEqualTo("production.input.content");
		assertThat(tell(input("FERTILISER", "G"), "10")).isEqualTo("production.input.content-none");
		assertThat(tell(input("PESTICIDE", "PIECE"), "10")).isEqualTo("production.input.content-none");
		assertThat(
				Acts.code(() -> update("update production_agri_input set active_content = 101 where id = ?", powder)))
			.isEqualTo("constraint");
		assertThat(Acts.code(() -> as(actor("n", Scope.ALL, Set.of("production:input:view")),
				() -> act(() -> catalogue.tellContent(powder, BigDecimal.ONE)))))
			.isEqualTo("denied");
		assertThat(words(answer(officer, post("/console/agri-inputs/" + powder + "/content").param("content", "十"))))
			.contains("含量请填数字", "value=\"十\"");
		assertThat(status(officer, post("/console/agri-inputs/" + powder + "/content").param("content", "12.5")))
			.isEqualTo(302);
		assertThat(open(officer, "/console/agri-inputs/" + powder)).contains("12.5 %");
	}

	private String tell(UUID input, String content) {
		return Acts.code(() -> as(officer, () -> act(() -> catalogue.tellContent(input, new BigDecimal(content)))));
	}

	@Test
	@DisplayName("总览页：图、表、名单的链接都在；没有东西时说明这页是什么")
	void thePageLeadsToItsRows() {
		assertThat(open(reader, "/console/production")).contains("这里还没有地块").doesNotContain("??");
		var field = plot(VILLAGE, "10", "DRAFT");
		update("""
				insert into production_plot_boundary (tenant_id, plot_id, edition, corners, area_mu, west, south, east, north,
				  source, by_person, by_name, at)
				values (?, ?, 1, '[[121,30.5],[121.01,30.5],[121.01,30.51]]', 5, 121, 30.5, 121.01, 30.51, 'TYPED', ?, '示例', now())""",
				TENANT, field, Ids.next());
		update("""
				update production_plot set boundary_edition = 1, overlaps_edition = 1, boundary_mu = 5, boundary_by = ?
				 where id = ?""", Ids.next(), field);
		var planting = planting(field, "edamame", "2", 3, "GROWING", null);
		lot(planting, 1, "1", "PROBLEM");
		var page = open(reader, "/console/production");
		assertThat(page)
			.contains("<polygon", "is-held", "/console/plots/" + field, "division=" + HERE, "active=true",
					"bar=INTERVAL", "status=PROBLEM", "staging=NONE", "/console/alarms?")
			.doesNotContain("??");
		assertThat(open(reader, "/console/production?division=" + HERE)).contains("division=" + VILLAGE, "看全县");
		assertThat(open(reader, "/console/plot-map?crop=edamame")).contains("is-held");
	}

}
