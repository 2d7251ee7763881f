package cn.jinfu.traceability.code;

/** Crockford's base 32: no I, L, O or U, so that a code can be read out and typed. */
public final class Crockford {

	static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

	private Crockford() {
	}

	/** The last {@code digits} digits, most significant first. */
	public static String digits(long value, int digits) {
		var text = new char[digits];
		for (int i = digits - 1; i >= 0; i--) {
			text[i] = ALPHABET.charAt((int) (value & 31));
			value >>>= 5;
		}
		return new String(text);
	}

	static long number(String digits) {
		long value = 0;
		for (int i = 0; i < digits.length(); i++) {
			value = value << 5 | ALPHABET.indexOf(digits.charAt(i));
		}
		return value;
	}

	/** Luhn modulo 32: factor 2 from the right, digit sums in base 32. */
	public static char check(String text) {
		int sum = 0;
		int factor = 2;
		for (int i = text.length() - 1; i >= 0; i--) {
			int product = ALPHABET.indexOf(text.charAt(i)) * factor;
			sum += product / 32 + product % 32;
			factor = 3 - factor;
		}
		return ALPHABET.charAt((32 - sum % 32) % 32);
	}

}
