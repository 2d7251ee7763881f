package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;

import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A bank's machine with a good key on a case that is its own, asking for too much. */
@ExtendWith(OutputCaptureExtension.class)
class PartnerMisuseIT extends OverHttp {

	@Value("${jinfu.data}")
	Path data;

	private BankClient bank;

	@BeforeEach
	void aBankHasItsToken() throws Exception {
		bank = new BankClient(data.resolve("demo/clients/bank-a.json"));
	}

	@Test
	void fieldsThatNobodyAskedForChangeNothingOnACaseThatIsThere() throws Exception {
		var no = received();
		var before = row(no);
		var receipt = one("""
				select json_build_object('bankCaseNo', bank_case_no, 'branch', bank_branch, 'officer', bank_officer,
				    'status', 'DISPATCHED', 'bankId', gen_random_uuid(), 'tenantId', '330499', 'amount', 1,
				    'memberId', gen_random_uuid(), 'approvedAmount', 99999999, 'version', 99)::text
				  from credit_application where no = ?""", no);

		var answer = bank.post("/cases/" + no + "/receipt", receipt).signed().send();

		assertThat(answer.status()).as(answer.text()).isEqualTo(201);
		assertThat(row(no)).isEqualTo(before);
	}

	@Test
	void aConsentRevokedInMidCaseClosesTheFile() throws Exception {
		var no = received();
		assertThat(bank.get("/cases/" + no).send().status()).isEqualTo(200);
		var consents = """
				update credit_consent c set status = '%s', ended_at = %s from credit_application a
				 where a.tenant_id = c.tenant_id and a.no = ? and c.member_id = a.member_id and c.bank_id = a.bank_id
				   and c.status = '%s' returning c.id""";
		assertThat(change(consents.formatted("REVOKED", "now()", "ACTIVE"), no)).isPositive();
		try {
			var answer = bank.get("/cases/" + no).send();
			assertThat(answer.status()).isEqualTo(403);
			assertThat(answer.problem()).isEqualTo("consent_revoked");
			assertThat(answer.json().path("code").asInt()).isEqualTo(40303);
			assertThat(answer.text()).doesNotContain("bankCaseNo");
		}
		finally {
			change(consents.formatted("ACTIVE", "null", "REVOKED"), no);
		}
		assertThat(bank.get("/cases/" + no).send().status()).isEqualTo(200);
	}

	@Test
	void aTokenForReadingDoesNotWrite() throws Exception {
		var no = received();
		var before = row(no);
		bank.token = bank.tokenFor("cases.read");
		assertThat(bank.get("/cases/" + no).send().status()).isEqualTo(200);

		var answer = bank.post("/cases/" + no + "/decisions", "{\"verdict\":\"REJECT\",\"reasons\":[\"x\"]}")
			.signed()
			.send();

		assertThat(answer.status()).as(answer.text()).isEqualTo(403);
		assertThat(answer.problem()).isEqualTo("scope_missing");
		assertThat(row(no)).isEqualTo(before);
	}

	@Test
	void whatABankWritesBeginsNoLineOfTheLog(CapturedOutput output) throws Exception {
		var text = "B\\r\\nFORGED 2026-11-26 INFO all is well";
		bank.post("/cases/NONE/receipt", "{\"bankCaseNo\":\"" + text + "\",\"branch\":\"b\",\"officer\":\"o\"}")
			.signed()
			.send();
		bank.post("/loans/NONE/transactions", "{\"type\":\"" + text + "\",\"bankTxnNo\":\"" + text + "\"}")
			.signed()
			.send();
		bank.post("/cases/A%0D%0AFORGED/receipt", "{\"bankCaseNo\":\"B\",\"branch\":\"b\",\"officer\":\"o\"}")
			.signed()
			.send();
		bank.get("/cases?status=A%0D%0AFORGED").send();
		bank.get("/cases/A%0D%0AFORGED").send();
		bank.get("/cases/NONE").send();

		assertThat(output.getAll()).as("the log is seen").contains("refused: ");
		assertThat(output.getAll().split("[\r\n]+")).noneMatch(line -> line.startsWith("FORGED"));
	}

	/** A case of this bank whose receipt was told already. */
	private String received() {
		return one(
				"""
						select a.no from credit_application a join credit_bank b on b.tenant_id = a.tenant_id and b.id = a.bank_id
						  join credit_consent c on c.tenant_id = a.tenant_id and c.member_id = a.member_id and c.bank_id = a.bank_id
						 where b.client_id = ? and a.bank_case_no is not null and c.status = 'ACTIVE' order by a.no limit 1""",
				"bank-a");
	}

	private String row(String no) {
		return one("select to_jsonb(a)::text from credit_application a where no = ?", no);
	}

	private int change(String statement, String no) {
		return Objects.requireNonNull(Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction
			.execute(_ -> sql.sql(statement).param(no).query(java.util.UUID.class).list().size())));
	}

}
