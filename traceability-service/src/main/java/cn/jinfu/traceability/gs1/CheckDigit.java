package cn.jinfu.traceability.gs1;

/**
 * The last digit of a GTIN, SSCC, GLN and most other keys: weights 3 and 1 from the
 * right, filled up to a multiple of ten.
 */
public final class CheckDigit {

	private CheckDigit() {
	}

	/**
	 * @param body the digits before it
	 */
	public static char of(String body) {
		int sum = 0;
		for (int i = body.length() - 1, weight = 3; i >= 0; i--, weight = 4 - weight) {
			sum += weight * Character.digit(body.charAt(i), 10);
		}
		return Character.forDigit((10 - sum % 10) % 10, 10);
	}

	static boolean digitsOnly(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) < '0' || text.charAt(i) > '9') {
				return false;
			}
		}
		return true;
	}

	/** Digits alone, the last of them the right one. */
	public static boolean fits(String digits) {
		return digits.length() > 1 && digitsOnly(digits)
				&& of(digits.substring(0, digits.length() - 1)) == digits.charAt(digits.length() - 1);
	}

}
