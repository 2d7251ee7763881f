package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.ToDoSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/**
 * A bank's certificates: registered by two people with their last day, and out after it.
 */
@DisplayName("R33: certificates end, are warned of and take turns")
class ClientCertificateIT extends OverHttp {

	private static final String PATH = "/api/v1/clients/bank-b/profile-";

	/** Drawn with openssl, good until 2036-11-24. */
	private static final String PEM = """
			-----BEGIN CERTIFICATE-----
			MIIBdzCCAR2gAwIBAgIURguh2gCwzoDHb48qLiO8Kidce7EwCgYIKoZIzj0EAwIw
			ETEPMA0GA1UEAwwGYmFuay14MB4XDTI2MTEyNzA2Mjg0OVoXDTM2MTEyNDA2Mjg0
			OVowETEPMA0GA1UEAwwGYmFuay14MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
			RGk1tV7RVImlZ5logtS9VW8ZekkzMVULx6iisMBoTHxTMb2QOM2zlN1FBomp5InX
			ZTBW2Z3Wo8tRqqtOT3PabaNTMFEwHQYDVR0OBBYEFJ6sCSSJfMRUbkJVZzncdS5U
			sPxjMB8GA1UdIwQYMBaAFJ6sCSSJfMRUbkJVZzncdS5UsPxjMA8GA1UdEwEB/wQF
			MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALvICFyR1te2e1chDfuaw5oyXpG3Bcrq
			4fwMew3f9FGsAiAikMgEu9xxWz5T8FT82jjYSE/OjuXck4pItujuH2Gbjw==
			-----END CERTIFICATE-----
			""";

	private static final String HASH = "1029bdc52a2e3216090c72c5287c49129d2c4ce9cf50fb2a44094477c4a5333d";

	private static final String OTHER = "b".repeat(64);

	private final LocalDate today = LocalDate.now(BusinessClock.ZONE);

	@Autowired
	List<JobDefinition> jobs;

	@Autowired
	List<ToDoSource> sources;

	@Value("${jinfu.data}")
	Path data;

	private BankClient before;

	@BeforeEach
	void aTokenFromBefore() throws Exception {
		before = new BankClient(data.resolve("demo/clients/bank-b.json"));
	}

	@AfterEach
	void noCertificateAgain() {
		register("");
	}

	@Test
	void twoPeopleRegisterOneAndTheNextWithTheirDays() {
		refused(propose("{\"profile\":\"FAPI\",\"certificate\":\"%s\"}".formatted(OTHER)),
				HttpStatus.UNPROCESSABLE_CONTENT, "platform.client.certificate-end");
		refused(propose("{\"profile\":\"FAPI\",\"certificate\":\"no certificate\",\"certificateTo\":\"2036-01-01\"}"),
				HttpStatus.UNPROCESSABLE_CONTENT, "platform.client.certificate");
		refused(propose("{\"profile\":\"FAPI\",\"certificate\":\"%s\",\"certificateTo\":\"%s\"}".formatted(OTHER,
				today.minusDays(1))), HttpStatus.UNPROCESSABLE_CONTENT, "platform.client.certificate-over");
		var pem = json.writeValueAsString(PEM);
		refused(propose("{\"profile\":\"FAPI\",\"certificate\":%s,\"next\":\"%s\",\"nextTo\":\"2036-11-24\"}"
			.formatted(pem, HASH)), HttpStatus.UNPROCESSABLE_CONTENT, "platform.client.certificate-twice");
		assertThat(propose("{\"profile\":\"FAPI\",\"certificate\":%s,\"next\":\"%s\",\"nextTo\":\"%s\"}".formatted(pem,
				OTHER, today.plusYears(1))))
			.hasStatus(HttpStatus.NO_CONTENT);
		assertThat(line().path("door").path("certificates")).as("one person is not enough").isEmpty();
		refused(post(staff("credit.officer"), PATH + "confirmation", ""), HttpStatus.FORBIDDEN, "kernel.forbidden");
		assertThat(post(staff("security"), PATH + "confirmation", "")).hasStatus(HttpStatus.NO_CONTENT);

		var held = line().path("door").path("certificates");
		assertThat(held.path(0).path("sha256").asString()).isEqualTo(HASH);
		assertThat(held.path(0).path("lastDay").asString()).as("of the certificate itself").isEqualTo("2036-11-24");
		assertThat(held.path(1).path("lastDay").asString()).isEqualTo(today.plusYears(1).toString());
		assertThat(page("/console/clients")).contains(HASH.substring(0, 16), "到 2036-11-24").doesNotContain("??");
		assertThat(page("/console/clients/bank-b/profile")).contains(HASH, "value=\"2036-11-24\"", OTHER)
			.doesNotContain("??");
		var form = mvc.post()
			.uri("/console/clients/bank-b/profile")
			.with(authentication(staff("admin").authentication()))
			.with(csrf())
			.param("profile", "FAPI")
			.param("certificate", HASH)
			.exchange();
		assertThat(form).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT);
		assertThat(text(form)).contains("只填指纹时要填最后一天", HASH);
	}

	@Test
	void afterItsLastDayThereIsNoTokenAndNoCall() throws Exception {
		assertThat(before.get("/cases").send().status()).isEqualTo(200);
		register(HASH + "@" + today.minusDays(1));
		var answer = before.get("/cases").send();
		assertThat(answer.status()).isEqualTo(403);
		assertThat(answer.problem()).isEqualTo("certificate_expired");
		assertThat(answer.json().path("code").asInt()).isEqualTo(40307);
		assertThat(before.tokenFor("")).isEmpty();
		assertThat(page("/console/clients")).contains("已到期");
		register(HASH + "@" + today.minusDays(1) + " " + OTHER + "@" + today);
		assertThat(before.get("/cases").send().problem()).as("the next one would do, none was shown")
			.isEqualTo("ip_not_allowed");
		assertThat(before.tokenFor("")).isNotEmpty();
	}

	@Test
	void bothSidesAreWarnedSixtyThirtyAndSevenDaysBefore() {
		var job = jobs.stream().filter(it -> it.name().equals("credit.partner-key-ends")).findFirst().orElseThrow();
		var told = "select count(*)::text from credit_outbound_event e join credit_bank b on b.id = e.bank_id"
				+ " where e.type = 'certificate.ending' and b.client_id = 'bank-b' and e.subject = ?";
		for (int days : new int[] { 61, 60, 59, 30, 8, 7 }) {
			var hash = Integer.toHexString(days).repeat(64).substring(0, 64);
			register(hash + "@" + today.plusDays(days));
			Tenant.callAs(DemoWorld.MAIN_TENANT, () -> job.run(today));
			Tenant.callAs(DemoWorld.MAIN_TENANT, () -> job.run(today));
			assertThat(one(told, hash.substring(0, 40))).as(days + " days before")
				.isEqualTo((days == 60 || days == 30 || days == 7) ? "1" : "0");
			assertThat(tasks()).as(days + " days before").isEqualTo((days <= 60) ? 1 : 0);
		}
	}

	private long tasks() {
		var security = staff("security");
		return Objects.requireNonNull(Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> transaction.execute(_ -> sources.stream()
					.flatMap(it -> it.open(security, 100).stream())
					.filter(it -> it.titleKey().equals("platform.client.todo.certificate"))
					.count())));
	}

	@Test
	void theDatabaseWantsTheDayAndTwoPeopleToo() {
		assertThatThrownBy(() -> register(HASH))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("platform_client_certificate_end_tg"));
		assertThatThrownBy(() -> register("x@2030-01-01"))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("platform_client_certificates_ck"));
		assertThatThrownBy(() -> change("update platform_client set certificates = ? where client_id = 'bank-b'",
				HASH + "@2036-11-24"))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("platform_client_two_people_tg"));
	}

	private MvcTestResult propose(String body) {
		return post(staff("admin"), PATH + "proposal", body);
	}

	private JsonNode line() {
		return read(staff("auditor"), "/api/v1/clients?limit=100").path("items")
			.valueStream()
			.filter(it -> it.path("clientId").asString().equals("bank-b"))
			.findFirst()
			.orElseThrow();
	}

	private String page(String path) {
		var answer = send(staff("admin"), HttpMethod.GET, path, "", null);
		assertThat(answer).hasStatusOk();
		return text(answer);
	}

	/** As two people would have some time ago. */
	private void register(String certificates) {
		change("""
				update platform_client set wanted_profile = profile, wanted_addresses = addresses, wanted_certificates = ?,
				  wanted_by = gen_random_uuid(), wanted_name = 'x', wanted_at = now() where client_id = 'bank-b'""",
				certificates);
		change("""
				update platform_client set certificates = wanted_certificates, agreed_by = cast(? as uuid),
				  wanted_profile = null, wanted_addresses = null, wanted_certificates = null, wanted_by = null,
				  wanted_name = null, wanted_at = null where client_id = 'bank-b'""", UUID.randomUUID().toString());
	}

	private void change(String statement, String value) {
		Tenant.callAs(DemoWorld.MAIN_TENANT, () -> transaction.execute(_ -> sql.sql(statement).param(value).update()));
	}

}
