package cn.jinfu.supply.product;

import cn.jinfu.kernel.Refusal.RuleBroken;

/**
 * A trade item number with its check digit (GB 12904, GS1 General Specifications),
 * widened to fourteen digits.
 */
final class Gtin {

	private Gtin() {
	}

	/**
	 * @param typed 8, 12, 13 or 14 digits
	 * @throws RuleBroken for another length, another character or a wrong check digit
	 */
	static String parse(String typed) {
		var digits = typed.strip();
		if (!digits.matches("\\d{8}|\\d{12,14}")) {
			throw new RuleBroken("supply.product.gtin").at("gtin");
		}
		var wide = "0".repeat(14 - digits.length()) + digits;
		var sum = 0;
		for (var i = 0; i < 14; i++) {
			sum += (wide.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
		}
		if (sum % 10 != 0) {
			throw new RuleBroken("supply.product.gtin").at("gtin");
		}
		return wide;
	}

}
