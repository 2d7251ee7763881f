package cn.jinfu.traceability;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.supply.Products;
import cn.jinfu.traceability.box.BoxCommands;
import cn.jinfu.traceability.box.BoxQueries;
import cn.jinfu.traceability.certificate.Certificate.CertificateBasis;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.gs1.CheckDigit;
import cn.jinfu.traceability.label.LabelOrders;
import cn.jinfu.traceability.label.LabelVoidCause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/** The resolver as programs ask it: each form of a code in each state. */
class ResolverIT extends TraceWorld {

	private static final String LINKSET = "application/linkset+json";

	@Autowired
	WebApplicationContext web;

	@Autowired
	JsonMapper json;

	@Autowired
	LabelKeys keys;

	@Autowired
	BoxCommands boxes;

	@Autowired
	BoxQueries inside;

	private MockMvc mvc;

	private final String gtin = gtin();

	private final String address = address();

	private UUID lot;

	@BeforeEach
	void labels() {
		mvc = MockMvcBuilders.webAppContextSetup(web).build();
		given(products.find(any())).willReturn(Optional.of(new Products.Product(product, farm, productNo, "示例西瓜",
				"watermelon", "西瓜", "", "", new BigDecimal("5"), gtin, "WATERMELON", null, true)));
		lot = harvest("100", null);
		test("0.1");
		licence();
		as("farmer",
				() -> certificates.issue(farm, lot, new BigDecimal("100"), Set.of(CertificateBasis.LAB_TEST), null));
		as("farmer", () -> labels.order(order(lot, 5)));
	}

	@Test
	void aProductALotAndAPackageAreAnsweredByTheirForm() {
		assertThat(body(ask("/01/" + gtin)).path("product").asString()).isEqualTo("示例西瓜");
		var ofLot = body(ask(lotPath()));
		assertThat(ofLot.path("answer").asString()).isEqualTo("GENUINE");
		assertThat(ofLot.path("lot").path("lotCode").asString()).isEqualTo(lotCode());
		for (var path : List.of("/01/" + gtin + "/21/" + serial(0), lotPath() + "/21/" + serial(0),
				"/t/" + gtin + "/" + serial(0))) {
			assertThat(body(ask(path)).path("lot").path("lotCode").asString()).as(path).isEqualTo(lotCode());
		}
	}

	@Test
	void theLinksetOfALotNamesEveryLinkTypeOnItsOwnAddress() {
		for (var answer : List.of(get(lotPath(), LINKSET), get(lotPath() + "?linkType=all", "*/*"),
				get(lotPath() + "?linkType=linkset", "text/html"))) {
			assertThat(answer.getStatus()).isEqualTo(200);
			assertThat(answer.getContentType()).startsWith(LINKSET);
			var links = body(answer).path("linkset").get(0);
			assertThat(links.path("anchor").asString()).endsWith(lotPath());
			for (var type : List.of("defaultLink", "pip", "traceability", "certificationInfo", "safetyInfo",
					"recallStatus")) {
				assertThat(links.path("https://gs1.org/voc/" + type).get(0).path("href").asString()).as(type)
					.contains(lotPath());
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "gs1:certificationInfo", "certificationInfo", "https://gs1.org/voc/certificationInfo" })
	void aLinkTypeLeadsOn(String type) {
		var answer = get(lotPath() + "?linkType=" + type, "text/html");
		assertThat(answer.getStatus()).isEqualTo(307);
		assertThat(answer.getHeader("Location")).isEqualTo(lotPath() + "#certificate");
	}

	@Test
	void aLinkTypeThatIsNoneIsRefusedWithItsReason() {
		var answer = get(lotPath() + "?linkType=gs1:nothing", "application/problem+json");
		assertThat(answer.getStatus()).isEqualTo(400);
		assertThat(body(answer).path("type").asString()).isEqualTo("/problems/trace.link.link-type");
		assertThat(body(answer).path("title").asString()).isEqualTo("请求有误");
		assertThat(body(answer).path("code").asString()).isEqualTo("trace.link.link-type");
		assertThat(body(get(lotPath() + "?linkType=gs1:" + "x".repeat(300), "application/problem+json")).path("detail")
			.asString()).contains("xxx").doesNotContain("x".repeat(40));
	}

	/** Nothing longer than a code is said back. */
	@Test
	void aCodeThatIsTooLongIsCutAndToldHowLongOneMayBe() {
		var typed = "A1".repeat(150);
		var cut = "/t/" + typed.substring(0, 35);
		for (var path : List.of("/t?code=" + typed, "/t/" + typed, "/t/" + typed.substring(0, 280) + "/" + serial(0))) {
			assertThat(get(path, "text/html").getHeader("Location")).as(path).isEqualTo(cut);
		}
		var page = get(cut, "text/html");
		assertThat(page.getStatus()).isEqualTo(404);
		assertThat(new String(page.getContentAsByteArray(), StandardCharsets.UTF_8)).contains("最多 34 个字母和数字");
		var program = body(ask("/api/public/codes/" + typed));
		assertThat(program.path("answer").asString()).isEqualTo("MISTYPED");
		assertThat(program.path("code").asString()).hasSizeLessThanOrEqualTo(36);
		assertThat(body(ask("/t/" + gtin + "/" + serial(0))).path("answer").asString()).isEqualTo("GENUINE");
	}

	@Test
	void whatNobodyKnowsIsNotFoundInEveryForm() {
		var other = gtin();
		for (var path : List.of("/01/" + other, "/01/" + other + "/10/" + lotCode(), "/01/" + gtin + "/10/NONE",
				"/01/" + gtin + "/21/" + forged(), "/01/" + gtin + "/10/" + lotCode() + "/21/" + forged(),
				"/t/" + gtin + "/" + forged())) {
			assertThat(ask(path).getStatus()).as(path).isEqualTo(404);
			assertThat(get(path, LINKSET).getStatus()).as(path).isEqualTo(404);
			assertThat(body(ask(path)).path("lot").isNull()).as(path).isTrue();
		}
	}

	/** Known from a partner's event, it is a name in our chain and nobody's label. */
	@Test
	void aLotThatOnlyAPartnerToldOfIsNotGivenAway() {
		var partners = "/01/" + gtin() + "/10/PARTNER-7";
		var id = Ids.next();
		new Actor(Actor.Kind.MACHINE, id, id, "p", "p", TENANT, Scope.NONE, Set.of("epcis.capture")).run(() -> {
			var event = """
					{"type": "TransformationEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+08:00",
					 "inputQuantityList": [{"epcClass": "https://id.gs1.org%s"}],
					 "outputQuantityList": [{"epcClass": "https://id.gs1.org%s"}]}"""
				.formatted(lotPath(), partners);
			assertThat(perform(MockMvcRequestBuilders.post("/epcis/v2/events")
				.contentType(MediaType.APPLICATION_JSON)
				.content(event)).getStatus()).isEqualTo(201);
		});
		assertThat(ask(partners).getStatus()).isEqualTo(404);
	}

	@Test
	void whatIsWrittenWronglySaysWhere() {
		for (var path : List.of("/01/" + gtin.substring(1), "/01/" + gtin + "/21/A/10/B", "/01/" + gtin + "/10/A/10/B",
				"/01/" + gtin + "/10/" + "A".repeat(21))) {
			var answer = ask(path);
			assertThat(answer.getStatus()).as(path).isEqualTo(400);
			assertThat(body(answer).path("type").asString()).as(path).startsWith("/problems/trace.link.");
			assertThat(body(answer).path("detail").asString()).as(path).isNotBlank();
		}
	}

	@Test
	void aVoidLabelIsAnsweredAsSuchAndTheOthersStand() {
		var batch = as("clerk",
				() -> sql.sql("select id, version from trace_label_batch where lot_id = ?")
					.param(lot)
					.query((row, _) -> new Object[] { row.getObject(1, UUID.class), row.getLong(2) })
					.single());
		as("farmer", () -> run(() -> labels
			.voidRange(new LabelOrders.Void((UUID) batch[0], 1, 1, LabelVoidCause.COPIED, "仿冒", (Long) batch[1]))));
		for (var path : List.of("/01/" + gtin + "/21/" + serial(0), "/t/" + gtin + "/" + serial(0))) {
			assertThat(ask(path).getStatus()).as(path).isEqualTo(200);
			assertThat(body(ask(path)).path("answer").asString()).as(path).isEqualTo("VOID");
			assertThat(page(path)).as("of a good lot, yet not its label")
				.contains("这个标签已作废")
				.doesNotContain("seal-b", "已放行");
		}
		assertThat(page("/t/" + gtin + "/" + serial(1))).contains("seal-b").doesNotContain("已作废");
		assertThat(body(ask("/01/" + gtin + "/21/" + serial(1))).path("answer").asString()).isEqualTo("GENUINE");
		assertThat(body(ask(lotPath())).path("answer").asString()).isEqualTo("GENUINE");
	}

	@Test
	void aHeldAndARecalledLotIsAnsweredAsSuchInEveryForm() {
		as("officer", () -> run(() -> lots.hold(lot, "x", version(lot))));
		everyForm("HELD");
		as("officer", () -> run(() -> lots.recall(lot, "x", version(lot))));
		everyForm("RECALLED");
	}

	private void everyForm(String state) {
		for (var path : List.of(lotPath(), "/01/" + gtin + "/21/" + serial(0), lotPath() + "/21/" + serial(0),
				"/t/" + gtin + "/" + serial(0))) {
			var answer = ask(path);
			assertThat(answer.getStatus()).as(path).isEqualTo(200);
			assertThat(body(answer).path("answer").asString()).as(path).isEqualTo(state);
			assertThat(get(path, LINKSET).getStatus()).as(path).isEqualTo(200);
		}
	}

	@Test
	void aBoxIsAnsweredByItsNumberInEveryForm() {
		var body = "1952123" + "%010d".formatted(Math.abs(System.nanoTime()) % 10_000_000_000L);
		var sscc = body + CheckDigit.of(body);
		as("farmer", () -> boxes.pack(farm, sscc, List.of(new BoxCommands.Part(lot, BigDecimal.TEN))));
		var own = as("farmer", () -> boxes.pack(farm, null, List.of(new BoxCommands.Part(lot, BigDecimal.TEN))));
		for (var path : List.of("/00/" + sscc, as("clerk", () -> inside.view(own)).path())) {
			assertThat(body(ask(path)).path("answer").asString()).as(path).isEqualTo("GENUINE");
			assertThat(body(ask(path)).path("contents").get(0).path("lot").path("lotCode").asString()).as(path)
				.isEqualTo(lotCode());
			assertThat(get(path, LINKSET).getContentType()).as(path).startsWith(LINKSET);
			var links = body(get(path + "?linkType=all", "*/*")).path("linkset").get(0);
			assertThat(links.path("anchor").asString()).endsWith(path);
			assertThat(links.path("https://gs1.org/voc/traceability").get(0).path("href").asString()).as(path)
				.endsWith(path + "#contents");
			assertThat(links.has("https://gs1.org/voc/certificationInfo")).as("a box has none").isFalse();
			var leads = get(path + "?linkType=gs1:traceability", "text/html");
			assertThat(leads.getStatus()).isEqualTo(307);
			assertThat(leads.getHeader("Location")).isEqualTo(path + "#contents");
			assertThat(get(path + "?linkType=gs1:certificationInfo", "application/problem+json").getStatus())
				.isEqualTo(400);
		}
		as("officer", () -> run(() -> lots.hold(lot, "x", version(lot))));
		as("officer", () -> run(() -> lots.recall(lot, "x", version(lot))));
		assertThat(body(ask("/00/" + sscc)).path("answer").asString()).isEqualTo("RECALLED");
		var other = "1952124" + body.substring(7);
		for (var path : List.of("/00/" + other + CheckDigit.of(other), "/t/XH/" + forged())) {
			assertThat(ask(path).getStatus()).as(path).isEqualTo(404);
			assertThat(get(path, LINKSET).getStatus()).as(path).isEqualTo(404);
		}
		for (var path : List.of("/00/" + body, "/00/" + body + "X", "/00/" + body + (sscc.endsWith("0") ? 1 : 0))) {
			assertThat(ask(path).getStatus()).as(path).isEqualTo(400);
			assertThat(body(ask(path)).path("type").asString()).as(path).startsWith("/problems/trace.link.");
		}
	}

	/**
	 * The reader's language is the page's, not his browser's; a program has but its
	 * header.
	 */
	@Test
	void aReasonIsSaidInTheLanguageOfThePage() {
		var wrong = "/01/09521234543210";
		var chinese = new String(
				perform(request(wrong, "text/html").header("Accept-Language", "en-GB")).getContentAsByteArray(),
				java.nio.charset.StandardCharsets.UTF_8);
		assertThat(chinese).contains("lang=\"zh-CN\"", "校验位").doesNotContain("check digit");
		var english = new String(
				perform(request(wrong, "text/html").header("Accept-Language", "zh-CN")
					.cookie(new jakarta.servlet.http.Cookie("lang", "en"))).getContentAsByteArray(),
				java.nio.charset.StandardCharsets.UTF_8);
		assertThat(english).contains("lang=\"en\"", "check digit");
		var told = body(perform(request(wrong, "application/json").header("Accept-Language", "en")));
		assertThat(told.path("detail").asString()).contains("check digit");
		assertThat(body(perform(request(wrong, "application/json"))).path("detail").asString()).contains("校验位");
	}

	private org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder request(String path,
			String accept) {
		return MockMvcRequestBuilders.get(path).accept(accept);
	}

	@Test
	void whoeverTriesNumbersWaitsAndWhoeverHoldsAPackageDoesNot() {
		var address = address();
		var typed = "/t/" + gtin + serial(0);
		// what is not ours in each of its forms
		var misses = List.of("/t/" + gtin + "/" + forged(), "/01/" + gtin + "/10/NONE", "/01/" + gtin(),
				"/t/XH/" + LabelSerial.encode(new byte[32], 0, "XH", 3), "/00/" + sscc("1952125"));
		for (int n = 0; n < 20; n++) {
			assertThat(from(address, misses.get(n % 5), (n % 2 == 0) ? "text/html" : "application/json").getStatus())
				.as("miss " + n)
				.isEqualTo(404);
		}
		var braked = new java.util.ArrayList<>(List.of(typed, "/t/" + gtin + forged(),
				"/api/public/codes/" + gtin + serial(0), "/api/public/codes/" + gtin + forged(), lotPath(),
				"/01/" + gtin, "/00/" + packed(), "/t/" + gtin + "/" + signedButNeverIssued()));
		braked.addAll(misses);
		for (var path : braked) {
			for (var accept : List.of("text/html", "application/json", LINKSET)) {
				var answer = from(address, path, accept);
				assertThat(answer.getStatus()).as(path + " " + accept).isEqualTo(429);
				assertThat(Integer.parseInt(String.valueOf(answer.getHeader("Retry-After")))).as(path).isBetween(1, 61);
			}
		}
		assertThat(body(from(address, lotPath(), "application/json")).path("type").asString())
			.isEqualTo("/problems/trace.scan.slow-down");
		assertThat(verified(address, gtin + serial(0)).getStatus()).isEqualTo(429);
		assertThat(verified(address, gtin + forged()).getStatus()).isEqualTo(429);
		assertThat(from(address, "/t/" + gtin + "/" + serial(0), "text/html").getStatus()).as("scanned").isEqualTo(200);
		assertThat(from(address, "/01/" + gtin + "/21/" + serial(0), LINKSET).getStatus()).as("scanned by a program")
			.isEqualTo(200);
		assertThat(from(address(), typed, "text/html").getStatus()).as("somebody else").isEqualTo(200);
		as("clerk",
				() -> sql.sql("update trace_code_miss set last_at = last_at - interval '61 seconds' where count = 20")
					.update());
		assertThat(from(address, typed, "text/html").getStatus()).as("after the wait").isEqualTo(200);
	}

	@Test
	void aTypedCodeIsVerifiedHoweverItWasWritten() {
		var address = address();
		var grouped = LabelSerial.grouped(serial(0));
		for (var typed : List.of(gtin + serial(0), " " + gtin + " " + grouped.toLowerCase(java.util.Locale.ROOT),
				gtin + "-" + grouped.replace(' ', '-'), "HTTPS://Z.EXAMPLE/01/" + gtin + "/21/" + serial(0))) {
			var answer = verified(address, typed);
			assertThat(answer.getStatus()).as(typed).isEqualTo(200);
			assertThat(answer.getHeader("Cache-Control")).isEqualTo("no-store");
			assertThat(body(answer).path("answer").asString()).as(typed).isEqualTo("GENUINE");
			assertThat(body(answer).path("lot").path("lotCode").asString()).as(typed).isEqualTo(lotCode());
			assertThat(body(answer).path("count").asInt()).as("it is no scan").isZero();
		}
		var slip = serial(0);
		var last = (slip.charAt(15) == '0') ? '1' : '0';
		assertThat(body(verified(address, gtin + slip.substring(0, 15) + last)).path("answer").asString())
			.isEqualTo("MISTYPED");
		var forged = body(verified(address, gtin + forged()));
		var unissued = body(verified(address, gtin + signedButNeverIssued()));
		assertThat(forged.path("answer").asString()).isEqualTo("FOREIGN");
		assertThat(names(unissued)).as("told apart by nothing").isEqualTo(names(forged));
		assertThat(unissued.path("answer").asString()).isEqualTo("FOREIGN");
		assertThat(as("clerk",
				() -> sql.sql("select max(count) from trace_code_miss where on_day >= current_date - 1")
					.query(Integer.class)
					.single()))
			.isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"code\":\" \"}", "{\"code\":null}", "[]", "x" })
	void whatIsNoCodeIsRefused(String body) {
		assertThat(posted(address(), body).getStatus()).isEqualTo(400);
		assertThat(posted(address(), "{\"code\":\"" + "9".repeat(201) + "\"}").getStatus()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "０１２３４５６７８９", "\u0000", "../../etc/passwd", "1" })
	void whatNobodyWroteIsAMistype(String code) {
		var answer = verified(address(), code.replace("\u0000", "\\u0000"));
		assertThat(answer.getStatus()).isEqualTo(200);
		assertThat(body(answer).path("answer").asString()).isEqualTo("MISTYPED");
	}

	private static java.util.Set<String> names(JsonNode body) {
		return new java.util.TreeSet<>(body.propertyNames());
	}

	private String packed() {
		var number = sscc("1952126");
		as("farmer", () -> boxes.pack(farm, number, List.of(new BoxCommands.Part(lot, BigDecimal.TEN))));
		return number;
	}

	private static String sscc(String prefix) {
		var body = prefix + "%010d".formatted(Math.abs(System.nanoTime()) % 10_000_000_000L);
		return body + CheckDigit.of(body);
	}

	/** As if a roll of labels had been stolen before it was ordered. */
	private String signedButNeverIssued() {
		return LabelSerial.encode(keys.signing(0), 0, gtin, 999_999_999L);
	}

	/** Nobody else's today. */
	private static String address() {
		var now = Math.abs(System.nanoTime());
		return "10." + now % 250 + "." + now / 250 % 250 + "." + now / 62_500 % 250;
	}

	private MockHttpServletResponse verified(String address, String code) {
		return posted(address, "{\"code\":\"" + code + "\"}");
	}

	private MockHttpServletResponse posted(String address, String body) {
		return asked(address,
				MockMvcRequestBuilders.post("/api/public/verify")
					.contentType(MediaType.APPLICATION_JSON)
					.content(body));
	}

	private MockHttpServletResponse from(String address, String path, String accept) {
		return asked(address, MockMvcRequestBuilders.get(java.net.URI.create(path)).header("Accept", accept));
	}

	private MockHttpServletResponse asked(String address,
			org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder request) {
		var answer = new MockHttpServletResponse[1];
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "v", "v", TENANT, Scope.NONE, Set.of())
			.run(() -> answer[0] = perform(request.with(it -> {
				it.setRemoteAddr(address);
				return it;
			})));
		return answer[0];
	}

	@Test
	void theResolverDescribesItself() {
		var described = body(get("/.well-known/gs1resolver", "application/json"));
		assertThat(described.path("supportedPrimaryKeys").toString()).isEqualTo("[\"00\",\"01\"]");
		assertThat(described.path("supportedLinkType").get(0).path("linkTypes").toString()).contains("traceability",
				"recallStatus");
	}

	private String lotPath() {
		return "/01/" + gtin + "/10/" + lotCode();
	}

	private String lotCode() {
		return as("clerk",
				() -> sql.sql("select lot_code from trace_lot where id = ?").param(lot).query(String.class).single());
	}

	private String serial(int place) {
		return as("clerk",
				() -> sql.sql("select first_seq, key_version from trace_label_batch where lot_id = ?")
					.param(lot)
					.query((row, _) -> LabelSerial.encode(keys.signing(row.getInt(2)), row.getInt(2), gtin,
							row.getLong(1) + place))
					.single());
	}

	/** Well formed, but not signed with our key. */
	private String forged() {
		return LabelSerial.encode(new byte[32], 0, gtin, 3);
	}

	/** Of GS1's demonstration prefix. */
	private static String gtin() {
		var body = "0952" + "%09d".formatted(Math.abs(System.nanoTime()) % 1_000_000_000L);
		return body + CheckDigit.of(body);
	}

	private String page(String path) {
		return new String(get(path, "text/html").getContentAsByteArray(), java.nio.charset.StandardCharsets.UTF_8);
	}

	private MockHttpServletResponse ask(String path) {
		return get(path, "application/json");
	}

	private MockHttpServletResponse get(String path, String accept) {
		return from(address, path, accept);
	}

	private MockHttpServletResponse perform(
			org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder request) {
		try {
			return mvc.perform(request).andReturn().getResponse();
		}
		catch (Exception failure) {
			throw new IllegalStateException(failure);
		}
	}

	private JsonNode body(MockHttpServletResponse answer) {
		return json.readTree(answer.getContentAsByteArray());
	}

}
