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
class PartnerFacilityIT extends OverHttp {

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
