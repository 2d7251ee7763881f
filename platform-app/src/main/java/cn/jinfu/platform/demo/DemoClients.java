package cn.jinfu.platform.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

import cn.jinfu.db.EmbeddedPostgresAutoConfiguration.EmbeddedDatabase;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Ids;
import cn.jinfu.platform.client.SandboxClients;
import cn.jinfu.platform.security.KeyFiles;
import cn.jinfu.platform.security.MachineClients;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import lombok.RequiredArgsConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Two banks, a partner of the trace and a weather service with keys drawn at the first
 * start. Each client's file says all that a developer needs, private keys included, so it
 * is readable by its owner only; it is written again at each start with the address of
 * that start.
 */
@Component
@RequiredArgsConstructor
class DemoClients {

	private static final String BANK_SCOPES = "cases.read cases.evidence cases.write loans.write events.read"
			+ " webhooks.manage keys.manage facilities.read facilities.write calc";

	private static final String TRACE_SCOPES = "epcis.capture epcis.query";

	/**
	 * @param api where its interface begins
	 * @param encrypts whether it has a key to which personal data are encrypted
	 */
	private record Demo(String clientId, String name, String scopes, String api, boolean encrypts) {
	}

	private static final List<Demo> DEMOS = List.of(new Demo("bank-a", "示例银行甲", BANK_SCOPES, "/api/partner/v1", true),
			new Demo("bank-b", "示例银行乙", BANK_SCOPES, "/api/partner/v1", false),
			new Demo("epcis-demo", "示例追溯伙伴", TRACE_SCOPES, "/epcis/v2", false),
			new Demo("weather-demo", "示例气象台", "weather.write", "/api/v1", false));

	private final MachineClients clients;

	private final JsonMapper json;

	private final ObjectProvider<EmbeddedDatabase> embedded;

	@Value("${jinfu.demo:true}")
	private boolean wanted;

	@Value("${jinfu.data}")
	private Path data;

	@EventListener
	@Order(0)
	void write(WebServerInitializedEvent event)
			throws IOException, JOSEException, GeneralSecurityException, ParseException {
		if (!wanted || embedded.getIfAvailable() == null
				|| event.getApplicationContext().getServerNamespace() != null) {
			return;
		}
		var base = "http://localhost:" + event.getWebServer().getPort();
		for (var demo : DEMOS) {
			var file = file(demo.clientId());
			if (clients.find(demo.clientId()).isEmpty()) {
				create(demo, file, base);
			}
			else if (Files.exists(file)) {
				rewrite(demo, file, base);
			}
			if (demo.scopes().equals(BANK_SCOPES) && Files.exists(file)) {
				twin(demo, file);
			}
		}
	}

	private Path file(String clientId) {
		return data.resolve("demo/clients/" + clientId + ".json");
	}

	/** The same keys under the name that the bank has in the sandbox. */
	private void twin(Demo demo, Path file) throws IOException {
		var content = (tools.jackson.databind.node.ObjectNode) json.readTree(Files.readString(file));
		var clientId = demo.clientId() + SandboxClients.SUFFIX;
		content.put("clientId", clientId);
		KeyFiles.write(file(clientId), json.writerWithDefaultPrettyPrinter().writeValueAsString(content));
	}

	private void create(Demo demo, Path file, String base) throws IOException, JOSEException, GeneralSecurityException {
		var clientId = demo.clientId();
		var key = new ECKeyGenerator(Curve.P_256).keyID(clientId + "-1").algorithm(JWSAlgorithm.ES256).generate();
		var messageKey = edwards(clientId + "-msg-1");
		var keys = new ArrayList<JWK>(List.of(key));
		if (demo.encrypts()) {
			keys.add(new ECKeyGenerator(Curve.P_256).keyID(clientId + "-enc-1")
				.keyUse(KeyUse.ENCRYPTION)
				.algorithm(JWEAlgorithm.ECDH_ES_A256KW)
				.generate());
		}
		clients.register(new MachineClients.Client(clientId, DemoWorld.MAIN_TENANT, Ids.next(), demo.name(),
				publicSet(keys), publicSet(List.of(messageKey)), demo.scopes()));
		var content = new LinkedHashMap<String, JsonNode>();
		content.put("clientId", json.valueToTree(clientId));
		content.put("tokenUri", json.valueToTree(base + "/oauth2/token"));
		content.put("apiBase", json.valueToTree(base + demo.api()));
		content.put("scopes", json.valueToTree(demo.scopes()));
		content.put("privateKey", json.readTree(key.toJSONString()));
		content.put("messageKey", json.readTree(messageKey.toJSONString()));
		if (demo.encrypts()) {
			content.put("encryptionKey", json.readTree(keys.getLast().toJSONString()));
		}
		KeyFiles.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(content));
	}

	private void rewrite(Demo demo, Path file, String base) throws IOException {
		var content = (tools.jackson.databind.node.ObjectNode) json.readTree(Files.readString(file));
		content.put("tokenUri", base + "/oauth2/token");
		content.put("apiBase", base + demo.api());
		content.put("scopes", demo.scopes());
		KeyFiles.write(file, json.writerWithDefaultPrettyPrinter().writeValueAsString(content));
	}

	private static String publicSet(List<? extends JWK> keys) {
		return new JWKSet(keys.stream().map(JWK::toPublicJWK).toList()).toString();
	}

	private static OctetKeyPair edwards(String kid) throws GeneralSecurityException {
		var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
		var point = ((EdECPublicKey) pair.getPublic()).getPoint();
		var x = littleEndian(point.getY());
		if (point.isXOdd()) {
			x[31] |= (byte) 0x80;
		}
		var d = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
		return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(x)).d(Base64URL.encode(d))
			.keyID(kid)
			.algorithm(JWSAlgorithm.Ed25519)
			.build();
	}

	/** RFC 8032: 32 bytes, least significant first. */
	private static byte[] littleEndian(BigInteger number) {
		var big = number.toByteArray();
		var little = new byte[32];
		for (int i = 0; i < big.length && i < 32; i++) {
			little[i] = big[big.length - 1 - i];
		}
		return little;
	}

}
