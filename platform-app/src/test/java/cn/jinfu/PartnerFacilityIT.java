package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/** Calculators and umbrellas as a bank's machine meets them. */
@DisplayName("credit.md 3.6, rows 20, 21 and 24")
class PartnerFacilityIT extends BankPeopleOverHttp {

	/** W1 of the worked examples. */
	private static final String W1 = """
			{"amount":{"amount":"300000.00","currency":"CNY"},"ratePercent":4.35,"termMonths":12,
			 "startDate":"2026-01-15","dueDay":15,"repayMethod":"EQUAL_INSTALMENT"}""";

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	@BeforeEach
	void aBankHasItsToken() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
	}

	@Test
	void theCalculatorsGiveTheWorkedExamples() throws Exception {
		var plan = done("/calculators/schedule", "{\"terms\":" + W1 + "}", 200).json();
		assertThat(plan.path("schedule").size()).isEqualTo(12);
		assertThat(plan.at("/schedule/4/dueOn").asString()).isEqualTo("2026-06-15");
		assertThat(plan.at("/schedule/4/amount/amount").asString()).isEqualTo("25592.97");
		assertThat(plan.at("/schedule/4/principal/amount").asString()).isEqualTo("24862.74");
		assertThat(plan.at("/schedule/4/interest/amount").asString()).isEqualTo("730.23");
		assertThat(plan.at("/schedule/4/balanceAfter/amount").asString()).isEqualTo("176581.10");
		assertThat(plan.at("/totalInterest/amount").asString()).isEqualTo("7115.64");
		assertThat(plan.path("maturityDate").asString()).isEqualTo("2027-01-15");

		var rolled = done("/calculators/schedule", "{\"rollToWorkingDay\":true,\"terms\":" + W1 + "}", 200).json();
		assertThat(rolled.at("/schedule/0/dueOn").asString()).as("after the Spring Festival").isEqualTo("2026-02-24");
		assertThat(rolled.path("totalInterest")).isEqualTo(plan.path("totalInterest"));

		var payoff = done("/calculators/payoff",
				"{\"payoffDate\":\"2026-06-15\",\"paidInstalments\":5,\"terms\":" + W1 + "}", 200)
			.json();
		assertThat(payoff.at("/payoffAmount/amount").asString()).as("W7").isEqualTo("176581.10");

		var apr = done("/calculators/apr", "{\"guaranteeFeePercent\":0.8,\"terms\":" + W1 + "}", 200).json();
		assertThat(apr.at("/guaranteeFee/amount").asString()).as("W11").isEqualTo("2400.00");
		assertThat(apr.at("/totalCost/amount").asString()).isEqualTo("9515.64");
		assertThat(apr.path("aprPercent").decimalValue()).isEqualByComparingTo("5.8508");
		assertThat(apr.path("compoundPercent").decimalValue()).isEqualByComparingTo("6.0103");
	}

	@Test
	void whatCannotBeCalculatedIsRefusedWithItsField() throws Exception {
		told("/calculators/schedule", "{\"terms\":" + W1.replace("300000.00", "0.00") + "}", 422,
				"credit.terms.principal", "/terms/amount");
		told("/calculators/schedule", "{\"terms\":" + W1.replace("300000.00", "0.01") + "}", 422,
				"credit.terms.never-repaid", "/terms/termMonths");
		told("/calculators/schedule", "{\"terms\":" + W1.replace("2026-01-15", "+999999999-12-31") + "}", 422,
				"credit.terms.start", "/terms/startDate");
		told("/calculators/schedule", "{\"terms\":" + W1.replace("4.35", "36.01") + "}", 400, "DecimalMax",
				"/terms/ratePercent");
		told("/calculators/schedule", "{}", 400, "NotNull", "/terms");
		told("/calculators/payoff", "{\"payoffDate\":\"2025-06-15\",\"terms\":" + W1 + "}", 422, "credit.payoff.day",
				"/payoffDate");
		told("/calculators/payoff", "{\"payoffDate\":\"2026-06-15\",\"paidInstalments\":6,\"terms\":" + W1 + "}", 422,
				"credit.payoff.paid", "/paidInstalments");
		told("/calculators/apr",
				"{\"guaranteeFeePercent\":36,\"premiumPercent\":36,\"terms\":"
						+ W1.replace("\"termMonths\":12", "\"termMonths\":36") + "}",
				422, "credit.terms.fees", "/guaranteeFeePercent");
		told("/calculators/apr",
				"{\"guaranteedAmount\":{\"amount\":\"300000.01\",\"currency\":\"CNY\"},\"terms\":" + W1 + "}", 422,
				"credit.terms.guaranteed", "/guaranteedAmount");
	}

	@Test
	void whoLacksTheScopeIsToldSo() throws Exception {
		var id = active();
		bank.token = bank.tokenFor("cases.read cases.write loans.write");
		for (var path : List.of("/calculators/schedule", "/calculators/payoff", "/calculators/apr")) {
			var body = "{\"payoffDate\":\"2026-06-15\",\"terms\":" + W1 + "}";
			assertThat(bank.post(path, body).signed().send().problem()).as(path).isEqualTo("scope_missing");
		}
		assertThat(bank.get("/facilities").send().problem()).isEqualTo("scope_missing");
		assertThat(bank.get("/facilities/" + id).send().problem()).isEqualTo("scope_missing");
		assertThat(bank.post("/facilities/" + id + "/usage-check", money("1.00")).signed().send().problem())
			.isEqualTo("scope_missing");
		bank.token = bank.tokenFor("facilities.read");
		assertThat(bank.get("/facilities/" + id).send().status()).isEqualTo(200);
		assertThat(bank.post("/facilities/" + id + "/decisions", "{\"verdict\":\"REJECT\",\"reason\":\"no\"}")
			.signed()
			.send()
			.problem()).isEqualTo("scope_missing");
	}

	@Test
	void aBankSeesItsOwnUmbrellasAndKeepsAnAmountBack() throws Exception {
		var id = active();
		var own = bank.get("/facilities").send().json().path("items");
		assertThat(own.valueStream().map(it -> it.path("id").asString())).contains(id);
		var before = bank.get("/facilities/" + id).send().json();
		assertThat(before.path("status").asString()).isEqualTo("ACTIVE");
		assertThat(before.at("/amount/amount").asString()).isEqualTo("1000000000.00");

		var check = bank.post("/facilities/" + id + "/usage-check", money("100.00")).signed();
		var held = check.send();
		assertThat(held.status()).as(held.text()).isEqualTo(201);
		var again = bank.post("/facilities/" + id + "/usage-check", money("100.00"))
			.key(Objects.requireNonNull(check.headers.get("Idempotency-Key")))
			.signed()
			.send();
		assertThat(again.json().path("reservationId")).as("the same key keeps nothing more")
			.isEqualTo(held.json().path("reservationId"));
		var after = bank.get("/facilities/" + id).send().json();
		assertThat(yuan(after, "/held").subtract(yuan(before, "/held"))).isEqualByComparingTo("100");
		assertThat(yuan(before, "/available").subtract(yuan(after, "/available"))).isEqualByComparingTo("100");
		assertThat(text(send(staff("credit.officer"), HttpMethod.GET, "/console/facilities/" + id, "", null)))
			.as("staff is told why less can be taken")
			.contains("银行查询时预留了");
		told("/facilities/" + id + "/usage-check", money("0.00"), 422, "credit.facility.amount-positive", "/amount");
		told("/facilities/" + id + "/usage-check", "{}", 400, "NotNull", "/amount");
		var much = bank.post("/facilities/" + id + "/usage-check", money("1000000000.01")).signed().send();
		assertThat(much.status()).isEqualTo(422);
		assertThat(much.json().path("rule").asString()).isEqualTo("credit.facility.exceeded");

		var other = new BankClient(data.resolve("demo/clients/bank-b.json"));
		assertThat(other.get("/facilities").send().text()).doesNotContain(id);
		assertThat(other.get("/facilities/" + id).send().problem()).isEqualTo("not_found");
		assertThat(other.post("/facilities/" + id + "/usage-check", money("1.00")).signed().send().problem())
			.isEqualTo("not_found");
		assertThat(bank.get("/facilities/" + UUID.randomUUID()).send().problem()).isEqualTo("not_found");
		assertThat(bank.get("/facilities/none").send().problem()).isEqualTo("not_found");
	}

	@Test
	void aBankDecidesWhatTheFederationProposed() throws Exception {
		var today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
		var created = post(staff("credit.officer"), "/api/v1/facilities", """
				{"bankId":"%s","name":"u","amount":{"amount":"5000.00","currency":"CNY"},
				 "validFrom":"%s","validTo":"%s"}""".formatted(
				one("select id::text from credit_bank where client_id = ?", "bank-b"), today, today.plusYears(1)));
		assertThat(created).hasStatus(HttpStatus.CREATED);
		var id = json.readTree(text(created)).path("id").asString();
		var path = "/facilities/" + id + "/decisions";
		assertThat(bank.post(path, "{\"verdict\":\"REJECT\",\"reason\":\"no\"}").signed().send().problem())
			.as("another bank's")
			.isEqualTo("not_found");

		bank = new BankClient(data.resolve("demo/clients/bank-b.json"));
		told(path, "{\"verdict\":\"APPROVE\"}", 400, "credit.partner.field-missing", "/amount");
		told(path, "{\"verdict\":\"REJECT\"}", 400, "credit.partner.field-missing", "/reason");
		told(path, approved("5000.01"), 422, "credit.facility.other-amount", "/amount");
		assertThat(bank.post("/facilities/" + id + "/usage-check", money("1.00")).signed().send().problem())
			.isEqualTo("illegal_transition");
		// refused, so that the demo's figures stay
		var decided = done(path, "{\"verdict\":\"REJECT\",\"reason\":\"not now\"}", 201);
		assertThat(decided.json().path("status").asString()).isEqualTo("REFUSED");
		assertThat(bank.post(path, approved("5000.00")).signed().send().problem()).isEqualTo("illegal_transition");
	}

	@Test
	void aBankDecidesOnAPartOfItsUmbrella() throws Exception {
		var id = active();
		var part = part(id, "MDB", "70000000.00");
		var listed = bank.get("/facilities/" + id + "/parts").send().json().path("items");
		assertThat(listed.valueStream().filter(it -> it.path("id").asString().equals(part))).singleElement()
			.satisfies(it -> {
				assertThat(it.path("status").asString()).isEqualTo("PROPOSED");
				assertThat(it.path("umbrellaId").asString()).isEqualTo(id);
				assertThat(it.path("productCode").asString()).isEqualTo("MDB");
				assertThat(it.path("name").asString()).isEqualTo("免担保");
				assertThat(it.path("version").asInt()).isZero();
			});
		var path = "/facilities/" + part + "/decisions";
		var other = new BankClient(data.resolve("demo/clients/bank-b.json"));
		assertThat(other.get("/facilities/" + part).send().problem()).isEqualTo("not_found");
		assertThat(other.get("/facilities/" + id + "/parts").send().problem()).isEqualTo("not_found");
		assertThat(other.post(path, approved("70000000.00")).signed().send().problem()).isEqualTo("not_found");
		assertThat(other.post(path, "{\"verdict\":\"REJECT\",\"reason\":\"no\"}").signed().send().problem())
			.isEqualTo("not_found");
		bank.token = bank.tokenFor("facilities.read");
		assertThat(bank.post(path, approved("70000000.00")).signed().send().problem()).isEqualTo("scope_missing");
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
		told(path, approved("70000000.01"), 422, "credit.facility.other-amount", "/amount");
		told(path, "{\"verdict\":\"APPROVE\",\"documentNo\":\"N\"}", 400, "credit.partner.field-missing", "/amount");
		assertThat(bank.post(path, seen(approved("70000000.00"), 5)).signed().send().status()).as("of another proposal")
			.isEqualTo(409);

		var decided = done(path, seen(approved("70000000.00"), 0), 201).json();

		assertThat(decided.path("status").asString()).isEqualTo("ACTIVE");
		assertThat(decided.path("documentNo").asString()).isEqualTo("N");
		assertThat(done(path, seen(approved("70000000.00"), 0), 201).json()).as("the same again").isEqualTo(decided);
		assertThat(bank.post(path, "{\"verdict\":\"REJECT\",\"reason\":\"no\"}").signed().send().problem())
			.isEqualTo("illegal_transition");
		assertThat(text(send(staff("credit.officer"), HttpMethod.GET, "/api/v1/facilities/" + id, "", null)))
			.contains("\"document\":\"N\"");
		var refused = part(id, "MDB", "60000000.00");
		var no = done("/facilities/" + refused + "/decisions", "{\"verdict\":\"REJECT\",\"reason\":\"too little\"}",
				201);
		assertThat(no.json().path("status").asString()).isEqualTo("REFUSED");
		assertThat(no.json().path("reason").asString()).isEqualTo("too little");
		assertThat(text(send(staff("credit.officer"), HttpMethod.GET, "/console/facilities/" + id, "", null)))
			.contains("too little");
		assertThat(
				one("select count(*)::text from credit_outbound_event where type = 'facility.changed' and subject = ?",
						refused))
			.isEqualTo("2");
	}

	@Test
	void aBanksPeopleDecideInItsPortalInTwosWhereTheBankWantsThat() {
		var umbrella = active();
		var path = "/console/bank-facilities/";
		var officer = officer("bank-a");
		var part = part(umbrella, "NXY", "50000000.00");
		assertThat(page(officer, "/console/bank-facilities")).contains("等我行答复", "农信盈").doesNotContain("??");
		assertThat(page(officer, path + umbrella)).contains("分项限额", "农信盈", path + part + "/approval")
			.doesNotContain("??");
		assertThat(page(officer, path + part)).contains("农信盈", "待答复").doesNotContain("??");
		assertThat(page(officer, path + part + "/approval")).contains("银行批复文号", "50,000,000").doesNotContain("??");
		for (var act : List.of("", "/approval", "/decline")) {
			assertThat(send(officer("bank-b"), HttpMethod.GET, path + part + act, "", null))
				.hasStatus(HttpStatus.NOT_FOUND);
			assertThat(send(officer, HttpMethod.GET, path + "none" + act, "", null)).hasStatus(HttpStatus.NOT_FOUND);
			assertThat(send(staff("credit.officer"), HttpMethod.GET, path + part + act, "", null))
				.hasStatus(HttpStatus.FORBIDDEN);
		}
		assertThat(form(officer("bank-b"), path + part + "/approval", "documentNo", "P-1", "version", "0"))
			.hasStatus(HttpStatus.NOT_FOUND);
		var empty = form(officer, path + part + "/approval", "documentNo", "", "version", "0");
		assertThat(empty).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(empty)).contains("aria-invalid").doesNotContain("??");
		assertThat(form(officer, path + part + "/approval", "documentNo", "P-1", "version", "7"))
			.as("another proposal than was seen")
			.hasStatus(HttpStatus.CONFLICT);
		assertThat(form(officer, path + part + "/approval", "documentNo", "P-1", "version", "0"))
			.hasStatus(HttpStatus.FOUND);
		assertThat(status(part)).isEqualTo("IN_FORCE P-1");
		assertThat(form(officer, path + part + "/decline", "reason", "晚了", "version", "1")).as("twice")
			.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);

		in("update credit_bank set four_eyes = true where client_id = 'bank-a'");
		try {
			var second = part(umbrella, "NXY", "40000000.00");
			var colleague = officer("bank-a");
			assertThat(form(officer, path + second + "/decline", "reason", "金额太小", "version", "0"))
				.hasStatus(HttpStatus.FOUND);
			assertThat(status(second)).as("one person of the bank is not enough").isEqualTo("PROPOSED");
			assertThat(form(colleague, path + second + "/approval", "documentNo", "P-2", "version", "0"))
				.as("one entry at a time")
				.hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(page(officer, path + umbrella)).contains("金额太小", "这是您录入的", "撤回")
				.doesNotContain("复核通过", "退回", path + second + "/approval", "??");
			assertThat(page(colleague, path + umbrella)).contains("复核通过", "退回")
				.doesNotContain("撤回", path + second + "/approval", "??");
			assertThat(page(colleague, "/console/bank-facilities")).contains("等我行答复", "待复核");
			assertThat(page(colleague, "/console/bank-cases")).contains("农信盈", "复核通过").doesNotContain("??");
			var draft = "/console/bank-drafts/"
					+ one("select id::text from credit_bank_draft where share_id = ?::uuid", second);
			assertThat(form(officer, draft + "/confirmation")).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
			assertThat(form(officer("bank-b"), draft + "/confirmation")).hasStatus(HttpStatus.NOT_FOUND);
			assertThat(form(colleague, draft + "/returning", "reason", "原因写细些")).hasStatus(HttpStatus.FOUND);
			assertThat(page(officer, path + second)).as("why it was given back")
				.contains("录入和复核经过", "已退回", "原因写细些", path + second + "/decline")
				.doesNotContain("??");
			assertThat(form(officer, path + second + "/decline", "reason", "金额比去年小一半", "version", "0"))
				.hasStatus(HttpStatus.FOUND);
			var again = "/console/bank-drafts/" + one(
					"select id::text from credit_bank_draft where share_id = ?::uuid and state = 'ENTERED'", second);
			assertThat(form(colleague, again + "/confirmation")).hasStatus(HttpStatus.FOUND);
			assertThat(status(second)).isEqualTo("REFUSED ");
		}
		finally {
			in("update credit_bank set four_eyes = false where client_id = 'bank-a'");
		}
	}

	private String status(String part) {
		return one("select concat_ws(' ', status, bank_document, case when status = 'REFUSED' then '' end)"
				+ " from credit_facility_share where id = ?::uuid", part);
	}

	private static String seen(String body, long version) {
		return body.replaceFirst("^\\{", "{\"version\":" + version + ",");
	}

	/** Proposed for a product, by the federation. */
	private String part(String umbrella, String product, String yuan) {
		var created = post(staff("credit.officer"), "/api/v1/facilities/" + umbrella + "/parts",
				"{\"product\":\"%s\",\"amount\":{\"amount\":\"%s\",\"currency\":\"CNY\"}}".formatted(product, yuan));
		assertThat(created).as(text(created)).hasStatus(HttpStatus.CREATED);
		return json.readTree(text(created)).path("id").asString();
	}

	private String active() {
		return one("""
				select f.id::text from credit_facility f
				  join credit_bank b on b.tenant_id = f.tenant_id and b.id = f.bank_id
				 where b.client_id = ? and f.kind = 'UMBRELLA' and f.status = 'ACTIVE'
				 order by f.amount desc limit 1""", "bank-a");
	}

	private static BigDecimal yuan(JsonNode answer, String field) {
		return new BigDecimal(answer.at(field + "/amount").asString());
	}

	private static String approved(String yuan) {
		return money(yuan).replaceFirst("^\\{", "{\"verdict\":\"APPROVE\",\"documentNo\":\"N\",");
	}

	private static String money(String yuan) {
		return "{\"amount\":{\"amount\":\"" + yuan + "\",\"currency\":\"CNY\"}}";
	}

	private BankClient.Answer done(String path, String body, int status) throws Exception {
		var answer = bank.post(path, body).signed().send();
		assertThat(answer.status()).as(path + " " + answer.text()).isEqualTo(status);
		return answer;
	}

	private void told(String path, String body, int status, String code, String field) throws Exception {
		var answer = done(path, body, status);
		assertThat(answer.json().at("/errors/0/code").asString()).as(answer.text()).isEqualTo(code);
		assertThat(answer.json().at("/errors/0/field").asString()).as(answer.text()).isEqualTo(field);
	}

}
