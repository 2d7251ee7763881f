package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.LinkedMultiValueMap;

@PlatformIT
class MachineTokenIT {

	@Autowired
	RestTestClient client;

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

	private record Answer(int status, Map<String, Object> body) {
	}

	@SuppressWarnings("unchecked")
	private Answer ask(String assertion) {
		var form = new LinkedMultiValueMap<String, String>();
		form.add("grant_type", "client_credentials");
		form.add("client_id", "bank-a");
		form.add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		form.add("client_assertion", assertion);
		var answer = client.post()
			.uri("/oauth2/token")
			.contentType(MediaType.APPLICATION_FORM_URLENCODED)
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
