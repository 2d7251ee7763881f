package cn.jinfu.traceability.code;

import java.security.SecureRandom;
import java.util.Locale;

/**
 * The number that leads whoever told something without a name back to the answer; sixty
 * bits by chance, so that nobody finds another's.
 */
public final class Receipt {

	private static final int DIGITS = 12;

	private static final SecureRandom CHANCE = new SecureRandom();

	private Receipt() {
	}

	public static String next() {
		return Crockford.digits(CHANCE.nextLong(), DIGITS);
	}

	/** As it was given out, however it was typed. */
	public static String read(String typed) {
		return typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
	}

}
