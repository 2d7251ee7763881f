package cn.jinfu.kernel;

import java.util.Locale;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * 统一社会信用代码 of a legal person or other organisation: 18 characters, the last one a check
 * (GB 32100-2015: weights 3^i mod 31 over an alphabet without I, O, S, V, Z). Public, not
 * personal data.
 */
public record UnifiedSocialCreditCode(@JsonValue String value) {

	private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

	@JsonCreator
	public UnifiedSocialCreditCode {
		value = value.strip().toUpperCase(Locale.ROOT);
		if (value.length() != 18) {
			throw new RuleBroken("kernel.uscc.length", value.length());
		}
		for (int i = 0; i < 18; i++) {
			if (ALPHABET.indexOf(value.charAt(i)) < 0) {
				throw new RuleBroken("kernel.uscc.character", i + 1);
			}
		}
		for (int i = 2; i < 8; i++) {
			if (!Digits.isDigit(value.charAt(i))) {
				throw new RuleBroken("kernel.uscc.division");
			}
		}
		if (value.charAt(17) != checkOf(value)) {
			throw new RuleBroken("kernel.uscc.check-digit");
		}
	}

	/** The county of first registration, positions 3 to 8. */
	public String registeredIn() {
		return value.substring(2, 8);
	}

	private static char checkOf(String code) {
		int sum = 0;
		int weight = 1;
		for (int i = 0; i < 17; i++) {
			sum += ALPHABET.indexOf(code.charAt(i)) * weight;
			weight = weight * 3 % 31;
		}
		return ALPHABET.charAt((31 - sum % 31) % 31);
	}

	@Override
	public String toString() {
		return value;
	}

}
