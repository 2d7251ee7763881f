package cn.jinfu.platform.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Ids;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
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

	private JWEObject sealed() throws Exception {
		return JWEObject.parse(keys.of("bank-x").orElseThrow().seal("text".getBytes(UTF_8)));
	}

	private void registered(JWK... all) {
		var text = new JWKSet(List.of(all)).toPublicJWKSet().toString();
		when(clients.find("bank-x")).thenReturn(Optional
			.of(new MachineClients.Client("bank-x", "330482", Ids.next(), "x", text, "{\"keys\":[]}", "cases.read")));
	}

}
