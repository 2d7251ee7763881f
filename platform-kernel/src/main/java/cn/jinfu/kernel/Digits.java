package cn.jinfu.kernel;

/**
 * Plain ASCII digits: {@link Character#isDigit} also takes full-width and Arabic-Indic
 * ones.
 */
final class Digits {

	private Digits() {
	}

	static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

	static boolean areDigits(String text) {
		return !text.isEmpty() && text.chars().allMatch(c -> isDigit((char) c));
	}

}
