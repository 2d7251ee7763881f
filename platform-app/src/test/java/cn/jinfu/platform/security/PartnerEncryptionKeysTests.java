package cn.jinfu.platform.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.RuleBroken;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;

/** Which of a client's keys is encrypted to, and how. */
class PartnerEncryptionKeysTests {

	private final MachineClients clients = mock(MachineClients.class);

	private final PartnerEncryptionKeys keys = new PartnerEncryptionKeys(clients);

	@Test
	void anEllipticKeyOpens() throws Exception {
		var key = new ECKeyGenerator(Curve.P_384).keyID("e").keyUse(KeyUse.ENCRYPTION).generate();
		registered(new ECKeyGenerator(Curve.P_256).keyID("s").generate(), key);
		var envelope = sealed();
		envelope.decrypt(new ECDHDecrypter(key));
		assertThat(envelope.getPayload()).hasToString("text");
		assertThat(envelope.getHeader().getKeyID()).isEqualTo("e");
	}

	@Test
	void anRsaKeyOpens() throws Exception {
		var key = new RSAKeyGenerator(2048).keyID("r").keyUse(KeyUse.ENCRYPTION).generate();
		registered(key);
		var envelope = sealed();
		assertThat(envelope.getHeader().getAlgorithm().getName()).isEqualTo("RSA-OAEP-256");
		envelope.decrypt(new RSADecrypter(key));
		assertThat(envelope.getPayload()).hasToString("text");
	}

	@Test
	void nothingIsEncryptedToAKeyForSignaturesOrAWeakOne() throws Exception {
		assertThat(keys.of("bank-x")).as("nobody").isEmpty();
		registered(new ECKeyGenerator(Curve.P_256).keyID("plain").generate(),
				new ECKeyGenerator(Curve.P_256).keyID("sig").keyUse(KeyUse.SIGNATURE).generate(),
				new RSAKeyGenerator(1024, true).keyID("weak").keyUse(KeyUse.ENCRYPTION).generate());
		assertThat(keys.of("bank-x")).isEmpty();
	}

	@Test
	void aKeyThatIsReadOpens() throws Exception {
		for (var own : List.<JWK>of(new ECKeyGenerator(Curve.P_256).keyID("e1").keyUse(KeyUse.ENCRYPTION).generate(),
				new ECKeyGenerator(Curve.P_521).keyID("e2").keyUse(KeyUse.ENCRYPTION).generate(),
				new RSAKeyGenerator(2048).keyID("r").keyUse(KeyUse.ENCRYPTION).generate())) {
			var read = keys.read(own.toPublicJWK().toJSONString());
			assertThat(read.kid()).isEqualTo(own.getKeyID());
			assertThat(read.kind()).isEqualTo((own instanceof ECKey ec) ? ec.getCurve().getName() : "RSA");
			var envelope = JWEObject.parse(keys.to(read).seal("text".getBytes(UTF_8)));
			envelope.decrypt((own instanceof ECKey ec) ? new ECDHDecrypter(ec) : new RSADecrypter(own.toRSAKey()));
			assertThat(envelope.getPayload()).hasToString("text");
		}
	}

	@Test
	void ofAKeyOnlyItsPublicPartIsKept() throws Exception {
		var key = new ECKeyGenerator(Curve.P_256).keyID("e").keyUse(KeyUse.ENCRYPTION).generate().toPublicJWK();
		var more = new HashMap<>(key.toJSONObject());
		more.put("x5u", "https://bank.example/c");
		more.put("note", "more");
		assertThat(JSONObjectUtils.parse(keys.read(JSONObjectUtils.toJSONString(more)).jwk())).containsOnlyKeys("kty",
				"use", "kid", "crv", "x", "y");
	}

	@Test
	void whatCannotBeUsedIsRefused() throws Exception {
		var good = new ECKeyGenerator(Curve.P_256).keyID("e").keyUse(KeyUse.ENCRYPTION).generate();
		var open = good.toPublicJWK().toJSONString();
		refused("malformed", "no key");
		refused("malformed", "{\"kty\":\"EC\"}");
		refused("malformed", open.replace("\"EC\"", "\"XX\""));
		refused("malformed", open.replaceFirst("\"x\":\"[^\"]*\"", "\"x\":\"AAAA\""));
		refused("private", good.toJSONString());
		refused("private", new RSAKeyGenerator(2048).keyID("r").keyUse(KeyUse.ENCRYPTION).generate().toJSONString());
		refused("private",
				new OctetSequenceKeyGenerator(256).keyID("o").keyUse(KeyUse.ENCRYPTION).generate().toJSONString());
		refused("use", open.replace("\"enc\"", "\"sig\""));
		refused("use", new ECKeyGenerator(Curve.P_256).keyID("e").generate().toPublicJWK().toJSONString());
		refused("curve",
				new ECKeyGenerator(Curve.SECP256K1).provider(new BouncyCastleProvider())
					.keyID("e")
					.keyUse(KeyUse.ENCRYPTION)
					.generate()
					.toPublicJWK()
					.toJSONString());
		refused("kind",
				"{\"kty\":\"OKP\",\"crv\":\"X25519\",\"use\":\"enc\",\"kid\":\"o\",\"x\":\"" + "A".repeat(43) + "\"}");
		refused("bits",
				new RSAKeyGenerator(1024, true).keyID("r")
					.keyUse(KeyUse.ENCRYPTION)
					.generate()
					.toPublicJWK()
					.toJSONString());
		refused("kid",
				new ECKeyGenerator(Curve.P_256).keyUse(KeyUse.ENCRYPTION).generate().toPublicJWK().toJSONString());
		refused("kid", open.replace("\"kid\":\"e\"", "\"kid\":\"e e\""));
	}

	private void refused(String reason, String jwk) {
		assertThatExceptionOfType(RuleBroken.class).as(jwk)
			.isThrownBy(() -> keys.read(jwk))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.encryption-key." + reason));
	}

	private JWEObject sealed() throws Exception {
		return JWEObject.parse(keys.of("bank-x").orElseThrow().seal("text".getBytes(UTF_8)));
	}

	private void registered(JWK... all) {
		var text = new JWKSet(List.of(all)).toPublicJWKSet().toString();
		when(clients.calling("bank-x")).thenReturn(Optional
			.of(new MachineClients.Client("bank-x", "330482", Ids.next(), "x", text, "{\"keys\":[]}", "cases.read")));
	}

}
