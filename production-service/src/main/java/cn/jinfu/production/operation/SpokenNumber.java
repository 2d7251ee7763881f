package cn.jinfu.production.operation;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * A number as it is spoken or typed, and where it ends in the text: 2.5, two hundred and
 * fifty, half.
 */
record SpokenNumber(BigDecimal value, int end) {

	private static final BigDecimal HALF = new BigDecimal("0.5");

	/** More digits than any amount on a field has count as nought. */
	private static final int DIGITS = 9;

	/** The number with which the text goes on there; null where it does not. */
	static @Nullable SpokenNumber at(String text, int from, SaidWords words) {
		var typed = typed(text, from);
		return (typed != null) ? typed : spoken(text, from, words);
	}

	private static @Nullable SpokenNumber typed(String text, int from) {
		var end = from;
		while (end < text.length() && isDigit(text.charAt(end))) {
			end++;
		}
		if (end == from) {
			return null;
		}
		if (end - from > DIGITS) {
			return new SpokenNumber(BigDecimal.ZERO, end);
		}
		var whole = end;
		if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
			end++;
			while (end < text.length() && isDigit(text.charAt(end)) && end - whole <= DIGITS) {
				end++;
			}
		}
		return new SpokenNumber(new BigDecimal(text.substring(from, end)), end);
	}

	private static boolean isDigit(char letter) {
		return letter >= '0' && letter <= '9';
	}

	private static @Nullable SpokenNumber spoken(String text, int from, SaidWords words) {
		var half = words.at("half", text, from);
		if (half.isPresent()) {
			return new SpokenNumber(HALF, from + half.get().text().length());
		}
		long myriads = 0;
		long sum = 0;
		long digit = -1;
		long scale = 0;
		var at = from;
		while (at < text.length() && at - from < 2 * DIGITS) {
			// a kilogram is spoken as a thousand grams
			if (words.at("unit", text, at).isPresent()) {
				break;
			}
			var one = words.at("digit", text, at);
			var ten = words.at("scale", text, at);
			if (one.isPresent()) {
				digit = Long.parseLong(one.get().code());
				at += one.get().text().length();
				if (digit == 0) {
					scale = 0;
				}
			}
			else if (ten.isPresent()) {
				var size = Long.parseLong(ten.get().code());
				at += ten.get().text().length();
				if (size >= 10_000) {
					myriads += (sum + Math.max(digit, 0)) * size;
					sum = 0;
				}
				else {
					// ten alone is one ten
					sum += ((digit < 0) ? 1 : digit) * size;
				}
				digit = -1;
				scale = size;
			}
			else {
				break;
			}
		}
		if (at == from) {
			return null;
		}
		// "a hundred and two" without the nought is a hundred and twenty
		var last = (digit < 0) ? 0 : (scale >= 100) ? digit * scale / 10 : digit;
		return point(text, at, BigDecimal.valueOf(myriads + sum + last), words);
	}

	private static SpokenNumber point(String text, int from, BigDecimal whole, SaidWords words) {
		var point = words.at("point", text, from);
		if (point.isEmpty()) {
			return new SpokenNumber(whole, from);
		}
		var at = from + point.get().text().length();
		var decimals = new StringBuilder();
		for (var digit = words.at("digit", text, at); digit.isPresent()
				&& decimals.length() < 3; digit = words.at("digit", text, at)) {
			decimals.append(digit.get().code());
			at += digit.get().text().length();
		}
		return decimals.isEmpty() ? new SpokenNumber(whole, from)
				: new SpokenNumber(whole.add(new BigDecimal("0." + decimals)), at);
	}

}
