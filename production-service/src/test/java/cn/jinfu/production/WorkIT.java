package cn.jinfu.production;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.WeightKg;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.harvest.HarvestCommands;
import cn.jinfu.production.operation.About;
import cn.jinfu.production.operation.AmountUnit;
import cn.jinfu.production.operation.OperationCommands;
import cn.jinfu.production.operation.OperationKind;
import cn.jinfu.production.operation.OperationQueries;
import cn.jinfu.production.operation.OperationView;
import cn.jinfu.production.operation.UseMethod;
import cn.jinfu.production.operation.Weather;
import cn.jinfu.production.planting.Planting;
import cn.jinfu.production.planting.PlantingCommands;
import cn.jinfu.production.planting.SeasonPart;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import cn.jinfu.production.rule.FieldRules;
import cn.jinfu.production.rule.RuleDays;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

/** Who worked, how long and how; what stays on record; and the federation's own days. */
class WorkIT extends WithPages {

	private static final Set<String> ALL = Set.of("console:open", "production:plot:view", "production:plot:register",
			"production:plot:verify", "production:planting:view", "production:planting:record",
			"production:operation:view", "production:operation:record", "production:rule:decide",
			"production:rule:confirm");

	private static final Set<String> FARM = Set.of("portal:open", "production:plot:view", "production:plot:register",
			"production:planting:view", "production:planting:record", "production:operation:view",
			"production:operation:record", "production:harvest:view", "production:harvest:record");

	@Autowired
	PlotCommands plots;

	@Autowired
	PlantingCommands plantings;

	@Autowired
	OperationCommands operations;

	@Autowired
	OperationQueries queries;

	@Autowired
	HarvestCommands harvests;

	@Autowired
	FieldRules rules;

	@Autowired
	ServiceUse served;

	@Autowired
	BusinessClock clock;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	TransactionTemplate transaction;

	private final UUID farm = Ids.next();

	private final Actor farmer = actor("farmer", Scope.member(farm), FARM);

	private final Actor officer = actor("officer", Scope.ALL, ALL);

	private LocalDate today;

	private UUID plot;

	private UUID planting;

	@BeforeEach
	void aFarmWithAPlanting() {
		today = clock.today();
		jdbc.update("insert into platform_tenant (code, name, division) values ('330482', 't', '330482') "
				+ "on conflict do nothing");
		as(officer, () -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, '330482', 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), today)));
		plot = as(farmer, () -> plots.register(farm, new Plot.Description("做活棚", PlotKind.GREENHOUSE,
				new DivisionCode("330482101"), "示例村", AreaMu.of("5"), null, null), null, true));
		planting = as(farmer, () -> plantings.sow(plot,
				new Planting.Description("watermelon", "早佳", SeasonPart.AUTUMN, today.minusDays(60), AreaMu.of("5"))));
	}

	@Test
	void moreThanADayOfOnePersonIsRecordedAndMarked() {
		var first = record(today.minusDays(1), worker("沈三", "14"), worker("李四", "8"));
		assertThat(view(first).overDay()).isFalse();
		assertThat(view(first).workers()).containsExactlyInAnyOrder(worker("沈三", "14.00"), worker("李四", "8.00"));
		// Exactly a day is a day, and another day or another person is none of it.
		var second = record(today.minusDays(1), worker("沈三", "10"));
		record(today.minusDays(2), worker("沈三", "24"));
		assertThat(view(second).overDay()).isFalse();
		var third = record(today.minusDays(1), worker("沈三", "0.01"), worker("王五", null));
		for (var id : List.of(first, second, third)) {
			assertThat(view(id).overDay()).isTrue();
		}
		assertThat(open(farmer, "/portal/operations")).contains("当天超 24 小时");
		assertThat(open(officer, "/console/operations?memberId=" + farm)).contains("当天超 24 小时");
		assertThat(open(officer, "/console/operations/" + third)).contains("沈三").contains("当天超 24 小时");
		// What is struck out is no work.
		as(farmer, () -> act(() -> operations.strike(third, "记错了")));
		assertThat(view(first).overDay()).isFalse();
		assertThat(view(third).overDay()).isFalse();
	}

	@Test
	void whatCannotBeWorkIsRefused() {
		assertThat(Acts.code(() -> worker("沈三", "24"))).isEqualTo("ok");
		assertThat(Acts.code(() -> worker("沈三", "24.01"))).isEqualTo("production.worker.hours");
		assertThat(Acts.code(() -> worker("沈三", "0"))).isEqualTo("production.worker.hours");
		assertThat(Acts.code(() -> worker("沈三", "1.001"))).isEqualTo("production.worker.hours");
		assertThat(Acts.code(() -> worker(" ", "1"))).isEqualTo("production.worker.name");
		assertThat(Acts.code(() -> about(null, null, worker("沈三", "1"), worker(" 沈三", "2"))))
			.isEqualTo("production.worker.twice");
		assertThat(Acts.code(() -> about("1", null))).isEqualTo("production.operation.amount-half");
		assertThat(Acts.code(() -> about("0", AmountUnit.PLANT))).isEqualTo("production.quantity.not-positive");
		assertThat(Acts.code(() -> as(farmer,
				() -> operations.record(done(OperationKind.IRRIGATE, today,
						new About(null, UseMethod.DRIPPED, null, null, List.of()))))))
			.isEqualTo("production.operation.method-alone");
		var id = record(today, worker("沈三", "8"));
		for (var bad : List.of("insert into production_operation_worker values ('330482', ?, '过头', 24.5)",
				"insert into production_operation_worker values ('330482', ?, ' 空格', 1)")) {
			assertThatThrownBy(() -> sql(bad, id)).hasMessageContaining("production_operation_worker_");
		}
		assertThatThrownBy(() -> sql("update production_operation_worker set hours = 1 where operation_id = ?", id))
			.rootCause()
			.hasMessageContaining("permission denied");
	}

	@Test
	void theCounterOfTheDayComesInByRestWithItsFields() {
		var body = """
				{"clientUid":"%s","plantingIds":["%s"],"kind":"IRRIGATE","on":"%s","weather":"SUNNY","amount":12.5,
				 "amountUnit":"CUBIC_METRE","workers":[{"name":"沈三","hours":%s}],"planned":false}""";
		var good = answer(farmer, post("/api/v1/operations").contentType(MediaType.APPLICATION_JSON)
			.content(body.formatted(Ids.next(), planting, today, "6.5")));
		assertThat(good.getStatus()).isEqualTo(201);
		assertThat(words(good)).contains("\"weather\":\"SUNNY\"").contains("\"hours\":6.50").contains("CUBIC_METRE");
		var bad = answer(farmer, post("/api/v1/operations").contentType(MediaType.APPLICATION_JSON)
			.content(body.formatted(Ids.next(), planting, today, "24.5")));
		assertThat(bad.getStatus()).isEqualTo(422);
		assertThat(words(bad)).contains("production.worker.hours");
		var page = answer(farmer,
				post("/portal/operations").param("requestKey", Ids.next().toString())
					.param("plantingIds", planting.toString())
					.param("kind", "SOW")
					.param("on", today.toString())
					.param("amount", "1200")
					.param("amountUnit", "PLANT")
					.param("weather", "OVERCAST")
					.param("workers", "沈三、李四 王五")
					.param("hours", "7"));
		assertThat(page.getStatus()).isEqualTo(302);
		var shown = open(farmer, String.valueOf(page.getRedirectedUrl()));
		assertThat(shown).contains("沈三").contains("王五").contains("阴").contains("株");
		assertThat(status(farmer,
				post("/portal/operations").param("requestKey", Ids.next().toString())
					.param("plantingIds", planting.toString())
					.param("kind", "SCOUT")
					.param("on", today.toString())
					.param("hours", "7")))
			.isEqualTo(422);
		assertThat(open(farmer, "/portal/operations/new?kind=IRRIGATE")).contains("name=\"amount\"");
	}

	@Test
	void everyKindOfWorkAndWeatherIsKept() {
		for (var kind : EnumSet.complementOf(EnumSet.of(OperationKind.SPRAY))) {
			var id = as(farmer, () -> operations.record(done(kind, today, About.NONE)));
			assertThat(view(id).kind()).isEqualTo(kind);
		}
		for (var weather : Weather.values()) {
			var id = as(farmer, () -> operations
				.record(done(OperationKind.WEED, today, new About(weather, null, null, null, List.of()))));
			assertThat(view(id).weather()).isEqualTo(weather);
		}
	}

	@Test
	void picturesComeToAnEntryAndStay() {
		var id = record(today);
		var photo = new MockMultipartFile("photos", "a.png", "image/png", png());
		assertThat(status(farmer, multipart("/portal/operations/" + id + "/photos").file(photo))).isEqualTo(302);
		assertThat(answer(farmer, multipart("/api/v1/operations/" + id + "/photos").file(photo)).getStatus())
			.isEqualTo(200);
		assertThat(view(id).photoIds()).isNotEmpty();
		assertThat(open(farmer, "/portal/operations/" + id)).contains("/files/" + view(id).photoIds().getFirst());
		assertThat(status(farmer, post("/portal/operations/" + id + "/photos"))).isEqualTo(422);
		var stranger = actor("stranger", Scope.member(Ids.next()), FARM);
		assertThat(Acts.code(() -> as(stranger, () -> act(() -> operations.picture(id, List.of(photo))))))
			.isEqualTo("production.planting.not-found");
		assertThatThrownBy(() -> sql("delete from production_operation_photo where operation_id = ?", id)).rootCause()
			.hasMessageContaining("permission denied");
		as(farmer, () -> act(() -> operations.strike(id, "记错了")));
		assertThat(Acts.code(() -> as(farmer, () -> act(() -> operations.picture(id, List.of(photo))))))
			.isEqualTo("production.operation.wrong-state");
	}

	@Test
	void whatWasDoneIsStruckOutAndNeverChanged() {
		var id = record(today, worker("沈三", "8"));
		for (var change : List.of("kind = 'WEED'", "on_day = on_day - 1", "note = 'x'", "weather = 'RAIN'",
				"by_name = 'x'", "late = not late", "state = 'PLANNED'")) {
			assertThatThrownBy(() -> sql("update production_operation set " + change + " where id = ?", id)).as(change)
				.hasMessageContaining("production_operation_fixed_tg");
		}
		assertThatThrownBy(() -> sql("delete from production_operation where id = ?", id)).rootCause()
			.hasMessageContaining("permission denied");
		as(farmer, () -> act(() -> operations.strike(id, "记错了")));
		assertThatThrownBy(
				() -> sql("update production_operation set state = 'DONE', void_reason = null where id = ?", id))
			.hasMessageContaining("production_operation_fixed_tg");
		var lot = pick();
		assertThatThrownBy(() -> sql("update production_harvest_lot set weight_kg = 1 where id = ?", lot))
			.hasMessageContaining("production_harvest_lot_fixed_tg");
	}

	@Test
	void whatAFarmRecordsCountsAsAServiceItUsesUntilItIsStruckOut() {
		assertThat(used()).isEmpty();
		var id = record(today);
		assertThat(used()).containsExactly(ServiceKind.PRODUCTION_RECORD);
		as(farmer, () -> act(() -> operations.strike(id, "记错了")));
		assertThat(used()).isEmpty();
		var lot = pick();
		assertThat(used()).containsExactly(ServiceKind.PRODUCTION_RECORD);
		as(farmer, () -> act(() -> harvests.strike(lot, "记错了")));
		assertThat(used()).isEmpty();
		// A plan is no record; carried out it is.
		var plan = as(farmer, () -> operations.plan(done(OperationKind.WEED, today, About.NONE)));
		assertThat(used()).isEmpty();
		as(farmer, () -> act(() -> operations.carryOut(plan, today, null, queries.view(plan).version())));
		assertThat(used()).containsExactly(ServiceKind.PRODUCTION_RECORD);
	}

	@Test
	void theFederationsDaysTakeTwoPersonsAndHoldFromTheirDay() {
		var from = today.plusYears(1).plusDays(Math.abs(farm.getLeastSignificantBits() % 10_000));
		var before = as(officer, () -> rules.on(from));
		var days = new RuleDays(3, 20, 4, 9);
		var id = propose(officer, days, from);
		assertThat(as(officer, this::todo)).doesNotContain("production-rule:" + id + ":confirm");
		assertThat(Acts.code(() -> as(officer, () -> act(() -> rules.confirm(id)))))
			.isEqualTo("production.rule.same-person");
		assertThat(Acts.code(() -> propose(officer, days, from))).isEqualTo("production.rule.known");
		var other = actor("other", Scope.ALL, ALL);
		assertThat(as(other, this::todo)).contains("production-rule:" + id + ":confirm");
		assertThat(open(other, "/console/production-rules"))
			.contains("/console/production-rules/" + id + "/confirmation");
		assertThat(as(officer, () -> rules.on(from))).isEqualTo(before);
		assertThat(status(other, post("/console/production-rules/" + id + "/confirmation"))).isEqualTo(302);
		assertThat(as(officer, () -> rules.on(from))).isEqualTo(days);
		assertThat(as(officer, () -> rules.on(from.minusDays(1)))).isEqualTo(before);
		assertThat(Acts.code(() -> as(other, () -> act(() -> rules.confirm(id)))))
			.isEqualTo("production.rule.wrong-state");
		assertThat(Acts.code(() -> propose(officer, days, from))).isEqualTo("production.rule.known");
		assertThatThrownBy(() -> sql("update production_rule_proposal set closed_by = proposed_by where id = ?", id))
			.hasMessageContaining("production_rule_proposal_four_eyes_ck");
		assertThatThrownBy(() -> sql("update production_rule set ordinary_days = 1 where proposal_id = ?", id))
			.rootCause()
			.hasMessageContaining("permission denied");
		assertThat(Acts.code(() -> propose(farmer, days, from.plusDays(1)))).isEqualTo("denied");
		assertThat(status(farmer, get("/console/production-rules"))).isIn(200, 403);
	}

	@Test
	void daysThatAreOverAndNumbersThatCannotBeAreRefused() {
		assertThat(Acts.code(() -> propose(officer, RuleDays.USUAL, today.minusDays(1))))
			.isEqualTo("production.rule.past");
		assertThat(Acts.code(() -> new RuleDays(61, 90, 5, 10))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(-1, 30, 5, 10))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(7, 6, 5, 10))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(7, 366, 5, 10))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(7, 30, 0, 10))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(7, 30, 5, 5))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(7, 30, 5, 61))).isEqualTo("production.rule.days");
		assertThat(Acts.code(() -> new RuleDays(0, 0, 1, 2))).isEqualTo("ok");
		var from = today.plusYears(40).plusDays(Math.abs(farm.getLeastSignificantBits() % 10_000));
		var id = propose(officer, RuleDays.USUAL, from);
		var other = actor("other", Scope.ALL, ALL);
		assertThat(Acts.code(() -> as(other, () -> act(() -> rules.decline(id, " ")))))
			.isEqualTo("production.reason-missing");
		as(other, () -> act(() -> rules.decline(id, "天数太短")));
		assertThat(as(other, () -> rules.open())).noneMatch(it -> it.id().equals(id));
		var page = answer(officer,
				post("/console/production-rules").param("ordinaryDays", "7")
					.param("reasonAfterDays", "5")
					.param("acceptWarnDays", "5")
					.param("acceptDays", "10")
					.param("validFrom", from.toString())
					.param("decidedBy", "第 4 次执委会"));
		assertThat(page.getStatus()).isEqualTo(422);
		assertThat(words(page)).contains("要在 7 到 365 天之间");
		var api = answer(officer,
				post("/api/v1/production-rules/proposals").contentType(MediaType.APPLICATION_JSON).content("""
						{"ordinaryDays":7,"reasonAfterDays":30,"acceptWarnDays":5,"acceptDays":5,"validFrom":"%s",
						 "decidedBy":"执委会"}""".formatted(from)));
		assertThat(api.getStatus()).isEqualTo(422);
		assertThat(words(api)).contains("production.rule.days").contains("acceptDays");
	}

	@Test
	void theRecordOnPaperSaysWhatTheLawAsksAndLeavesOutWhatWasStruck() {
		var kept = as(farmer, () -> operations.record(
				done(OperationKind.IRRIGATE, today, new About(null, null, null, null, List.of(worker("沈三", null))))));
		var struck = as(farmer, () -> operations.record(new OperationCommands.Done(Ids.next(), List.of(planting),
				OperationKind.PRUNE, today, null, "记错的整枝", null, null)));
		as(farmer, () -> act(() -> operations.strike(struck, "记错了")));
		pick();
		assertThat(view(kept).workers()).hasSize(1);
		for (var page : List.of(open(officer, "/console/plantings/" + planting + "/record/print"),
				open(farmer, "/portal/plantings/" + planting + "/record"))) {
			assertThat(page)
				.contains("农产品生产记录", "使用日期", "停用日期", "生产企业", "来源、批号", "用法", "用量", "防治对象", "收获日期", "浇水", "100 kg", "示例村")
				.doesNotContain("记错的整枝", "??");
		}
		assertThat(open(officer, "/console/plantings/" + planting + "/record")).contains("存成 PDF");
		assertThat(status(actor("stranger", Scope.member(Ids.next()), FARM),
				get("/portal/plantings/" + planting + "/record")))
			.isEqualTo(404);
	}

	@Test
	void theRecordIsAFileWithTheSameWords() throws IOException {
		as(farmer, () -> operations.record(done(OperationKind.IRRIGATE, today,
				new About(null, null, null, null, List.of(worker("沈三", "2.5"), worker("李䶮", null))))));
		pick();
		for (var path : List.of("/console/plantings/" + planting + "/record/pdf",
				"/api/v1/plantings/" + planting + "/record/pdf", "/portal/plantings/" + planting + "/record/pdf")) {
			var answer = answer(path.startsWith("/portal") ? farmer : officer, get(path));
			assertThat(answer.getStatus()).as(path).isEqualTo(200);
			assertThat(answer.getContentType()).isEqualTo("application/pdf");
			try (var pdf = Loader.loadPDF(answer.getContentAsByteArray())) {
				// not one character is lost, the rare one of a name neither
				assertThat(new PDFTextStripper().getText(pdf)).contains("农产品生产记录", "停用日期", "生产企业", "收获日期", "浇水",
						"100 kg", "示例村", "沈三", "2.50 小时", "李䶮");
			}
			assertThat(status(actor("stranger", Scope.member(Ids.next()), FARM), get(path))).isIn(403, 404);
			assertThat(status(actor("guest", Scope.ALL, Set.of("console:open", "portal:open")), get(path)))
				.isEqualTo(403);
		}
	}

	@Test
	void atTheCounterATransferIsWrittenDownPutRightAndTakenBack() {
		var here = "/console/plots/" + plot + "/transfers";
		assertThat(open(officer, here + "/new")).contains("柜台登记流转", "测试农场").doesNotContain("??");
		assertThat(status(officer, post(here).param("direction", "OUT").param("partner", "沈某"))).isEqualTo(422);
		var key = Ids.next().toString();
		for (int n = 0; n < 2; n++) {
			assertThat(status(officer, transfer(post(here), key, "2"))).isEqualTo(302);
		}
		var list = open(officer, here);
		assertThat(list).contains("/withdrawal", "/edit", "您登记的流转要另一个人核实").doesNotContain("/verification");
		var id = as(officer, () -> transaction.execute(
				_ -> jdbc.queryForObject("select id from production_transfer where plot_id = ?", UUID.class, plot)));
		assertThat(open(officer, here + "/" + id + "/edit")).contains("沈某");
		assertThat(status(officer, transfer(post(here + "/" + id), key, "3").param("version", "0"))).isEqualTo(302);
		assertThat(open(farmer, "/portal/plots/" + plot + "/transfers")).contains("沈某", "撤回").doesNotContain("??");
		var other = actor("other", Scope.ALL, ALL);
		assertThat(open(other, here)).contains("/verification").doesNotContain("/withdrawal");
		assertThat(status(other, post(here + "/" + id + "/withdrawal").param("reason", "别人").param("version", "1")))
			.isEqualTo(422);
		assertThat(
				status(farmer, post("/portal/plots/" + plot + "/transfers/" + id + "/withdrawal").param("reason", "不租了")
					.param("version", "1")))
			.isEqualTo(302);
		assertThat(open(farmer, "/portal/plots/" + plot + "/transfers")).contains("已撤回", "不租了");
	}

	private static MockHttpServletRequestBuilder transfer(MockHttpServletRequestBuilder to, String key, String mu) {
		return to.param("requestKey", key)
			.param("direction", "OUT")
			.param("partner", "沈某")
			.param("areaMu", mu)
			.param("fromOn", "2027-01-01")
			.param("toOn", "2028-12-31")
			.param("contractNo", "LZ-9");
	}

	private UUID propose(Actor by, RuleDays days, LocalDate from) {
		return as(by, () -> rules.propose(new FieldRules.Propose(days, from, "第 3 次执委会")));
	}

	private Set<ServiceKind> used() {
		return as(farmer, () -> transaction.execute(_ -> served.used(List.of(farm), today.minusYears(1), today)))
			.getOrDefault(farm, Set.of());
	}

	private UUID pick() {
		return as(farmer, () -> harvests.pick(new HarvestCommands.Pick(Ids.next(), planting, today,
				new WeightKg(new BigDecimal("100")), null, "一级", null, null)));
	}

	private UUID record(LocalDate on, About.Worker... workers) {
		return as(farmer, () -> operations
			.record(done(OperationKind.PRUNE, on, new About(null, null, null, null, Arrays.asList(workers)))));
	}

	private OperationCommands.Done done(OperationKind kind, LocalDate on, About about) {
		return new OperationCommands.Done(Ids.next(), List.of(planting), kind, on, null, about, null, null, null);
	}

	private OperationView view(UUID id) {
		return as(farmer, () -> queries.view(id));
	}

	private static About about(String amount, AmountUnit unit, About.Worker... workers) {
		return new About(null, null, (amount != null) ? new BigDecimal(amount) : null, unit, Arrays.asList(workers));
	}

	private static About.Worker worker(String name, String hours) {
		return new About.Worker(name, (hours != null) ? new BigDecimal(hours) : null);
	}

	private void sql(String statement, UUID id) {
		as(officer, () -> transaction.execute(_ -> jdbc.update(statement, id)));
	}

	private static byte[] png() {
		try (var bytes = new ByteArrayOutputStream()) {
			javax.imageio.ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
			return bytes.toByteArray();
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

}
