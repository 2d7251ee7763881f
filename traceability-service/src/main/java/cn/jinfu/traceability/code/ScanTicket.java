package cn.jinfu.traceability.code;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * What a label's page hands out so that reading it can be counted, once: the code, the
 * second it was made, a number drawn for it and a keyed hash over all of these, with the
 * key of the label itself. Nothing is stored when it is handed out.
 */
public final class ScanTicket {

	/** A page that was opened longer ago is not read now. */
	private static final Duration LASTS = Duration.ofMinutes(10);

	private static final int TIME = 7;

	private static final int NUMBER = 13;

	private static final int SEAL = 16;

	private ScanTicket() {
	}

	/** What a ticket turned out to be. */
	public sealed interface Reading {

	}

	/**
	 * Ours.
	 *
	 * @param number drawn for this ticket
	 */
	public record Valid(String space, LabelSerial.Genuine label, long number) implements Reading {
	}

	/** Not ours, or changed on the way. */
	public record Wrong() implements Reading {
	}

	/** Ours, and too old. */
	public record Late() implements Reading {
	}

	/**
	 * @param serial as it was signed
	 */
	public static String issue(byte[] key, String space, String serial, Instant now) {
		var open = space + "." + serial + "." + Crockford.digits(now.getEpochSecond(), TIME)
				+ Crockford.digits(ThreadLocalRandom.current().nextLong(), NUMBER);
		return open + seal(key, open);
	}

	public static Reading read(IntFunction<byte @Nullable []> keys, String ticket, Instant now) {
		var parts = ticket.split("\\.", -1);
		if (parts.length != 3 || parts[2].length() != TIME + NUMBER + SEAL
				|| !parts[2].chars().allMatch(it -> Crockford.ALPHABET.indexOf(it) >= 0)) {
			return new Wrong();
		}
		if (!(LabelSerial.read(keys, parts[0], parts[1]) instanceof LabelSerial.Genuine label)) {
			return new Wrong();
		}
		var key = keys.apply(label.keyVersion());
		var open = ticket.substring(0, ticket.length() - SEAL);
		if (key == null || !MessageDigest.isEqual(seal(key, open).getBytes(StandardCharsets.US_ASCII),
				ticket.substring(open.length()).getBytes(StandardCharsets.US_ASCII))) {
			return new Wrong();
		}
		var made = Instant.ofEpochSecond(Crockford.number(parts[2].substring(0, TIME)));
		return now.isAfter(made.plus(LASTS)) ? new Late()
				: new Valid(parts[0], label, Crockford.number(parts[2].substring(TIME, TIME + NUMBER)));
	}

	private static String seal(byte[] key, String open) {
		var hash = LabelSerial.hmac(key, ("V" + open).getBytes(StandardCharsets.US_ASCII));
		return Crockford.digits(number(hash, 0), SEAL / 2) + Crockford.digits(number(hash, 8), SEAL / 2);
	}

	private static long number(byte[] hash, int from) {
		long value = 0;
		for (int i = from; i < from + 8; i++) {
			value = value << 8 | hash[i] & 0xFF;
		}
		return value;
	}

}
