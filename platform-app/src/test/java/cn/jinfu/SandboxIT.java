package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * A bank tries its program: cases in any state, a date of its own, failures by amount.
 */
@DisplayName("R30: the sandbox")
class SandboxIT extends OverHttp {

	private static final String TENANT = "sandbox";

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	@BeforeEach
	void inTheSandbox() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-a-test.json"));
	}

	@AfterEach
	void theDateIsTheRealOneAgain() throws Exception {
		bank.post("/sandbox/clock", "{\"days\":0}").signed().send();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DISPATCHED", "RECEIVED", "APPROVED", "DECLINED", "CONTRACT_SIGNED", "DISBURSED",
			"SETTLED", "WITHDRAWN" })
	void aScenarioMakesACaseInAnyState(String state) throws Exception {
		var no = scenario("{\"state\":\"" + state + "\"}");

		assertThat(bank.get("/cases?status=" + state).send().text()).contains("\"" + no + "\"");
		var file = bank.get("/cases/" + no).send();
		assertThat(file.status()).as(file.text()).isEqualTo(200);
		assertThat(file.json().path("status").asString()).isEqualTo(state);
		assertThat(file.json().path("rating").path("grade").asString()).isNotEmpty();
		assertThat(file.json().path("guarantee").path("mode").asString()).isEqualTo("GUARANTEE");
	}

	@Test
	void theFarmAnswersTakesBackItsConsentAndItsCase() throws Exception {
		var no = scenario("{\"state\":\"RECEIVED\"}");
		var asked = bank
			.post("/cases/" + no + "/info-requests",
					"{\"items\":[{\"code\":\"LAND\",\"text\":\"which land\",\"dueDate\":\"%s\"}]}"
						.formatted(today().plusDays(3)))
			.signed()
			.send();
		assertThat(asked.status()).as(asked.text()).isEqualTo(201);

		assertThat(act(no, "ANSWER").status()).isEqualTo(201);
		assertThat(bank.get("/cases/" + no + "/info-requests")
			.send()
			.json()
			.path("items")
			.path(0)
			.path("answer")
			.asString("")).isNotEmpty();
		assertThat(act(no, "REVOKE_CONSENT").status()).isEqualTo(201);
		assertThat(bank.get("/cases/" + no).send().problem()).isEqualTo("consent_revoked");
		assertThat(act(no, "WITHDRAW").json().path("status").asString()).isEqualTo("WITHDRAWN");
		assertThat(act("RZ-NONE", "WITHDRAW").problem()).isEqualTo("not_found");
	}

	@Test
	void theClockMovesTheDateOfThisBankAlone() throws Exception {
		var no = scenario("{\"state\":\"DISPATCHED\"}");
		assertThat(moved(400)).isEqualTo(today().plusDays(400));
		assertThat(bank.get("/sandbox/clock").send().json().path("aheadDays").asInt()).isEqualTo(400);

		assertThat(bank.get("/cases/" + no).send().problem()).isEqualTo("consent_expired");
		assertThat(new BankClient(data.resolve("demo/clients/bank-b-test.json")).get("/sandbox/clock")
			.send()
			.json()
			.path("date")
			.asString()).isEqualTo(today().toString());
		assertThat(bank.post("/sandbox/clock", "{\"days\":800}").signed().send().json().path("rule").asString())
			.isEqualTo("credit.sandbox.too-far");
		assertThat(moved(0)).isEqualTo(today());
		assertThat(bank.get("/cases/" + no).send().status()).isEqualTo(200);
	}

	@Test
	void aLoanIsPaidBackMonthsLater() throws Exception {
		var no = scenario("{\"state\":\"DISBURSED\"}");
		var later = today().plusDays(100);
		var body = """
				{"type":"REPAYMENT","bankTxnNo":"SB-%s","valueDate":"%s","amount":{"amount":"1000.00","currency":"CNY"}}"""
			.formatted(no, later);
		var path = "/loans/L-" + no + "/transactions";

		assertThat(bank.post(path, body).signed().send().json().path("rule").asString())
			.isEqualTo("credit.booking.future");
		moved(100);
		assertThat(bank.post(path, body).signed().send().json().path("state").asString()).isEqualTo("APPLIED");
	}

	@ParameterizedTest
	@CsvSource({ "01,rate_limited,429", "02,internal,500", "03,internal,500", "04,idempotency_in_progress,409",
			"05,request_timeout,408", "06,token_invalid,401" })
	void aPassingFailureComesOnceAndTheSameRequestIsDoneThen(String fen, String problem, int status) throws Exception {
		var no = scenario("{\"state\":\"RECEIVED\"}");
		var key = "again-" + no + fen;

		var first = bank.post("/cases/" + no + "/decisions", approval("50000." + fen)).key(key).signed().send();
		assertThat(first.status()).isEqualTo(status);
		assertThat(first.problem()).isEqualTo(problem);
		assertThat(state(no)).isEqualTo(fen.equals("03") ? "APPROVED" : "RECEIVED");

		var again = bank.post("/cases/" + no + "/decisions", approval("50000." + fen)).key(key).signed().send();
		assertThat(again.status()).as(again.text()).isEqualTo(201);
		assertThat(state(no)).isEqualTo("APPROVED");
	}

	@ParameterizedTest
	@CsvSource({ "07,illegal_transition,409", "08,amount_exceeds_approval,422", "09,rule_broken,422" })
	void aLastingFailureStays(String fen, String problem, int status) throws Exception {
		var no = scenario("{\"state\":\"RECEIVED\"}");
		for (var key : new String[] { "lasting-1-" + no, "lasting-2-" + no }) {
			var refused = bank.post("/cases/" + no + "/decisions", approval("50000." + fen)).key(key).signed().send();
			assertThat(refused.status()).isEqualTo(status);
			assertThat(refused.problem()).isEqualTo(problem);
		}
		assertThat(state(no)).isEqualTo("RECEIVED");
	}

	@Test
	void moneyThatFlowsFailsByItsAmountToo() throws Exception {
		var no = scenario("{\"state\":\"CONTRACT_SIGNED\"}");
		var body = """
				{"caseNo":"%1$s","contractNo":"C-%1$s","bankLoanNo":"L-%1$s","bankTxnNo":"D-%1$s","valueDate":"%2$s",
				 "amount":{"amount":"90000.03","currency":"CNY"}}""".formatted(no, today());

		assertThat(bank.post("/loans", body).signed().send().status()).isEqualTo(500);
		// with a key of its own the failure would come once more; the work was done
		assertThat(state(no)).isEqualTo("DISBURSED");
	}

	@Test
	void nothingOfItIsThereOutsideASandbox() throws Exception {
		var real = new BankClient(data.resolve("demo/clients/bank-a.json"));
		var before = count(DemoWorld.MAIN_TENANT);

		assertThat(real.post("/sandbox/scenarios", "{\"state\":\"DISPATCHED\"}").signed().send().problem())
			.isEqualTo("not_found");
		assertThat(real.post("/sandbox/clock", "{\"days\":3}").signed().send().problem()).isEqualTo("not_found");
		assertThat(real.get("/sandbox/clock").send().problem()).isEqualTo("not_found");
		var no = scenario("{\"state\":\"SETTLED\"}");
		assertThat(real.get("/cases/" + no).send().problem()).isEqualTo("not_found");
		assertThat(count(DemoWorld.MAIN_TENANT)).as("what statistics count").isEqualTo(before);
		assertThat(count(TENANT)).isPositive();
	}

	@Test
	void theDatabaseKeepsClocksToSandboxes() {
		for (var insert : List.of(
				"insert into credit_sandbox_clock (tenant_id, client_id, ahead_days) values (?, 'bank-a', 1)",
				"insert into credit_sandbox_failure (tenant_id, hash) values (?, decode(repeat('00', 32), 'hex'))")) {
			assertThatExceptionOfType(DataIntegrityViolationException.class)
				.isThrownBy(() -> Tenant.callAs(DemoWorld.MAIN_TENANT,
						() -> transaction.execute(_ -> sql.sql(insert).param(DemoWorld.MAIN_TENANT).update())))
				.withMessageContaining("credit_sandbox_only_ck");
		}
	}

	private long count(String tenant) {
		return Tenant.callAs(tenant,
				() -> transaction.execute(_ -> sql
					.sql("select (select count(*) from credit_application) + "
							+ "(select count(*) from credit_loan) + (select count(*) from member_member)")
					.query(Long.class)
					.single()));
	}

	private static LocalDate today() {
		return LocalDate.now(BusinessClock.ZONE);
	}

	private static String approval(String amount) {
		return """
				{"verdict":"APPROVE","amount":{"amount":"%s","currency":"CNY"},"termMonths":12,"rate":{"percent":3.85},
				 "repayMethod":"EQUAL_INSTALMENT","dueDay":20,"validTo":"%s"}""".formatted(amount,
				today().plusDays(20));
	}

	private String scenario(String body) throws Exception {
		var made = bank.post("/sandbox/scenarios", body).signed().send();
		assertThat(made.status()).as(made.text()).isEqualTo(201);
		return made.json().path("caseNo").asString();
	}

	private BankClient.Answer act(String no, String act) throws Exception {
		return bank.post("/sandbox/cases/" + no + "/farm-acts", "{\"act\":\"" + act + "\"}").signed().send();
	}

	private LocalDate moved(int days) throws Exception {
		var answer = bank.post("/sandbox/clock", "{\"days\":" + days + "}").signed().send();
		assertThat(answer.status()).as(answer.text()).isEqualTo(201);
		return LocalDate.parse(answer.json().path("date").asString());
	}

	private String state(String no) throws Exception {
		return bank.get("/cases/" + no).send().json().path("status").asString();
	}

}
