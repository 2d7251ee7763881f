package cn.jinfu.kernel;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A bank card number: 16 to 19 digits with a Luhn check (ISO/IEC 7812-1). Passbooks and
 * accounts of companies are not cards and have no such check. Personal data: shown,
 * logged and written to JSON masked; sealed before it is stored.
 */
public record BankCard(String value) {

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public BankCard {
		value = value.strip().replaceAll("[ -]", "");
		if (!Digits.areDigits(value)) {
			throw new RuleBroken("kernel.bank-card.character");
		}
		if (value.length() < 16 || value.length() > 19) {
			throw new RuleBroken("kernel.bank-card.length", value.length());
		}
		if (luhn(value) % 10 != 0) {
			throw new RuleBroken("kernel.bank-card.check-digit");
		}
	}

	/** What receipts show. */
	public String lastFour() {
		return value.substring(value.length() - 4);
	}

	@JsonValue
	public String masked() {
		return Masks.card(value);
	}

	private static int luhn(String value) {
		int sum = 0;
		for (int i = 0; i < value.length(); i++) {
			int digit = value.charAt(value.length() - 1 - i) - '0';
			int doubled = digit * (i % 2 + 1);
			sum += doubled > 9 ? doubled - 9 : doubled;
		}
		return sum;
	}

	@Override
	public String toString() {
		return masked();
	}

}
