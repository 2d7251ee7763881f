package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;

@PlatformIT
class MachineTokenIT {

	private static final String CASES = "/api/partner/v1/cases";

	@Autowired
	RestTestClient client;

	@Autowired
	JdbcClient sql;

	@LocalServerPort
	int port;

	@Value("${jinfu.data}")
	Path data;

	private Map<String, Object> file;

	private ECKey key;

	@BeforeEach
	@SuppressWarnings("unchecked")
	void readsItsFile() throws IOException, ParseException {
		var path = data.resolve("demo/clients/bank-a.json");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
		file = JSONObjectUtils.parse(Files.readString(path));
		key = ECKey.parse((Map<String, Object>) file.get("privateKey"));
		assertThat(file.get("tokenUri")).isEqualTo("http://localhost:" + port + "/oauth2/token");
	}

	@Test
	void rightAssertionGivesAToken() throws JOSEException {
		var token = ask(assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, 60));
		assertThat(token.status).isEqualTo(200);
		assertThat(token.body).containsKeys("access_token", "expires_in");
	}

	@Test
	void whoseCertificateHasEndedGetsNoToken() throws JOSEException {
		certificates("a".repeat(64) + "@2026-01-01");
		try {
			var refused = ask(assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, 60));
			assertThat(refused.status).isEqualTo(400);
			assertThat(refused.body).containsEntry("error", "certificate_expired").doesNotContainKey("access_token");
		}
		finally {
			certificates("");
		}
		assertThat(ask(assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, 60)).status)
			.isEqualTo(200);
	}

	/** Two people agreed on it once. */
	private void certificates(String held) {
		sql.sql("""
				update platform_client set wanted_profile = profile, wanted_addresses = addresses, wanted_certificates = ?,
				  wanted_by = gen_random_uuid(), wanted_name = 'x', wanted_at = now() where client_id = 'bank-a'""")
			.param(held)
			.update();
		sql.sql("""
				update platform_client set certificates = wanted_certificates, agreed_by = gen_random_uuid(),
				  wanted_profile = null, wanted_addresses = null, wanted_certificates = null, wanted_by = null,
				  wanted_name = null, wanted_at = null where client_id = 'bank-a'""").update();
	}

	/** Its only scope opens one door of ours: forecasts in, nothing out. */
	@Test
	void aWeatherServiceSendsForecastsAndReadsNothing() throws Exception {
		var token = new BankClient(data.resolve("demo/clients/weather-demo.json")).tokenFor("");
		var issuedAt = Instant.now().minusSeconds(60);
		var day = issuedAt.atZone(BusinessClock.ZONE).toLocalDate();
		var body = """
				{"source": "示例台", "issuedAt": "%s", "rows": [
				 {"division": "330482101", "day": "%s", "part": "NIGHT", "rainMm": 0, "windMs": 2, "tempMin": 3, "tempMax": 9},
				 {"division": "330482999", "day": "%s", "part": "NIGHT", "rainMm": 0, "windMs": 2, "tempMin": 3, "tempMax": 9}]}"""
			.formatted(issuedAt, day, day);
		for (var outcome : List.of("STORED", "REPEATED")) {
			var answer = client.post()
				.uri("/api/v1/weather-forecasts")
				.header("Authorization", "Bearer " + token)
				.contentType(MediaType.APPLICATION_JSON)
				.body(body)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.returnResult()
				.getResponseBody();
			assertThat(answer).contains(outcome, "production.weather.division");
		}
		for (var path : List.of("/api/v1/weather-forecasts", "/api/v1/weather-rules", "/api/v1/plantings")) {
			client.get().uri(path).header("Authorization", "Bearer " + token).exchange().expectStatus().isForbidden();
		}
		client.get().uri("/api/v1/weather-forecasts").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void anAssertionWorksOnce() throws JOSEException {
		var once = assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, 60);
		assertThat(ask(once).status).isEqualTo(200);
		assertThat(ask(once).status).isEqualTo(401);
	}

	@Test
	void anotherAudienceIsRefused() throws JOSEException {
		assertThat(ask(assertion("https://elsewhere.example/token", UUID.randomUUID().toString(), key, 60)).status)
			.isEqualTo(401);
	}

	@Test
	void anExpiredAssertionIsRefused() throws JOSEException {
		assertThat(ask(assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, -120)).status)
			.isEqualTo(401);
	}

	@Test
	void anotherKeyIsRefused() throws JOSEException {
		var stranger = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256)
			.keyID(key.getKeyID())
			.generate();
		assertThat(
				ask(assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), stranger, 60)).status)
			.isEqualTo(401);
	}

	@Test
	void boundTokenGoesWithAProofOfItsKeyAndNotWithout() throws JOSEException {
		var own = newKey();
		var token = bound(own);
		assertThat(call("DPoP", token, proof(own, token, "GET", CASES))).isEqualTo(200);
		assertThat(call("DPoP", token, null)).as("no proof").isEqualTo(401);
		assertThat(call("Bearer", token, null)).as("as a plain token").isEqualTo(401);
		assertThat(call("Bearer", token, proof(own, token, "GET", CASES))).as("proof under the wrong scheme")
			.isEqualTo(401);
		assertThat(call("DPoP", token, proof(own, token, "POST", CASES))).as("another method").isEqualTo(401);
		assertThat(call("DPoP", token, proof(own, token, "GET", "/api/partner/v1/events"))).as("another address")
			.isEqualTo(401);
		assertThat(call("DPoP", token, proof(newKey(), token, "GET", CASES))).as("another key").isEqualTo(401);
		assertThat(call("DPoP", token, proof(own, bound(own), "GET", CASES))).as("another token").isEqualTo(401);
		assertThat(call("DPoP", token, proof(own, token, "GET", address(CASES), Instant.now().minusSeconds(300))))
			.as("an old proof")
			.isEqualTo(401);
		assertThat(call("DPoP", token, proof(own, token, "GET", address(CASES), Instant.now().plusSeconds(300))))
			.as("a proof of the future")
			.isEqualTo(401);
		assertThat(call("DPoP", token, "nonsense")).isEqualTo(401);
	}

	@Test
	void aProofWorksOnceAtTheApiAndAtTheTokenEndpoint() throws JOSEException {
		var own = newKey();
		var token = bound(own);
		var once = proof(own, token, "GET", CASES);
		assertThat(call("DPoP", token, once)).isEqualTo(200);
		assertThat(call("DPoP", token, once)).isEqualTo(401);
		var forToken = proof(own, null, "POST", "/oauth2/token");
		assertThat(ask(fresh(), forToken).status).isEqualTo(200);
		var again = ask(fresh(), forToken);
		assertThat(again.status).isEqualTo(400);
		assertThat(again.body).containsEntry("error", "invalid_dpop_proof");
	}

	@Test
	void aProofForAnotherAddressOrMethodGivesNoToken() throws JOSEException {
		assertThat(ask(fresh(), proof(newKey(), null, "GET", "/oauth2/token")).status).isEqualTo(400);
		assertThat(ask(fresh(), proof(newKey(), null, "POST", "/oauth2/other")).status).isEqualTo(400);
	}

	@Test
	void plainTokenGoesAsBearerAndNotUnderTheOtherScheme() throws JOSEException {
		var token = String.valueOf(ask(fresh()).body.get("access_token"));
		assertThat(call("Bearer", token, null)).isEqualTo(200);
		assertThat(call("DPoP", token, proof(newKey(), token, "GET", CASES))).isEqualTo(401);
	}

	@Test
	void aClientThatMustBeBoundGetsAndUsesNoPlainToken() throws JOSEException {
		var plain = String.valueOf(ask(fresh()).body.get("access_token"));
		sql.sql("update platform_client set bound = true where client_id = 'bank-a'").update();
		try {
			var refused = ask(fresh());
			assertThat(refused.status).isEqualTo(400);
			assertThat(refused.body).containsEntry("error", "invalid_dpop_proof");
			assertThat(call("Bearer", plain, null)).isEqualTo(401);
			var own = newKey();
			var token = bound(own);
			assertThat(call("DPoP", token, proof(own, token, "GET", CASES))).isEqualTo(200);
		}
		finally {
			sql.sql("update platform_client set bound = false where client_id = 'bank-a'").update();
		}
		assertThat(call("Bearer", plain, null)).isEqualTo(200);
	}

	private record Answer(int status, Map<String, Object> body) {
	}

	private static ECKey newKey() throws JOSEException {
		return new ECKeyGenerator(Curve.P_256).generate();
	}

	private String fresh() throws JOSEException {
		return assertion(String.valueOf(file.get("tokenUri")), UUID.randomUUID().toString(), key, 60);
	}

	private String bound(ECKey own) throws JOSEException {
		var answer = ask(fresh(), proof(own, null, "POST", "/oauth2/token"));
		assertThat(answer.body).containsEntry("token_type", "DPoP");
		return String.valueOf(answer.body.get("access_token"));
	}

	private String address(String path) {
		return "http://localhost:" + port + path;
	}

	private String proof(ECKey own, @Nullable String token, String method, String path) throws JOSEException {
		return proof(own, token, method, address(path), Instant.now());
	}

	private static String proof(ECKey own, @Nullable String token, String method, String address, Instant at)
			throws JOSEException {
		var claims = new JWTClaimsSet.Builder().jwtID(UUID.randomUUID().toString())
			.claim("htm", method)
			.claim("htu", address)
			.issueTime(Date.from(at));
		if (token != null) {
			claims.claim("ath", Base64URL.encode(sha256(token)).toString());
		}
		var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).type(new JOSEObjectType("dpop+jwt"))
			.jwk(own.toPublicJWK())
			.build(), claims.build());
		jwt.sign(new ECDSASigner(own));
		return jwt.serialize();
	}

	private static byte[] sha256(String text) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
		}
		catch (NoSuchAlgorithmException impossible) {
			throw new AssertionError(impossible);
		}
	}

	/** A read of the partner API, as a stranger to its data would do it. */
	private int call(String scheme, String token, @Nullable String proof) {
		return client.get().uri(CASES).headers(headers -> {
			headers.set("Authorization", scheme + " " + token);
			if (proof != null) {
				headers.set("DPoP", proof);
			}
		}).exchange().returnResult(String.class).getStatus().value();
	}

	private Answer ask(String assertion) {
		return ask(assertion, null);
	}

	@SuppressWarnings("unchecked")
	private Answer ask(String assertion, @Nullable String proof) {
		var form = new LinkedMultiValueMap<String, String>();
		form.add("grant_type", "client_credentials");
		form.add("client_id", "bank-a");
		form.add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		form.add("client_assertion", assertion);
		var answer = client.post()
			.uri("/oauth2/token")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
			.headers(headers -> {
				if (proof != null) {
					headers.set("DPoP", proof);
				}
			})
			.body(form)
			.exchange()
			.expectBody(Map.class)
			.returnResult();
		var body = answer.getResponseBody();
		return new Answer(answer.getStatus().value(), (body != null) ? body : Map.of());
	}

	private static String assertion(String audience, String jti, ECKey key, int seconds) throws JOSEException {
		var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
				new JWTClaimsSet.Builder().issuer("bank-a")
					.subject("bank-a")
					.audience(audience)
					.expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
					.jwtID(jti)
					.build());
		jwt.sign(new ECDSASigner(key));
		return jwt.serialize();
	}

}
