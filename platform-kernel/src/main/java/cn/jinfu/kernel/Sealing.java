package cn.jinfu.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ciphers behind {@link PersonalData}. The name of the algorithm travels with each
 * key, so that another one can be added beside it; what is sealed starts with its nonce.
 */
final class Sealing {

	static final String AES_256_GCM = "AES-256-GCM";

	private static final int NONCE = 12;

	private static final int TAG_BITS = 128;

	private static final SecureRandom RANDOM = new SecureRandom();

	private Sealing() {
	}

	/** Wrong key, changed text, or text that belongs to another place. */
	static final class Broken extends RuntimeException {

		private static final long serialVersionUID = 1L;

		Broken(String message) {
			super(message);
		}

	}

	static byte[] newKey() {
		var key = new byte[32];
		RANDOM.nextBytes(key);
		return key;
	}

	/** Seals; {@code bound} must be given again, unchanged, to open. */
	static byte[] seal(String algorithm, byte[] key, byte[] plain, String bound) {
		require(algorithm);
		try {
			var nonce = new byte[NONCE];
			RANDOM.nextBytes(nonce);
			var sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(plain);
			var all = Arrays.copyOf(nonce, NONCE + sealed.length);
			System.arraycopy(sealed, 0, all, NONCE, sealed.length);
			return all;
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException(failure);
		}
	}

	/** Opens, or is {@link Broken}. */
	static byte[] open(String algorithm, byte[] key, byte[] sealed, String bound) {
		require(algorithm);
		if (sealed.length < NONCE + TAG_BITS / 8) {
			throw new Broken("sealed text is too short");
		}
		try {
			return cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE), bound).doFinal(sealed, NONCE,
					sealed.length - NONCE);
		}
		catch (AEADBadTagException wrong) {
			throw new Broken("sealed text does not open: wrong key, changed, or not of this place");
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException(failure);
		}
	}

	static byte[] mac(byte[] key, String text) {
		try {
			var mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException(failure);
		}
	}

	static String fingerprint(byte[] key) {
		return HexFormat.of().formatHex(sha256(key), 0, 8);
	}

	static byte[] sha256(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (GeneralSecurityException failure) {
			throw new IllegalStateException(failure);
		}
	}

	private static Cipher cipher(int mode, byte[] key, byte[] nonce, String bound) throws GeneralSecurityException {
		var cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

	private static void require(String algorithm) {
		if (!AES_256_GCM.equals(algorithm)) {
			throw new IllegalStateException("unknown sealing algorithm " + algorithm);
		}
	}

}
