package cn.jinfu.production.iot.device;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a device shows: the token of its HTTP address and its password at the broker. It
 * has 256 random bits, so a plain digest of it is enough to find it again and nothing to
 * guess it by.
 */
public record Secret(String text) {

	private static final SecureRandom RANDOM = new SecureRandom();

	/** What Mosquitto itself writes for a new password. */
	private static final int ITERATIONS = 101;

	public static Secret next() {
		var bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
	}

	public String hash() {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException absent) {
			throw new IllegalStateException(absent);
		}
	}

	/**
	 * The device's name at the broker: each of its secrets has one of its own, so that
	 * two may be valid at once.
	 */
	public static String user(String tenantId, String sn, String hash) {
		return tenantId + "." + sn + "." + hash.substring(0, 8);
	}

	/** As a line of Mosquitto's password file has it: PBKDF2 with SHA-512. */
	public String brokerHash() {
		var salt = new byte[12];
		RANDOM.nextBytes(salt);
		try {
			var key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
				.generateSecret(new PBEKeySpec(text.toCharArray(), salt, ITERATIONS, 512));
			var base64 = Base64.getEncoder();
			return "$7$" + ITERATIONS + "$" + base64.encodeToString(salt) + "$"
					+ base64.encodeToString(key.getEncoded());
		}
		catch (GeneralSecurityException absent) {
			throw new IllegalStateException(absent);
		}
	}

	/** Never the text itself, in logs and elsewhere. */
	@Override
	public String toString() {
		return "Secret[***]";
	}

}
