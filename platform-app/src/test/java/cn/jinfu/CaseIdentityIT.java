package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.Tenant;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Who borrows, for the bank's machine: openly what is public, sealed what is personal.
 */
@DisplayName("R20: identity and phone numbers travel encrypted to the bank's own key")
@ExtendWith(OutputCaptureExtension.class)
class CaseIdentityIT extends OverHttp {

	private static final String SANDBOX = "sandbox";

	@Value("${jinfu.data}")
	Path data;

	@Test
	void theBankOpensItWithItsOwnKeyAndNobodyElseDoes(CapturedOutput log) throws Exception {
		var bank = new BankClient(file("bank-a-test"));
		var no = scenario(bank);

		var answer = bank.get("/cases/" + no).send();
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		var borrower = answer.json().path("borrower");
		assertThat(borrower.path("borrowerType").asString()).isEqualTo("PERSON");
		assertThat(borrower.path("agriculturalClass").asString()).isEqualTo("FARMER");
		assertThat(borrower.path("industry").asString()).isEqualTo("A01");
		assertThat(answer.json().path("identityAbsent").isNull()).isTrue();
		var sealed = answer.json().path("identity").asString();
		var header = JWEObject.parse(sealed).getHeader();
		assertThat(header.getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES_A256KW);
		assertThat(header.getEncryptionMethod()).isEqualTo(EncryptionMethod.A256GCM);
		assertThat(header.getKeyID()).isEqualTo("bank-a-enc-1");

		var opened = json.readTree(opened(sealed, key("bank-a-test")));
		assertThat(opened.path("bank").asString()).isEqualTo("bank-a-test");
		assertThat(opened.path("caseNo").asString()).isEqualTo(no);
		assertThat(opened.path("parties").isEmpty()).isTrue();
		var head = opened.path("borrower");
		assertThat(head.path("idKind").asString()).isEqualTo("RESIDENT_ID");
		var number = head.path("idNumber").asString();
		assertThat(List.of(head.path("name").asString(), new ResidentId(number).masked()))
			.isEqualTo(sandbox("select q.name, q.id_masked", no));
		assertThat(answer.text()).doesNotContain(number);
		assertThat(log.getAll()).doesNotContain(number);

		assertThatExceptionOfType(JOSEException.class)
			.isThrownBy(() -> opened(sealed, new ECKeyGenerator(Curve.P_256).generate()));
		assertThat(new BankClient(file("bank-b-test")).get("/cases/" + no).send().problem()).isEqualTo("not_found");
	}

	@Test
	void eachTimeItStandsInTheFarmsLogAndWithThePerson() throws Exception {
		var bank = new BankClient(file("bank-a-test"));
		var no = scenario(bank);
		bank.get("/cases/" + no).send();
		bank.get("/cases/" + no).send();
		bank.get("/cases").send();

		assertThat(sandbox("""
				select (select count(*) from credit_access_log l
				         where l.resource = a.no || ' 身份证号和手机号（加密交给银行）'
				           and l.outcome = 'GRANTED' and l.consent_id is not null)::text,
				       (select string_agg(r.field || ' ' || r.times, ',') from (
				          select field, count(*) as times from platform_personal_read
				           where person_id = q.id and purpose like '%' || a.no || '%' group by field) r)""", no))
			.containsExactly("2", "resident-id 2");
	}

	@Test
	void aBankWithoutAKeyIsToldSoAndNothingIsOpened() throws Exception {
		var bank = new BankClient(file("bank-b-test"));
		var no = scenario(bank);

		var answer = bank.get("/cases/" + no).send().json();
		assertThat(answer.path("identity").isNull()).isTrue();
		assertThat(answer.path("identityAbsent").asString()).isEqualTo("NO_KEY");
		assertThat(sandbox("""
				select (select count(*) from credit_access_log l where l.resource like a.no || ' %')::text,
				       (select count(*) from platform_personal_read where person_id = q.id)::text""", no))
			.containsExactly("0", "0");
	}

	/** A token is not given to who signs with the key for encryption. */
	@Test
	void theKeyForEncryptionSignsNothing() throws Exception {
		var content = (tools.jackson.databind.node.ObjectNode) json.readTree(Files.readString(file("bank-a-test")));
		content.set("privateKey", content.get("encryptionKey"));
		var forged = Files.createTempFile("bank", ".json");
		Files.writeString(forged, content.toString());

		assertThat(new BankClient(forged).token).isEmpty();
		Files.delete(forged);
	}

	private String scenario(BankClient bank) throws Exception {
		var made = bank.post("/sandbox/scenarios", "{\"state\":\"DISPATCHED\"}").signed().send();
		assertThat(made.status()).as(made.text()).isEqualTo(201);
		return made.json().path("caseNo").asString();
	}

	private Path file(String client) {
		return data.resolve("demo/clients/" + client + ".json");
	}

	private ECKey key(String client) throws Exception {
		return ECKey.parse(json.readTree(Files.readString(file(client))).path("encryptionKey").toString());
	}

	private static String opened(String sealed, ECKey key) throws Exception {
		var envelope = JWEObject.parse(sealed);
		envelope.decrypt(new ECDHDecrypter(key));
		return envelope.getPayload().toString();
	}

	/** Two columns of a case with its head. */
	private List<String> sandbox(String columns, String no) {
		return Tenant.callAs(SANDBOX,
				() -> Objects.requireNonNull(transaction.execute(_ -> sql.sql(columns + "\n" + """
						from credit_application a
						  join member_post p on p.member_id = a.member_id and p.role = 'HEAD' and p.to_on is null
						  join member_person q on q.id = p.person_id where a.no = ?""")
					.param(no)
					.query((row, n) -> List.of(row.getString(1), row.getString(2)))
					.single())));
	}

}
