package cn.jinfu.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.Locale;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * 公民身份号码: 18 characters with date of birth and a check (GB 11643-1999, ISO 7064 MOD
 * 11-2). The 15-digit numbers of the first generation are void since 2013-01-01 (居民身份证法)
 * and are refused. Personal data: shown, logged and written to JSON masked; sealed before
 * it is stored.
 */
public record ResidentId(String value) {

	private static final int[] WEIGHTS = { 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2 };

	private static final String CHECKS = "10X98765432";

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public ResidentId {
		value = value.strip().toUpperCase(Locale.ROOT);
		if (value.length() == 15 && Digits.areDigits(value)) {
			throw new RuleBroken("kernel.resident-id.fifteen-digits");
		}
		if (value.length() != 18) {
			throw new RuleBroken("kernel.resident-id.length", value.length());
		}
		if (!Digits.areDigits(value.substring(0, 17)) || CHECKS.indexOf(value.charAt(17)) < 0) {
			throw new RuleBroken("kernel.resident-id.character");
		}
		if (!DivisionCode.isProvince(value.substring(0, 2))) {
			throw new RuleBroken("kernel.resident-id.division");
		}
		dateIn(value);
		if (value.charAt(17) != checkOf(value)) {
			throw new RuleBroken("kernel.resident-id.check-digit");
		}
	}

	public LocalDate birthDate() {
		return dateIn(value);
	}

	/** Full years of age. Refused when the date of birth is later than {@code day}. */
	public int ageOn(LocalDate day) {
		if (birthDate().isAfter(day)) {
			throw new RuleBroken("kernel.resident-id.future-date");
		}
		return Period.between(birthDate(), day).getYears();
	}

	@JsonValue
	public String masked() {
		return Masks.id(value);
	}

	private static LocalDate dateIn(String value) {
		try {
			return LocalDate.of(Integer.parseInt(value, 6, 10, 10), Integer.parseInt(value, 10, 12, 10),
					Integer.parseInt(value, 12, 14, 10));
		}
		catch (DateTimeException _) {
			throw new RuleBroken("kernel.resident-id.date");
		}
	}

	private static char checkOf(String value) {
		int sum = 0;
		for (int i = 0; i < 17; i++) {
			sum += (value.charAt(i) - '0') * WEIGHTS[i];
		}
		return CHECKS.charAt(sum % 11);
	}

	@Override
	public String toString() {
		return masked();
	}

}
