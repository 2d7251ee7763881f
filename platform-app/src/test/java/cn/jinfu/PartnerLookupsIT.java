package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;

/** What a bank's machine looks up beside its cases. */
@DisplayName("银行接口：佐证数据、函件核验、代码和日历、是否在线")
class PartnerLookupsIT extends CaseOverHttp {

	private static final List<String> BLOCKS = List.of("capacity", "technology", "performance", "orders", "credit");

	@Value("${jinfu.data}")
	Path data;

	/** In the sandbox, where a farm may take its consent back without harm. */
	private BankClient twin;

	private BankClient bank;

	@BeforeEach
	void comes() throws Exception {
		twin = new BankClient(data.resolve("demo/clients/bank-a-test.json"));
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
	}

	@Test
	@DisplayName("五类佐证合起来就是案件文件里的事实，每一条有来源、来源编号和截至日")
	void theBlocksAreTheFactsOfTheFileEachWithItsSource() throws Exception {
		var no = scenario();
		var wanted = twin.get("/cases/" + no).send().json().path("evidence");
		var found = new ArrayList<String>();
		for (var block : BLOCKS) {
			var answer = twin.get("/cases/" + no + "/evidence/" + block).send();
			assertThat(answer.status()).as(answer.text()).isEqualTo(200);
			assertThat(answer.header("Signature")).isNotEmpty();
			assertThat(answer.header("Content-Digest")).isNotEmpty();
			assertThat(answer.header("ETag")).isNotEmpty();
			assertThat(answer.json().path("caseNo").asString()).isEqualTo(no);
			assertThat(answer.json().path("block").asString()).isEqualTo(block);
			assertThat(answer.json().path("snapshotSha256").asString()).matches("[0-9a-f]{64}");
			for (var value : answer.json().path("items")) {
				found.add(fact(value));
				assertThat(value.path("sourceId").asString()).matches("PJ-[0-9]{6}/" + value.path("code").asString());
				assertThat(value.path("name").asString()).isNotEqualTo(value.path("code").asString());
			}
		}
		assertThat(wanted).isNotEmpty();
		assertThat(found).containsExactlyInAnyOrderElementsOf(wanted.valueStream().map(this::fact).toList());
	}

	@Test
	@DisplayName("每个指标打开到单条记录：种类、编号、日期，分页；别的银行、别的类、没有同意都看不到")
	void eachFactOpensToItsRows() throws Exception {
		var no = scenario();
		var named = 0;
		for (var block : BLOCKS) {
			for (var value : twin.get("/cases/" + no + "/evidence/" + block).send().json().path("items")) {
				var path = "/cases/" + no + "/evidence/" + block + "/" + value.path("code").asString();
				var answer = twin.get(path).send();
				assertThat(answer.status()).as(answer.text()).isEqualTo(200);
				assertThat(fact(answer.json().path("fact"))).isEqualTo(fact(value));
				for (var row : answer.json().path("items")) {
					assertThat(row.path("kind").asString()).isNotEmpty();
					assertThat(row.path("no").asString()).isNotEmpty();
					assertThat(row.has("buyer")).isFalse();
					named++;
				}
				assertThat(pages(path)).as(path).isEqualTo(answer.json().path("items").size());
			}
		}
		assertThat(named).as("rows of this farm").isPositive();
		var path = "/cases/" + no + "/evidence/";
		assertThat(twin.get(path + "capacity/C999").send().problem()).isEqualTo("not_found");
		assertThat(twin.get(path + "orders/C101").send().problem()).as("a fact of another side").isEqualTo("not_found");
		assertThat(twin.get(path + "weather/C101").send().problem()).isEqualTo("validation_failed");
		assertThat(new BankClient(data.resolve("demo/clients/bank-b-test.json")).get(path + "capacity/C101")
			.send()
			.problem()).isEqualTo("not_found");
		var without = new BankClient(data.resolve("demo/clients/bank-a-test.json"));
		without.token = without.tokenFor("cases.read");
		assertThat(without.get(path + "capacity/C101").send().problem()).isEqualTo("scope_missing");
		assertThat(twin.post("/sandbox/cases/" + no + "/farm-acts", "{\"act\":\"REVOKE_CONSENT\"}")
			.signed()
			.send()
			.status()).isEqualTo(201);
		assertThat(twin.get(path + "capacity/C101").send().problem()).isEqualTo("consent_revoked");
		assertThat(twin.get(path + "capacity/C999").send().problem()).as("not even which facts there are")
			.isEqualTo("consent_revoked");
	}

	/** One row to a page. */
	private int pages(String path) throws Exception {
		var rows = 0;
		String after = null;
		do {
			var page = twin.get(path + "?limit=1" + ((after != null) ? "&after=" + after : "")).send().json();
			rows += page.path("items").size();
			after = page.path("next").isString() ? page.path("next").asString() : null;
		}
		while (after != null && rows < 100);
		return rows;
	}

	private String fact(JsonNode it) {
		assertThat(it.path("source").asString()).isNotEmpty();
		return it.path("code").asString() + "=" + it.path("value").asString() + " " + it.path("source").asString() + " "
				+ it.path("asOf").asString() + " " + it.path("rows").asInt();
	}

	@Test
	@DisplayName("没有佐证的权限、不是自己的案件、没有这一类、授权撤回：各有各的答复")
	void eachRefusalOfEvidenceIsItsOwn() throws Exception {
		var no = scenario();
		var path = "/cases/" + no + "/evidence/";
		var unknown = twin.get(path + "weather").send();
		assertThat(unknown.status()).isEqualTo(400);
		assertThat(unknown.problem()).isEqualTo("validation_failed");
		assertThat(unknown.json().path("errors").path(0).path("field").asString()).isEqualTo("/block");
		assertThat(unknown.json().path("rule").asString()).isEqualTo("credit.partner.unknown-block");
		assertThat(twin.get(path + "CAPACITY").send().problem()).isEqualTo("validation_failed");
		assertThat(twin.get("/cases/RZ-NONE/evidence/orders").send().problem()).isEqualTo("not_found");
		assertThat(new BankClient(data.resolve("demo/clients/bank-b-test.json")).get(path + "orders").send().problem())
			.isEqualTo("not_found");
		var without = new BankClient(data.resolve("demo/clients/bank-a-test.json"));
		without.token = without.tokenFor("cases.read");
		assertThat(without.get(path + "orders").send().problem()).isEqualTo("scope_missing");
		var only = new BankClient(data.resolve("demo/clients/bank-a-test.json"));
		only.token = only.tokenFor("cases.evidence");
		assertThat(only.get(path + "orders").send().status()).isEqualTo(200);
		assertThat(only.get("/cases/" + no).send().problem()).isEqualTo("scope_missing");

		assertThat(twin.post("/sandbox/cases/" + no + "/farm-acts", "{\"act\":\"REVOKE_CONSENT\"}")
			.signed()
			.send()
			.status()).isEqualTo(201);
		assertThat(twin.get(path + "orders").send().problem()).isEqualTo("consent_revoked");
	}

	@Test
	@DisplayName("函件按核验码查：有效或失效，持函人隐去一部分；查不到的都一样")
	void aLetterIsKnownByItsCodeAlone() throws Exception {
		var no = dispatched();
		var code = code(no, "RECOMMENDATION");
		var letter = bank.get("/letters/" + code).send();
		assertThat(letter.status()).as(letter.text()).isEqualTo(200);
		assertThat(letter.json().path("valid").asBoolean()).isTrue();
		assertThat(letter.json().path("standing").asString()).isEqualTo("VALID");
		assertThat(letter.json().path("kind").asString()).isEqualTo("RECOMMENDATION");
		assertThat(letter.json().path("amount").path("amount").asString()).isEqualTo("10000.00");
		assertThat(letter.json().path("holder").asString()).contains("*");
		assertThat(letter.text()).doesNotContain("青禾瓜果家庭农场", no);
		assertThat(bank.get("/letters/" + code.substring(0, 4) + "-" + code.substring(4).toLowerCase()).send().status())
			.as("as it may be typed from paper")
			.isEqualTo(200);
		assertThat(bank.get("/letters/" + code(no, "GUARANTEE")).send().json().path("kind").asString())
			.isEqualTo("GUARANTEE");
		var other = new BankClient(data.resolve("demo/clients/bank-b.json"));
		assertThat(other.get("/letters/" + code).send().status()).as("who was shown it").isEqualTo(200);

		var misses = new TreeSet<String>();
		for (var miss : List.of("AAAAAAAAAAAA", "A", "A%20A", "A".repeat(60), "'")) {
			var answer = bank.get("/letters/" + miss).send();
			assertThat(answer.status()).as(miss).isEqualTo(404);
			misses.add(
					answer.text().replaceAll("\"requestId\":\"[^\"]*\"", "").replaceAll("\"instance\":\"[^\"]*\"", ""));
		}
		misses.add(twin.get("/letters/" + code)
			.send()
			.text()
			.replaceAll("\"requestId\":\"[^\"]*\"", "")
			.replaceAll("\"instance\":\"[^\"]*\"", ""));
		assertThat(misses).as("a letter of another federation is none either").hasSize(1);

		bank.token = bank.tokenFor("events.read");
		assertThat(bank.get("/letters/" + code).send().problem()).isEqualTo("scope_missing");
		post(farm(), API + "/" + no + "/withdrawal", "{\"reason\":\"不要了\"}", version());
		drafted = "";
		var over = other.get("/letters/" + code).send().json();
		assertThat(over.path("valid").asBoolean()).isFalse();
		assertThat(over.path("standing").asString()).isEqualTo("VOID");
	}

	@Test
	void theErrorCodesAreThoseOfTheGuideInTheReadersLanguage() throws Exception {
		var found = new TreeSet<String>();
		bank.get("/reference/error-codes")
			.send()
			.json()
			.path("items")
			.forEach(it -> found
				.add(it.path("status").asInt() + " " + it.path("code").asInt() + " " + it.path("name").asString()));
		var guide = new TreeSet<String>();
		Pattern.compile("(?m)^\\| ([0-9]{3}) \\| ([0-9]{5}) \\| ([a-z_]+) \\|")
			.matcher(Sources.read(Sources.ROOT.resolve("docs/partner-guide.md")))
			.results()
			.forEach(it -> guide.add(it.group(1) + " " + it.group(2) + " " + it.group(3)));
		assertThat(found).isEqualTo(guide);
		assertThat(title("zh-CN")).isEqualTo("找不到");
		assertThat(title("en")).isEqualTo("Not found");
	}

	private String title(String language) throws Exception {
		return in(language, "/reference/error-codes").path("items")
			.valueStream()
			.filter(it -> it.path("name").asString().equals("not_found"))
			.findFirst()
			.orElseThrow()
			.path("title")
			.asString();
	}

	private JsonNode in(String language, String path) throws Exception {
		var call = bank.get(path);
		call.headers.put("Accept-Language", language);
		return call.send().json();
	}

	@Test
	void everyCodeHasWordsInBothLanguages() throws Exception {
		var chinese = in("zh-CN", "/reference/enums").path("items");
		var english = in("en", "/reference/enums").path("items");
		assertThat(chinese.size()).isEqualTo(english.size()).isGreaterThanOrEqualTo(15);
		for (int n = 0; n < chinese.size(); n++) {
			var table = chinese.get(n).path("name").asString();
			assertThat(chinese.get(n).path("codes")).as(table).isNotEmpty();
			assertThat(codes(chinese.get(n))).as(table).isEqualTo(codes(english.get(n)));
			for (var language : List.of(chinese, english)) {
				assertThat(language.get(n).path("codes").valueStream().map(it -> it.path("name").asString())).as(table)
					.noneMatch(it -> it.startsWith("enum.") || it.startsWith("credit.") || it.startsWith("partner."));
			}
		}
		assertThat(codes(table(english, "CaseStatus"))).containsExactlyInAnyOrder("DISPATCHED", "RECEIVED", "APPROVED",
				"DECLINED", "CONTRACT_SIGNED", "DISBURSED", "SETTLED", "WITHDRAWN");
		assertThat(codes(table(english, "LetterStanding"))).containsExactlyInAnyOrder("VALID", "OVER", "VOID", "BROKEN",
				"UNSTAMPED");
		assertThat(codes(table(english, "RepayMethod"))).contains("EQUAL_INSTALMENT", "BULLET");
	}

	private static JsonNode table(JsonNode tables, String name) {
		return tables.valueStream().filter(it -> it.path("name").asString().equals(name)).findFirst().orElseThrow();
	}

	private static List<String> codes(JsonNode table) {
		return table.path("codes").valueStream().map(it -> it.path("code").asString()).toList();
	}

	@ParameterizedTest
	@CsvSource({ "2026-10-01,false", "2026-10-10,true", "2026-01-04,true", "2026-02-23,false" })
	@DisplayName("国务院办公厅通知：2026 年放假与调休")
	void theCalendarIsTheOneOfTheNotice(String day, boolean working) throws Exception {
		var year = bank.get("/reference/holidays?year=2026").send().json();
		assertThat(year.path("year").asInt()).isEqualTo(2026);
		assertThat(year.path("entered").asBoolean()).isTrue();
		assertThat(year.path("items").valueStream().filter(it -> it.path("day").asString().equals(day))).singleElement()
			.satisfies(it -> assertThat(it.path("working").asBoolean()).isEqualTo(working));
		assertThat(year.path("items").valueStream().map(it -> it.path("day").asString())).isSorted()
			.doesNotContain("2026-10-12");
	}

	@Test
	void aYearThatNobodyEnteredSaysSoAndOneOutOfReachIsRefused() throws Exception {
		var far = bank.get("/reference/holidays?year=2099").send().json();
		assertThat(far.path("entered").asBoolean()).isFalse();
		assertThat(far.path("items").isEmpty()).isTrue();
		for (var year : List.of("1900", "2101", "soon")) {
			var refused = bank.get("/reference/holidays?year=" + year).send();
			assertThat(refused.status()).as(year).isEqualTo(400);
			assertThat(refused.json().path("errors").path(0).path("field").asString()).isEqualTo("year");
		}
	}

	@Test
	void theLprIsThatOfTheProductsOnOffer() throws Exception {
		var items = bank.get("/reference/lpr").send().json().path("items");
		assertThat(items.isEmpty()).isFalse();
		var code = items.get(0).path("productCodes").get(0).asString();
		var kept = one("""
				select lpr_on || ' ' || trim_scale(lpr_percent) from credit_product
				 where code = ? and status = 'IN_FORCE'""", code);
		assertThat(items.get(0).path("quotedOn").asString() + " "
				+ items.get(0).path("percent").decimalValue().stripTrailingZeros().toPlainString())
			.isEqualTo(kept);
	}

	@ParameterizedTest
	@ValueSource(strings = { "lpr", "holidays", "error-codes", "enums" })
	void whoIsNoBankReadsNoReference(String list) throws Exception {
		bank.token = bank.tokenFor("events.read");
		assertThat(bank.get("/reference/" + list).send().problem()).isEqualTo("scope_missing");
		bank.token = "none";
		assertThat(bank.get("/reference/" + list).send().problem()).isEqualTo("token_invalid");
		assertThat(new BankClient(data.resolve("demo/clients/bank-a.json")).get("/reference/none").send().problem())
			.isEqualTo("not_found");
	}

	@Test
	@DisplayName("是否在线：不要令牌，只说在线、版本和时间；平台公钥照旧要令牌")
	void healthWantsNoTokenAndSaysNothingElse() throws Exception {
		var call = bank.get("/health");
		call.headers.remove("Authorization");
		var answer = call.send();
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().propertyNames()).containsExactlyInAnyOrder("status", "version", "at");
		assertThat(answer.json().path("status").asString()).isEqualTo("UP");
		assertThat(answer.json().path("version").asString()).isEqualTo("v1");
		assertThat(Instant.parse(answer.json().path("at").asString())).isBetween(Instant.now().minusSeconds(60),
				Instant.now().plusSeconds(1));
		assertThat(bank.get("/health").send().status()).as("with a token too").isEqualTo(200);
		for (var path : List.of("/healthy", "/health/more", "/keys", "/reference/enums")) {
			var closed = bank.get(path);
			closed.headers.remove("Authorization");
			assertThat(closed.send().problem()).as(path).isEqualTo("token_invalid");
		}
		var change = bank.post("/health", "{}");
		change.headers.remove("Authorization");
		assertThat(change.send().status()).isEqualTo(401);
		assertThat(bank.get("/keys").send().json().path("keys").valueStream().map(it -> it.path("crv").asString()))
			.containsExactlyInAnyOrder("Ed25519", "SM2");
	}

	private String scenario() throws Exception {
		var made = twin.post("/sandbox/scenarios", "{\"state\":\"RECEIVED\"}").signed().send();
		assertThat(made.status()).as(made.text()).isEqualTo(201);
		return made.json().path("caseNo").asString();
	}

	private String code(String no, String kind) {
		return one("select l.verify_code from credit_letter l join credit_application a on a.id = l.application_id"
				+ " where l.kind = '" + kind + "' and a.no = ? order by l.id desc limit 1", no);
	}

}
