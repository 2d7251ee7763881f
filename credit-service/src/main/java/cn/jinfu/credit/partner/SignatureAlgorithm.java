package cn.jinfu.credit.partner;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSAEncoding;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * How a message is signed: a property of the key, never chosen by who sends. Keys are
 * plain bytes: Ed25519 as in RFC 8032, SM2 (GB/T 32918, the recommended curve and default
 * user id) as an uncompressed point and a number of 32 bytes.
 */
public enum SignatureAlgorithm {

	ED25519("ed25519") {
		@Override
		boolean verify(byte[] key, byte[] text, byte[] signature) {
			return key.length == Ed25519.PUBLIC_KEY_SIZE && signature.length == Ed25519.SIGNATURE_SIZE
					&& Ed25519.verify(signature, 0, key, 0, text, 0, text.length);
		}

		@Override
		byte[] sign(byte[] key, byte[] text) {
			var signature = new byte[Ed25519.SIGNATURE_SIZE];
			Ed25519.sign(key, 0, text, 0, text.length, signature, 0);
			return signature;
		}

		@Override
		boolean isKey(byte[] key) {
			return key.length == Ed25519.PUBLIC_KEY_SIZE && Ed25519.validatePublicKeyFull(key, 0);
		}
	},

	SM2_SM3("sm2-sm3") {
		@Override
		boolean verify(byte[] key, byte[] text, byte[] signature) {
			return sm2(key, text, signature, PlainDSAEncoding.INSTANCE)
					|| sm2(key, text, signature, StandardDSAEncoding.INSTANCE);
		}

		@Override
		byte[] sign(byte[] key, byte[] text) {
			try {
				var signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
				CipherParameters own = new ECPrivateKeyParameters(new BigInteger(1, key), CURVE);
				signer.init(true, new ParametersWithRandom(own, RANDOM));
				signer.update(text, 0, text.length);
				return signer.generateSignature();
			}
			catch (CryptoException impossible) {
				throw new IllegalStateException(impossible);
			}
		}

		@Override
		boolean isKey(byte[] key) {
			try {
				return key.length == 65 && key[0] == 4
						&& CURVE.validatePublicPoint(CURVE.getCurve().decodePoint(key)) != null;
			}
			catch (IllegalArgumentException notOnTheCurve) {
				return false;
			}
		}
	},

	/** The same secret signs and verifies. */
	HMAC_SHA256("hmac-sha256") {
		@Override
		boolean verify(byte[] key, byte[] text, byte[] signature) {
			return MessageDigest.isEqual(sign(key, text), signature);
		}

		@Override
		byte[] sign(byte[] key, byte[] text) {
			try {
				var mac = Mac.getInstance("HmacSHA256");
				mac.init(new SecretKeySpec(key, "HmacSHA256"));
				return mac.doFinal(text);
			}
			catch (GeneralSecurityException impossible) {
				throw new IllegalStateException(impossible);
			}
		}

		@Override
		boolean isKey(byte[] key) {
			return key.length == 32;
		}
	};

	private static final ECDomainParameters CURVE = new ECDomainParameters(CustomNamedCurves.getByName("sm2p256v1"));

	private static final SecureRandom RANDOM = new SecureRandom();

	private final String word;

	SignatureAlgorithm(String word) {
		this.word = word;
	}

	/** As in the parameter {@code alg} of a signature. */
	public String word() {
		return word;
	}

	abstract boolean verify(byte[] key, byte[] text, byte[] signature);

	abstract byte[] sign(byte[] key, byte[] text);

	/** Whether these bytes can be a key with which to verify. */
	abstract boolean isKey(byte[] key);

	/** A new pair: what is kept, and what is told. */
	record Pair(byte[] own, byte[] open) {
	}

	Pair draw() {
		return switch (this) {
			case ED25519 -> drawEdwards();
			case SM2_SM3 -> drawSm2();
			case HMAC_SHA256 -> {
				var secret = new byte[32];
				RANDOM.nextBytes(secret);
				yield new Pair(secret, new byte[0]);
			}
		};
	}

	private static Pair drawEdwards() {
		var own = new byte[Ed25519.SECRET_KEY_SIZE];
		var open = new byte[Ed25519.PUBLIC_KEY_SIZE];
		Ed25519.generatePrivateKey(RANDOM, own);
		Ed25519.generatePublicKey(own, 0, open, 0);
		return new Pair(own, open);
	}

	private static Pair drawSm2() {
		var number = BigInteger.ZERO;
		// below n - 1, as the standard wants
		while (number.signum() == 0 || number.compareTo(CURVE.getN().subtract(BigInteger.ONE)) >= 0) {
			number = new BigInteger(256, RANDOM);
		}
		return new Pair(org.bouncycastle.util.BigIntegers.asUnsignedByteArray(32, number),
				CURVE.getG().multiply(number).normalize().getEncoded(false));
	}

	private static boolean sm2(byte[] key, byte[] text, byte[] signature, DSAEncoding encoding) {
		try {
			var verifier = new SM2Signer(encoding);
			verifier.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(key), CURVE));
			verifier.update(text, 0, text.length);
			return verifier.verifySignature(signature);
		}
		catch (RuntimeException notGood) {
			return false;
		}
	}

}
