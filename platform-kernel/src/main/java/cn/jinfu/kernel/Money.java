package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * An amount in yuan, always two decimals (分). Rounds only where a method says so. In JSON
 * {@code {"amount":"289000.00","currency":"CNY"}}: a string, because readers in other
 * languages turn numbers into binary fractions.
 */
public record Money(BigDecimal yuan) implements Comparable<Money> {

	public static final Money ZERO = of("0");

	/** Machines write plain digits: no exponent, no blanks, no other script. */
	private static final String JSON = "^-?[0-9]{1,16}(\\.[0-9]{1,2})?$";

	/** What {@code numeric(18,2)} holds. */
	private static final BigDecimal LIMIT = new BigDecimal("1E16");

	/**
	 * @throws ArithmeticException if {@code yuan} is finer than 分; callers round first
	 */
	public Money {
		yuan = yuan.setScale(2, RoundingMode.UNNECESSARY);
	}

	public static Money of(String yuan) {
		return new Money(new BigDecimal(yuan));
	}

	/**
	 * Reads an amount somebody typed or sent; the refusals say what is wrong with it.
	 */
	public static Money parse(String typed) {
		BigDecimal yuan;
		try {
			yuan = new BigDecimal(typed.strip());
		}
		catch (NumberFormatException _) {
			throw new RuleBroken("kernel.money.not-a-number");
		}
		// Asked before any arithmetic: "1e999999999" is a short text but a long number.
		if (yuan.precision() - (long) yuan.scale() > 16 || yuan.abs().compareTo(LIMIT) >= 0) {
			throw new RuleBroken("kernel.money.too-large");
		}
		if (yuan.signum() != 0 && yuan.stripTrailingZeros().scale() > 2) {
			throw new RuleBroken("kernel.money.finer-than-fen");
		}
		return yuan.signum() == 0 ? ZERO : new Money(yuan);
	}

	public Money plus(Money other) {
		return new Money(yuan.add(other.yuan));
	}

	public Money minus(Money other) {
		return new Money(yuan.subtract(other.yuan));
	}

	public Money negated() {
		return new Money(yuan.negate());
	}

	/** This amount times a rate (a fraction, not a percentage), rounded to 分. */
	public Money times(BigDecimal rate, RoundingMode rounding) {
		return new Money(yuan.multiply(rate).setScale(2, rounding));
	}

	public boolean isNegative() {
		return yuan.signum() < 0;
	}

	public boolean isPositive() {
		return yuan.signum() > 0;
	}

	public boolean isZero() {
		return yuan.signum() == 0;
	}

	public Money min(Money other) {
		return compareTo(other) <= 0 ? this : other;
	}

	public Money max(Money other) {
		return compareTo(other) >= 0 ? this : other;
	}

	/**
	 * Shares this amount by weight, half-up to 分; the shares always add up to exactly
	 * this amount.
	 * @throws IllegalArgumentException if a weight is negative or all are zero
	 */
	public List<Money> split(List<BigDecimal> weights) {
		var total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
		if (total.signum() <= 0 || weights.stream().anyMatch(it -> it.signum() < 0)) {
			throw new IllegalArgumentException("weights " + weights);
		}
		var shares = new ArrayList<Money>();
		var passed = BigDecimal.ZERO;
		var given = BigDecimal.ZERO;
		for (var weight : weights) {
			passed = passed.add(weight);
			var due = yuan.multiply(passed).divide(total, 2, RoundingMode.HALF_UP);
			shares.add(new Money(due.subtract(given)));
			given = due;
		}
		return List.copyOf(shares);
	}

	@Override
	public int compareTo(Money other) {
		return yuan.compareTo(other.yuan);
	}

	@Override
	public String toString() {
		return yuan.toPlainString();
	}

	@JsonValue
	Shape shape() {
		return new Shape(yuan.toPlainString(), "CNY");
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static Money read(Shape shape) {
		if (shape.currency() != null && !shape.currency().equals("CNY")) {
			throw new RuleBroken("kernel.money.other-currency");
		}
		if (shape.amount() == null) {
			throw new RuleBroken("kernel.money.not-a-number");
		}
		var money = parse(shape.amount());
		if (!shape.amount().matches(JSON)) {
			throw new RuleBroken("kernel.money.not-a-number");
		}
		return money;
	}

	/** The JSON form; a missing currency means yuan. */
	record Shape(@Size(max = 20) @Pattern(regexp = JSON) @Nullable String amount,
			@Size(max = 3) @Pattern(regexp = "^CNY$") @Nullable String currency) {
	}

}
