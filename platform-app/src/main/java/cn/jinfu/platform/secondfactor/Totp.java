package cn.jinfu.platform.secondfactor;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by the clock, RFC 6238 over RFC 4226. SHA-1 is what every authenticator
 * on a telephone knows; the keyed hash does not lean on what SHA-1 has lost.
 */
enum Totp {

	SHA1, SHA256, SHA512;

	static final int DIGITS = 6;

	static final int STEP_SECONDS = 30;

	/** A telephone's clock may be one step off either way. */
	static final int SKEW_STEPS = 1;

	private static final String BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	static long step(Instant at) {
		return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
	}

	String code(byte[] key, long step, int digits) {
		try {
			var mac = Mac.getInstance("Hmac" + name());
			mac.init(new SecretKeySpec(key, "RAW"));
			var hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
			var offset = hash[hash.length - 1] & 0xf;
			var number = ByteBuffer.wrap(hash).getInt(offset) & Integer.MAX_VALUE;
			var modulus = 1;
			for (var n = 0; n < digits; n++) {
				modulus *= 10;
			}
			return ("%0" + digits + "d").formatted(number % modulus);
		}
		catch (GeneralSecurityException absent) {
			throw new IllegalStateException(absent);
		}
	}

	/** RFC 4648, without padding: what the authenticators take. */
	static String base32(byte[] bytes) {
		var text = new StringBuilder();
		var buffer = 0;
		var bits = 0;
		for (var octet : bytes) {
			buffer = (buffer << 8) | (octet & 0xff);
			bits += 8;
			while (bits >= 5) {
				bits -= 5;
				text.append(BASE_32.charAt((buffer >> bits) & 31));
			}
		}
		if (bits > 0) {
			text.append(BASE_32.charAt((buffer << (5 - bits)) & 31));
		}
		return text.toString();
	}

}
