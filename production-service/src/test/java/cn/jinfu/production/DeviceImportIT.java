package cn.jinfu.production;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.iot.device.DeviceImports;
import cn.jinfu.production.iot.device.DeviceImports.Handed;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.DeviceState;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.Secret;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.plot.Plot;
import cn.jinfu.production.plot.PlotCommands;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.AbstractMockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

@SpringBootTest
@org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc
class DeviceImportIT {

	private static final String TENANT = "330482";

	private static final Set<String> ALL = Set.of("console:open", "production:plot:view", "production:plot:register",
			"production:device:view", "production:device:manage");

	@Autowired
	DeviceImports imports;

	@Autowired
	DeviceQueries queries;

	@Autowired
	DeviceProducts products;

	@Autowired
	KnownDevices known;

	@Autowired
	PlotCommands plots;

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	BusinessClock clock;

	@Autowired
	MockMvc mvc;

	@Autowired
	JsonMapper mapper;

	private final UUID farm = Ids.next();

	private final UUID officer = Ids.next();

	private final String mark = Ids.next().toString().substring(24);

	private String memberNo;

	private String model;

	@BeforeEach
	void world() {
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, '330482') on conflict do nothing",
				TENANT, TENANT);
		memberNo = member(farm, "330482101");
		model = "P" + mark;
		asOfficer(
				() -> products.register(new DeviceProduct(Ids.next(), model, "气象箱（示例）", "示例厂", Protocol.HTTP, 300,
						List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, -40.0, 80.0),
								new DeviceProduct.Property("h", "湿度", "%", SeriesKind.GAUGE, 0, null, null)),
						List.of())));
	}

	@Test
	void aListIsRegisteredAtOnceAndItsSecretsAreHandedOutOnce() {
		plot("甲棚");
		var id = check(row("A1", model, "甲棚"), row("A2", model + " 气象箱（示例）", ""));
		assertThat(asOfficer(() -> imports.preview(id, Locale.CHINA))).satisfies(it -> {
			assertThat(it.good()).isEqualTo(2);
			assertThat(it.wrong()).isEmpty();
		});
		assertThat(count("A")).isZero();
		run(id, false);
		run(id, false);
		var devices = asOfficer(() -> queries.list(new DeviceQueries.Filter(mark, null, farm, null, null, 10))).items();
		assertThat(devices).hasSize(2)
			.allMatch(it -> it.state() == DeviceState.ACTIVE && it.hasSecret())
			.extracting(it -> String.valueOf(it.plotName()))
			.containsExactly("甲棚", "null");
		assertThat(asOfficer(() -> queries.places(devices.getFirst().id()))).hasSize(1);
		String kept = asOfficer(() -> transaction.execute(_ -> jdbc
			.queryForObject("select secrets from production_device_import where id = ?", String.class, id)));
		var handed = asOfficer(() -> imports.handOut(id));
		assertThat(kept).doesNotContain(handed.getFirst().secret());
		assertThat(handed).extracting(Handed::sn).containsExactly("A1-" + mark, "A2-" + mark);
		for (var it : handed) {
			var device = known.bySecret(new Secret(it.secret())).orElseThrow();
			assertThat(device.sn()).isEqualTo(it.sn());
			assertThat(device.series()).containsOnlyKeys("t", "h");
			assertThat(it.mqttUser()).startsWith(TENANT + "." + it.sn() + ".");
		}
		assertThat(Acts.code(() -> asOfficer(() -> imports.handOut(id))))
			.isEqualTo("production.device-import.handed-out");
		assertThat(stored(id, "secrets is null and handed_out_at is not null and content is null")).isTrue();
		assertThatThrownBy(() -> asOfficer(() -> transaction.execute(_ -> jdbc
			.update("update production_device_import set secrets = 'x', handed_out_at = null where id = ?", id))))
			.hasMessageContaining("production_device_import_once");
	}

	@Test
	void everyWrongRowSaysWhyAndStopsTheOthersUnlessToldOtherwise() throws IOException {
		var stranger = Ids.next();
		member(stranger, "330482101");
		var first = check(row("B0", model, ""));
		run(first, false);
		var id = check(row("B1", model, ""), row("B1", model, ""), row("B0", model, ""), row("B2", "NOPE", ""),
				List.of("B3-" + mark, "箱", model, "M-9999999999", ""), row("B4", model, "没这块"),
				List.of("坏 号!", "箱", model, memberNo, ""), List.of("B6-" + mark, "", model, memberNo, ""));
		assertThat(asOfficer(() -> imports.preview(id, Locale.CHINA)).wrong())
			.extracting(it -> String.join("", it.reasons()))
			.satisfiesExactly(it -> assertThat(it).contains("与第 3 行重复"), it -> assertThat(it).contains("已登记"),
					it -> assertThat(it).contains("型号"), it -> assertThat(it).contains("没有这个编号的会员"),
					it -> assertThat(it).contains("没有地块“没这块”"), it -> assertThat(it).contains("不合写法"),
					it -> assertThat(it).isNotBlank());
		assertThat(Acts.code(() -> asOfficer(() -> {
			imports.run(id, false);
			return id;
		}))).isEqualTo("production.device-import.wrong-rows");
		assertThat(count("B")).isOne();
		run(id, true);
		assertThat(count("B")).isEqualTo(2);
		// corrected and sent again as it is
		var back = asOfficer(() -> imports.wrongRows(id, Locale.CHINA));
		try (var book = new ReadableWorkbook(new ByteArrayInputStream(back))) {
			var rows = book.getFirstSheet().read();
			assertThat(rows).hasSize(1 + 1 + 7);
			assertThat(rows.get(1).getCellText(5)).isEqualTo("错误原因");
			assertThat(rows.get(2).getCellText(5)).contains("重复");
		}
		var again = asOfficer(() -> imports.check("again.xlsx", back));
		assertThat(asOfficer(() -> imports.preview(again, Locale.CHINA)).bad()).isEqualTo(7);
	}

	@Test
	void aListBelongsToWhoBroughtItAndAFileThatIsNoneIsRefused() {
		var id = check(row("C1", model, ""));
		assertThat(Acts.code(() -> as(Ids.next(), Scope.ALL, ALL, () -> imports.view(id))))
			.isEqualTo("production.device-import.not-found");
		assertThat(Acts.code(() -> as(officer, Scope.ALL, Set.of("production:device:view"), () -> imports.view(id))))
			.isEqualTo("denied");
		assertThat(Acts.code(() -> asOfficer(() -> imports.check("x.xlsx", sheet()))))
			.isEqualTo("production.device-import.empty");
		assertThat(Acts.code(() -> asOfficer(() -> imports.check("x.xlsx", new byte[] { 1, 2 }))))
			.startsWith("kernel.sheet");
		asOfficer(() -> {
			imports.discard(id);
			return id;
		});
		assertThat(Acts.code(() -> asOfficer(() -> {
			imports.run(id, false);
			return id;
		}))).isEqualTo("production.device-import.wrong-state");
		assertThatThrownBy(() -> asOfficer(() -> transaction
			.execute(_ -> jdbc.update("update production_device_import set state = 'CHECKED' where id = ?", id))))
			.hasMessageContaining("production_device_import_state");
	}

	@Test
	void ofAListOutOfReachNobodysFarmIsKnown() {
		var other = Ids.next();
		var no = member(other, "330482102");
		var id = as(officer, Scope.township("330482101"), ALL,
				() -> imports.check("x.xlsx", sheet(row("D1", model, ""), List.of("D2-" + mark, "箱", model, no, ""))));
		assertThat(as(officer, Scope.township("330482101"), ALL, () -> imports.preview(id, Locale.CHINA)))
			.satisfies(it -> {
				assertThat(it.good()).isOne();
				assertThat(it.wrong()).singleElement().satisfies(row -> assertThat(row.sn()).startsWith("D2"));
			});
	}

	@Test
	void secretsNobodyCameForAreGoneAfterAWeekAndListsAfterAMonth() {
		var done = check(row("E1", model, ""));
		run(done, false);
		var left = check(row("E2", model, ""));
		var job = jobs.stream()
			.filter(it -> it.name().equals("production.device-import-cleaning"))
			.findFirst()
			.orElseThrow();
		asOfficer(() -> job.run(clock.today().plusDays(6)));
		assertThat(stored(done, "secrets is not null")).isTrue();
		asOfficer(() -> job.run(clock.today().plusDays(8)));
		assertThat(stored(done, "secrets is null and handed_out_at is null")).isTrue();
		assertThat(stored(left, "content is not null")).isTrue();
		asOfficer(() -> job.run(clock.today().plusDays(31)));
		assertThat(stored(left, "content is null and state = 'DISCARDED'")).isTrue();
	}

	@Test
	void thePagesLeadFromTheTemplateToThePrintedList() throws Exception {
		assertThat(page(get("/console/device-imports"))).contains("下载模板");
		assertThat(status(get("/console/device-imports/template"))).isEqualTo(200);
		assertThat(status(multipart("/console/device-imports").with(csrf()))).isEqualTo(422);
		var sent = perform(multipart("/console/device-imports")
			.file(new MockMultipartFile("file", "安装单.xlsx", null, sheet(row("F1", model, ""), row("F2", "NOPE", ""))))
			.with(csrf()));
		var path = sent.getRedirectedUrl();
		assertThat(path).startsWith("/console/device-imports/");
		assertThat(page(get(path))).contains("F2-" + mark).contains("只登记没错的 1 台");
		assertThat(status(get(path + "/errors"))).isEqualTo(200);
		assertThat(status(post(path + "/run").param("onlyGood", "true").with(csrf()))).isEqualTo(302);
		assertThat(page(get(path))).contains("已登记 1 台设备").contains("只交出一次");
		assertThat(page(post(path + "/secrets/print").with(csrf()))).contains("F1-" + mark);
		assertThat(page(get(path))).contains("已于");
		assertThat(status(post(path + "/secrets/sheet").with(csrf()))).isEqualTo(409);
	}

	@Test
	void aProgramGetsTheSameAnswersRowByRow() throws Exception {
		var stranger = Ids.next();
		var other = member(stranger, "330482101");
		plot("程序棚");
		var body = rest("""
				{"rows":[%s,%s,%s,%s,%s]}""".formatted(line("G1", model, memberNo, "程序棚"),
				line("G1", model, memberNo, ""), line("G2", "NOPE", "M-9999999999", ""),
				line("G3", model, other, "程序棚"), line("G4", model, memberNo, "")));
		assertThat(body.getStatus()).isEqualTo(201);
		var checked = json(body);
		var id = checked.get("id").asString();
		assertThat(checked.get("state").asString()).isEqualTo("CHECKED");
		assertThat(checked.get("good").asInt()).isEqualTo(2);
		assertThat(faults(checked)).containsExactly("2", "3 sn production.device-import.twice",
				"4 product kernel.sheet.not-a-choice", "4 memberNo production.device.member-unknown",
				"5 plot production.device-import.plot-unknown", "6");
		assertThat(count("G")).isZero();
		var refused = perform(post("/api/v1/devices/import/" + id + "/run").contentType("application/json")
			.content("{}")
			.with(csrf()));
		assertThat(refused.getStatus()).isEqualTo(422);
		assertThat(json(refused).get("code").asString()).isEqualTo("production.device-import.wrong-rows");
		assertThat(count("G")).isZero();
		var done = perform(post("/api/v1/devices/import/" + id + "/run").contentType("application/json")
			.content("{\"onlyGood\":true}")
			.with(csrf()));
		assertThat(done.getStatus()).isEqualTo(200);
		assertThat(json(done).get("state").asString()).isEqualTo("DONE");
		assertThat(json(done).get("secretsWaiting").asBoolean()).isTrue();
		assertThat(faults(json(done))).hasSize(6);
		assertThat(count("G")).isEqualTo(2);
		assertThat(status(post("/api/v1/devices/import/" + id + "/run").contentType("application/json")
			.content("{}")
			.with(csrf()))).as("pressed again").isEqualTo(200);
		assertThat(json(perform(get("/api/v1/devices/import/" + id))).get("rows")).isEmpty();
		var secrets = perform(post("/api/v1/devices/import/" + id + "/secrets").with(csrf()));
		assertThat(secrets.getHeader("Cache-Control")).contains("no-store");
		assertThat(json(secrets)).hasSize(2);
		assertThat(known.bySecret(new Secret(json(secrets).get(0).get("secret").asString())).orElseThrow().sn())
			.isEqualTo("G1-" + mark);
		assertThat(status(post("/api/v1/devices/import/" + id + "/secrets").with(csrf()))).isEqualTo(409);
	}

	@Test
	void aProgramsListThatIsNoneIsRefusedAndAnothersIsNotThere() throws Exception {
		assertThat(rest("{}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":[]}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":[null]}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":[{\"sn\":\" \"}]}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":7}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":[{\"sn\":\"" + "x".repeat(201) + "\"}]}").getStatus()).isEqualTo(400);
		assertThat(rest("{\"rows\":[" + "{\"sn\":\"H\"},".repeat(2000) + "{\"sn\":\"H\"}]}").getStatus())
			.isEqualTo(400);
		var odd = rest("{\"rows\":[{\"sn\":\"=1+1\\u0000\",\"name\":\"\\u0007\"}]}");
		assertThat(odd.getStatus()).isEqualTo(201);
		assertThat(faults(json(odd))).isNotEmpty().noneMatch("2"::equals);
		assertThat(status(multipart("/api/v1/devices/import").with(csrf()))).isEqualTo(422);
		assertThat(
				status(multipart("/api/v1/devices/import").file(new MockMultipartFile("file", "x", null, new byte[9]))
					.with(csrf())))
			.isEqualTo(422);
		var file = perform(multipart("/api/v1/devices/import")
			.file(new MockMultipartFile("file", "安装单.xlsx", null, sheet(row("J1", model, ""))))
			.with(csrf()));
		assertThat(file.getStatus()).isEqualTo(201);
		var id = UUID.fromString(json(file).get("id").asString());
		assertThat(faults(json(file))).containsExactly("3");
		assertThat(Acts.code(() -> as(Ids.next(), Scope.ALL, ALL, () -> imports.lines(id, Locale.CHINA))))
			.isEqualTo("production.device-import.not-found");
		assertThat(Acts.code(
				() -> as(officer, Scope.ALL, Set.of("production:device:view"), () -> imports.lines(id, Locale.CHINA))))
			.isEqualTo("denied");
		assertThat(status(get("/api/v1/devices/import/" + Ids.next()))).isEqualTo(404);
		assertThat(status(post("/api/v1/devices/import/" + id + "/discard").with(csrf()))).isEqualTo(200);
		assertThat(status(post("/api/v1/devices/import/" + id + "/discard").with(csrf()))).isEqualTo(409);
		assertThat(count("J")).isZero();
	}

	private String line(String sn, String product, String no, String plot) {
		return "{\"sn\":\"%s-%s\",\"name\":\"箱\",\"product\":\"%s\",\"memberNo\":\"%s\",\"plot\":\"%s\"}".formatted(sn,
				mark, product, no, plot);
	}

	private MockHttpServletResponse rest(String body) {
		return perform(post("/api/v1/devices/import").contentType("application/json").content(body).with(csrf()));
	}

	private JsonNode json(MockHttpServletResponse answer) throws Exception {
		return mapper.readTree(answer.getContentAsString(StandardCharsets.UTF_8));
	}

	/** Row by row: its number, or a line for each thing that is wrong with it. */
	private static List<String> faults(JsonNode answer) {
		return answer.get("rows")
			.valueStream()
			.flatMap(row -> row.get("faults").isEmpty() ? Stream.of(row.get("row").asString())
					: row.get("faults")
						.valueStream()
						.map(it -> row.get("row").asString() + " " + it.get("field").asString() + " "
								+ it.get("code").asString()))
			.toList();
	}

	private List<String> row(String sn, String product, String plot) {
		return List.of(sn + "-" + mark, sn + "气象箱" + mark, product, memberNo, plot);
	}

	@SafeVarargs
	private UUID check(List<String>... rows) {
		return asOfficer(() -> imports.check("安装单.xlsx", sheet(rows)));
	}

	private void run(UUID id, boolean onlyGood) {
		asOfficer(() -> {
			imports.run(id, onlyGood);
			return id;
		});
	}

	@SafeVarargs
	private static byte[] sheet(List<String>... rows) {
		var out = new ByteArrayOutputStream();
		try (var book = new Workbook(out, "test", "1.0")) {
			var sheet = book.newWorksheet("x");
			sheet.value(0, 0, "安装单");
			var heads = List.of("序列号*", "设备名称*", "型号*", "会员编号*", "地块（编号或名称）");
			for (int column = 0; column < heads.size(); column++) {
				sheet.value(1, column, heads.get(column));
				for (int at = 0; at < rows.length; at++) {
					sheet.value(2 + at, column, rows[at].get(column));
				}
			}
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
		return out.toByteArray();
	}

	private long count(String sn) {
		return asOfficer(() -> transaction.execute(_ -> jdbc
			.queryForObject("select count(*) from production_device where sn like ?", Long.class, sn + "_-" + mark)));
	}

	private boolean stored(UUID id, String condition) {
		return asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject(
				"select count(*) from production_device_import where id = ? and " + condition, Long.class, id))) == 1;
	}

	private void plot(String name) {
		asOfficer(() -> plots.register(farm, new Plot.Description(name, PlotKind.GREENHOUSE,
				new DivisionCode("330482101"), "示例村", AreaMu.of("5"), null, null), null, true));
	}

	private String member(UUID id, String division) {
		var no = String.format(Locale.ROOT, "M-%010d", Math.abs(id.getLeastSignificantBits() % 10_000_000_000L));
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', ?, ?)""", id, TENANT, no, division,
				clock.today())));
		return no;
	}

	private String page(MockHttpServletRequestBuilder request) throws Exception {
		var answer = perform(request);
		assertThat(answer.getStatus()).isEqualTo(200);
		return answer.getContentAsString(StandardCharsets.UTF_8);
	}

	private int status(AbstractMockHttpServletRequestBuilder<?> request) {
		return perform(request).getStatus();
	}

	private MockHttpServletResponse perform(AbstractMockHttpServletRequestBuilder<?> request) {
		var answer = new AtomicReference<MockHttpServletResponse>();
		actor().run(() -> {
			try {
				answer
					.set(mvc.perform(request.with(authentication(actor().authentication()))).andReturn().getResponse());
			}
			catch (Exception failure) {
				throw new IllegalStateException(failure);
			}
		});
		return answer.get();
	}

	private Actor actor() {
		return new Actor(Actor.Kind.PERSON, Ids.next(), officer, "t", "测试", TENANT, Scope.ALL, ALL);
	}

	private <T> T asOfficer(Supplier<T> body) {
		return as(officer, Scope.ALL, ALL, body);
	}

	private static <T> T as(UUID person, Scope scope, Set<String> permissions, Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, Ids.next(), person, "t", "测试", TENANT, scope, permissions)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
