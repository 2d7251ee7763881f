package cn.jinfu.platform.security;

import java.util.Optional;

import cn.jinfu.credit.PartnerEncryption;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * The first key with {@code use} enc among a client's registered keys: EC on a curve of
 * NIST, or RSA of 2048 bits at least.
 */
@Component
@RequiredArgsConstructor
class PartnerEncryptionKeys implements PartnerEncryption {

	private static final int LEAST_BITS = 2048;

	private final MachineClients clients;

	@Override
	public Optional<Envelope> of(String clientId) {
		return clients.find(clientId)
			.flatMap(client -> client.keys().getKeys().stream().filter(PartnerEncryptionKeys::encrypts).findFirst())
			.map(key -> plain -> sealed(key, plain));
	}

	private static boolean encrypts(JWK key) {
		if (!KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
			return false;
		}
		return switch (key) {
			case ECKey ec -> Curve.P_256.equals(ec.getCurve()) || Curve.P_384.equals(ec.getCurve())
					|| Curve.P_521.equals(ec.getCurve());
			case RSAKey rsa -> rsa.size() >= LEAST_BITS;
			default -> false;
		};
	}

	private static String sealed(JWK key, byte[] plain) {
		try {
			var rsa = key instanceof RSAKey;
			var header = new JWEHeader.Builder(rsa ? JWEAlgorithm.RSA_OAEP_256 : JWEAlgorithm.ECDH_ES_A256KW,
					EncryptionMethod.A256GCM)
				.keyID(key.getKeyID())
				.contentType("application/json")
				.build();
			var envelope = new JWEObject(header, new Payload(plain));
			envelope.encrypt(rsa ? new RSAEncrypter(key.toRSAKey()) : new ECDHEncrypter(key.toECKey()));
			return envelope.serialize();
		}
		catch (JOSEException failure) {
			throw new IllegalStateException(failure);
		}
	}

}
