package cn.jinfu.platform.security;

import java.text.ParseException;
import java.util.Optional;

import cn.jinfu.credit.PartnerEncryption;
import cn.jinfu.kernel.Refusal.RuleBroken;
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
 * Keys with {@code use} enc: EC on a curve of NIST, or RSA of 2048 bits at least. Of a
 * client's registered keys the first such one.
 */
@Component
@RequiredArgsConstructor
class PartnerEncryptionKeys implements PartnerEncryption {

	private static final int LEAST_BITS = 2048;

	private final MachineClients clients;

	@Override
	public Optional<Envelope> of(String clientId) {
		return clients.calling(clientId)
			.flatMap(client -> client.keys().getKeys().stream().filter(PartnerEncryptionKeys::encrypts).findFirst())
			.map(key -> plain -> sealed(key, plain));
	}

	private static boolean encrypts(JWK key) {
		return KeyUse.ENCRYPTION.equals(key.getKeyUse()) && flaw(key).isEmpty();
	}

	/** What is wrong with the material; empty where nothing is. */
	private static Optional<String> flaw(JWK key) {
		return Optional.ofNullable(switch (key) {
			case ECKey ec -> curve(ec.getCurve()) ? null : "credit.encryption-key.curve";
			case RSAKey rsa -> (rsa.size() >= LEAST_BITS) ? null : "credit.encryption-key.bits";
			default -> "credit.encryption-key.kind";
		});
	}

	private static boolean curve(Curve it) {
		return Curve.P_256.equals(it) || Curve.P_384.equals(it) || Curve.P_521.equals(it);
	}

	@Override
	public Key read(String jwk) {
		var key = parsed(jwk);
		if (key.isPrivate()) {
			// also of a symmetric key
			throw refused("credit.encryption-key.private");
		}
		if (!KeyUse.ENCRYPTION.equals(key.getKeyUse())) {
			throw refused("credit.encryption-key.use");
		}
		flaw(key).ifPresent(it -> {
			throw refused(it);
		});
		if (key.getKeyID() == null || !key.getKeyID().matches("[A-Za-z0-9][A-Za-z0-9._-]{0,59}")) {
			throw refused("credit.encryption-key.kid");
		}
		return new Key(key.getKeyID(),
				(key instanceof ECKey ec) ? ec.getCurve().getName() : key.getKeyType().getValue(),
				bare(key).toJSONString());
	}

	/** Without certificates, addresses and whatever else came with it. */
	private static JWK bare(JWK key) {
		return (key instanceof ECKey ec)
				? new ECKey.Builder(ec.getCurve(), ec.getX(), ec.getY()).keyUse(KeyUse.ENCRYPTION)
					.keyID(ec.getKeyID())
					.build()
				: new RSAKey.Builder(key.toRSAKey().getModulus(), key.toRSAKey().getPublicExponent())
					.keyUse(KeyUse.ENCRYPTION)
					.keyID(key.getKeyID())
					.build();
	}

	private static JWK parsed(String jwk) {
		try {
			return JWK.parse(jwk);
		}
		catch (ParseException | IllegalArgumentException | IllegalStateException noKey) {
			throw refused("credit.encryption-key.malformed");
		}
	}

	private static RuleBroken refused(String code) {
		return new RuleBroken(code).at("jwk");
	}

	@Override
	public Envelope to(Key key) {
		var parsed = parsed(key.jwk());
		return plain -> sealed(parsed, plain);
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
