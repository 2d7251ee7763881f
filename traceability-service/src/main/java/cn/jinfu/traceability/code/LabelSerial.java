package cn.jinfu.traceability.code;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * The sixteen characters of a label: {@code K BBBBBBBB MMMMMM C} in Crockford's base 32.
 * K is the key version, B the running number through a four-round Feistel network (so
 * that it looks random yet leads back to the range it was issued in), M thirty bits of a
 * keyed hash, C a Luhn check character. A slip of the pen fails at C; a code that nobody
 * issued fails at M.
 *
 * <p>
 * Rules: docs/rules/traceability.md, section "Code format"; held by five vectors.
 */
public final class LabelSerial {

	/** Running numbers end here: forty bits. */
	public static final long MAX = (1L << 40) - 1;

	private static final int LENGTH = 16;

	private static final int GROUP = 4;

	private static final int HALF = 0xFFFFF;

	/** By key; there are at most as many as versions. */
	private static final Map<ByteBuffer, Mac> PREPARED = new ConcurrentHashMap<>();

	private LabelSerial() {
	}

	/** What reading a serial found. */
	public sealed interface Reading {

	}

	/** Ours: signed with a key of ours for this code space. */
	public record Genuine(int keyVersion, long number) implements Reading {
	}

	/** Not a serial at all, or its check character does not fit: somebody mistyped. */
	public record Mistyped() implements Reading {
	}

	/** Well-formed, but not signed by us: another platform's, or made up. */
	public record Foreign() implements Reading {
	}

	/**
	 * @param space GTIN-14, or the product's own code where it has no GTIN
	 * @param keyVersion 0 to 31
	 * @param number 0 to {@link #MAX}
	 */
	public static String encode(byte[] key, int keyVersion, String space, long number) {
		if (keyVersion < 0 || keyVersion >= Crockford.ALPHABET.length() || number < 0 || number > MAX) {
			throw new IllegalArgumentException(keyVersion + "/" + number);
		}
		var body = Crockford.ALPHABET.charAt(keyVersion) + Crockford.digits(scramble(key, space, number), 8);
		var signed = body + Crockford.digits(mac(key, space, body), 6);
		return signed + Crockford.check(signed);
	}

	/**
	 * Reads what somebody scanned or typed: case, blanks and hyphens do not matter, O
	 * reads as 0, I and L as 1.
	 * @param keys key by version; null when we never had that version
	 */
	public static Reading read(IntFunction<byte @Nullable []> keys, String space, String typed) {
		var serial = normalise(typed);
		if (serial == null || serial.charAt(LENGTH - 1) != Crockford.check(serial.substring(0, LENGTH - 1))) {
			return new Mistyped();
		}
		var version = Crockford.ALPHABET.indexOf(serial.charAt(0));
		var key = keys.apply(version);
		if (key == null) {
			return new Foreign();
		}
		var body = serial.substring(0, 9);
		var expected = Crockford.digits(mac(key, space, body), 6).getBytes(StandardCharsets.US_ASCII);
		var given = serial.substring(9, 15).getBytes(StandardCharsets.US_ASCII);
		if (!MessageDigest.isEqual(expected, given)) {
			return new Foreign();
		}
		return new Genuine(version, unscramble(key, space, Crockford.number(serial.substring(1, 9))));
	}

	/** As it was signed: without blanks and hyphens, O as 0, I and L as 1. */
	public static String plain(String typed) {
		var serial = normalise(typed);
		if (serial == null) {
			throw new IllegalArgumentException(typed);
		}
		return serial;
	}

	/** The key's version, which stands first. */
	public static int keyVersion(String plain) {
		return Crockford.ALPHABET.indexOf(plain.charAt(0));
	}

	/** In groups of four, as printed. */
	public static String grouped(String serial) {
		var groups = new StringBuilder(serial.length() * 5 / 4);
		for (int at = 0; at < serial.length(); at += GROUP) {
			groups.append((at == 0) ? "" : " ").append(serial, at, Math.min(at + GROUP, serial.length()));
		}
		return groups.toString();
	}

	/**
	 * @return the sixteen characters, or null when this cannot be a serial
	 */
	static @Nullable String normalise(String typed) {
		var serial = new char[LENGTH];
		int length = 0;
		for (int i = 0; i < typed.length(); i++) {
			var digit = Character.toUpperCase(typed.charAt(i));
			if (digit == '-' || Character.isWhitespace(digit)) {
				continue;
			}
			var read = (digit == 'O') ? '0' : (digit == 'I' || digit == 'L') ? '1' : digit;
			if (length == LENGTH || Crockford.ALPHABET.indexOf(read) < 0) {
				return null;
			}
			serial[length++] = read;
		}
		return (length == LENGTH) ? new String(serial) : null;
	}

	private static long scramble(byte[] key, String space, long number) {
		int left = (int) (number >>> 20);
		int right = (int) (number & HALF);
		for (int round = 0; round < 4; round++) {
			int next = left ^ round(key, space, round, right);
			left = right;
			right = next;
		}
		return ((long) left << 20) | right;
	}

	private static long unscramble(byte[] key, String space, long scrambled) {
		int left = (int) (scrambled >>> 20);
		int right = (int) (scrambled & HALF);
		for (int round = 3; round >= 0; round--) {
			int before = right ^ round(key, space, round, left);
			right = left;
			left = before;
		}
		return ((long) left << 20) | right;
	}

	private static int round(byte[] key, String space, int round, int half) {
		var text = ("F" + round + space).getBytes(StandardCharsets.US_ASCII);
		var message = java.util.Arrays.copyOf(text, text.length + 3);
		message[text.length] = (byte) (half >>> 16);
		message[text.length + 1] = (byte) (half >>> 8);
		message[text.length + 2] = (byte) half;
		var hash = hmac(key, message);
		return ((hash[0] & 0xFF) << 16 | (hash[1] & 0xFF) << 8 | (hash[2] & 0xFF)) & HALF;
	}

	private static long mac(byte[] key, String space, String body) {
		var hash = hmac(key, ("M" + space + "\u001d" + body).getBytes(StandardCharsets.US_ASCII));
		long first = (hash[0] & 0xFFL) << 24 | (hash[1] & 0xFFL) << 16 | (hash[2] & 0xFFL) << 8 | (hash[3] & 0xFFL);
		return first >>> 2;
	}

	static byte[] hmac(byte[] key, byte[] message) {
		try {
			// looking for a provider and preparing the key costs more than the hash
			return ((Mac) PREPARED.computeIfAbsent(ByteBuffer.wrap(key), LabelSerial::prepared).clone())
				.doFinal(message);
		}
		catch (CloneNotSupportedException absent) {
			throw new IllegalStateException("the platform's own HmacSHA256 can be copied", absent);
		}
	}

	private static Mac prepared(ByteBuffer key) {
		try {
			var mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key.array(), "HmacSHA256"));
			return mac;
		}
		catch (GeneralSecurityException absent) {
			throw new IllegalStateException("every Java platform has HmacSHA256", absent);
		}
	}

}
