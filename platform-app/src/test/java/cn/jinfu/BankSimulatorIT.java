package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

import cn.jinfu.kernel.Tenant;
import cn.jinfu.simulator.BankSimulator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The simulator's own main against the started platform, over HTTP, with real keys. */
@PlatformIT
class BankSimulatorIT {

	@Autowired
	RestTestClient client;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	@Value("${jinfu.data}")
	Path data;

	private record Run(int code, String said) {
	}

	@Test
	void aDispatchedCaseIsBroughtToItsEndAndAnotherBankNeverSeesIt() throws Exception {
		var no = dispatched();

		var foreign = run("bank-b", no);
		assertThat(foreign.code()).isEqualTo(1);
		assertThat(foreign.said()).contains("-> 404").contains("urn:jinfu:problem:not_found").contains("40401");

		var own = run("bank-a", no);
		assertThat(own.said()).contains("identity: opened, number of the borrower", "case " + no + " DISPATCHED",
				"case " + no + " RECEIVED", "case " + no + " APPROVED", "case " + no + " CONTRACT_SIGNED",
				"case " + no + " SETTLED");
		assertThat(own.code()).isZero();
		assertThat(status(no)).isEqualTo("SETTLED");

		assertThat(run("bank-a", no).said()).doesNotContain("->");
	}

	@Test
	void everythingWrongIsRefusedAsTheGuideSays() throws Exception {
		var wrong = run("bank-b", "--errors");
		assertThat(wrong.said())
			.contains("ok no signature", "ok the same signature twice", "ok the same key for another body")
			.doesNotContain("NOT OK");
		assertThat(wrong.code()).isZero();
	}

	/** A call that the description has and the simulator never makes fails this. */
	@Test
	void everyCallAndEveryFailureIsTriedInTheSandbox() throws Exception {
		var tried = run("bank-a-test", "--sandbox");
		assertThat(tried.said()).doesNotContain("NOT OK");
		assertThat(tried.code()).as(tried.said()).isZero();
		var called = tried.said().lines().filter(it -> it.startsWith("called ")).map(it -> it.substring(7)).toList();
		var described = JsonMapper.builder()
			.build()
			.readTree(Sources.read(Sources.ROOT.resolve("bank-simulator/kit/openapi-3.1.json")))
			.path("paths");
		assertThat(described.size()).isGreaterThanOrEqualTo(20);
		described.properties().forEach(path -> path.getValue().propertyNames().forEach(method -> {
			var wanted = method.toUpperCase(Locale.ROOT) + " " + path.getKey().replaceAll("\\{[^}]+}", "[^/]+");
			assertThat(called).as(wanted).anyMatch(it -> it.matches(wanted));
		}));
	}

	/** R27: a bank that takes no calls from outside misses nothing. */
	@Test
	void aWholeCaseByTheFeedAlone() throws Exception {
		var told = run("bank-a-test", "--feed");
		assertThat(told.said())
			.contains("ok addresses at which it is called -> 0", "ok heard of case.dispatched",
					"ok heard of case.info_supplied", "ok heard of loan.mirrored", "ok heard of loan.settled",
					"ok the case at its end -> SETTLED", "ok heard of consent.revoked", "ok heard of case.withdrawn")
			.doesNotContain("NOT OK");
		assertThat(told.code()).as(told.said()).isZero();
	}

	@Test
	void everyDoorAnswersInTheCatalogue() {
		client.get()
			.uri("/api/partner/v1/cases")
			.exchange()
			.expectStatus()
			.isUnauthorized()
			.expectBody()
			.jsonPath("$.type")
			.isEqualTo("urn:jinfu:problem:token_invalid")
			.jsonPath("$.code")
			.isEqualTo(40101);
	}

	private String dispatched() {
		return Tenant.callAs("330482",
				() -> transaction.execute(_ -> sql
					.sql("""
							select a.no from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
							 where a.status = 'DISPATCHED' and b.client_id = 'bank-a' order by a.no limit 1""")
					.query(String.class)
					.single()));
	}

	private String status(String no) {
		return Tenant.callAs("330482",
				() -> transaction.execute(_ -> sql.sql("select status from credit_application where no = ?")
					.param(no)
					.query(String.class)
					.single()));
	}

	private Run run(String bank, String caseNo) throws Exception {
		var said = new ByteArrayOutputStream();
		var code = BankSimulator.run(new String[] { data.resolve("demo/clients/" + bank + ".json").toString(), caseNo },
				new PrintStream(said, true, StandardCharsets.UTF_8));
		return new Run(code, said.toString(StandardCharsets.UTF_8));
	}

}
