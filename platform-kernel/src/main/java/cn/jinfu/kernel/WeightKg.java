package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A weight in kilograms, never negative, down to the milligram. */
public record WeightKg(@JsonValue BigDecimal kg) implements Comparable<WeightKg> {

	private static final BigDecimal LIMIT = new BigDecimal("1E12");

	public static final WeightKg ZERO = new WeightKg(BigDecimal.ZERO);

	@JsonCreator
	public WeightKg {
		if (kg.signum() < 0) {
			throw new RuleBroken("kernel.weight.negative");
		}
		if (kg.compareTo(LIMIT) >= 0) {
			throw new RuleBroken("kernel.weight.too-large");
		}
		if (kg.stripTrailingZeros().scale() > 6) {
			throw new RuleBroken("kernel.weight.too-fine");
		}
		kg = kg.setScale(6, RoundingMode.UNNECESSARY);
	}

	public static WeightKg of(String kg) {
		return new WeightKg(new BigDecimal(kg));
	}

	public WeightKg plus(WeightKg other) {
		return new WeightKg(kg.add(other.kg));
	}

	/** Refused when it would fall below zero: nobody can hand out what is not there. */
	public WeightKg minus(WeightKg other) {
		return new WeightKg(kg.subtract(other.kg));
	}

	public WeightKg times(long count) {
		return new WeightKg(kg.multiply(BigDecimal.valueOf(count)));
	}

	public boolean isZero() {
		return kg.signum() == 0;
	}

	@Override
	public int compareTo(WeightKg other) {
		return kg.compareTo(other.kg);
	}

	/** As people write it: without trailing zeros. */
	@Override
	public String toString() {
		return kg.signum() == 0 ? "0" : kg.stripTrailingZeros().toPlainString();
	}

}
