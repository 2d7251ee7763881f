package cn.jinfu.kernel;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A mobile number of mainland China: 11 digits, 13 to 19 first (电信网编号计划, 2017). Spaces,
 * hyphens and +86 as people write them are dropped. Personal data: shown, logged and
 * written to JSON masked; sealed before it is stored.
 */
public record MobileNumber(String value) {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public MobileNumber {
		value = value.strip().replaceAll("[ -]", "");
		if (value.startsWith("+86")) {
			value = value.substring(3);
		}
		if (!Digits.areDigits(value)) {
			throw new RuleBroken("kernel.mobile.character");
		}
		if (value.length() != 11) {
			throw new RuleBroken("kernel.mobile.length", value.length());
		}
		if (value.charAt(0) != '1' || value.charAt(1) < '3') {
			throw new RuleBroken("kernel.mobile.prefix");
		}
	}

	@JsonValue
	public String masked() {
		return Masks.mobile(value);
	}

	@Override
	public String toString() {
		return masked();
	}

}
