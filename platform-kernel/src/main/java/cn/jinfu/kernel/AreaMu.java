package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

import cn.jinfu.kernel.Refusal.RuleBroken;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** An area in 亩 (1 亩 = 1/15 ha = 10000/15 m²), four decimals: a square foot or so. */
public record AreaMu(@JsonValue BigDecimal mu) implements Comparable<AreaMu> {

	private static final BigDecimal MU_PER_HECTARE = BigDecimal.valueOf(15);

	private static final BigDecimal SQUARE_METRES_PER_15_MU = BigDecimal.valueOf(10_000);

	private static final BigDecimal LIMIT = BigDecimal.valueOf(100_000_000);

	public static final AreaMu ZERO = new AreaMu(BigDecimal.ZERO);

	@JsonCreator
	public AreaMu {
		if (mu.signum() < 0) {
			throw new RuleBroken("kernel.area.negative");
		}
		if (mu.compareTo(LIMIT) >= 0) {
			throw new RuleBroken("kernel.area.too-large");
		}
		if (mu.stripTrailingZeros().scale() > 4) {
			throw new RuleBroken("kernel.area.too-fine");
		}
		mu = mu.setScale(4, RoundingMode.UNNECESSARY);
	}

	public static AreaMu of(String mu) {
		return new AreaMu(new BigDecimal(mu));
	}

	/** Rounds half-up to the fourth decimal of a 亩. */
	public static AreaMu ofHectares(BigDecimal hectares) {
		return new AreaMu(hectares.multiply(MU_PER_HECTARE).setScale(4, RoundingMode.HALF_UP));
	}

	/** Rounds half-up to the fourth decimal of a 亩. */
	public static AreaMu ofSquareMetres(BigDecimal squareMetres) {
		return new AreaMu(
				squareMetres.multiply(MU_PER_HECTARE).divide(SQUARE_METRES_PER_15_MU, 4, RoundingMode.HALF_UP));
	}

	/** Six decimals, half-up: 1 亩 is 0.066667 ha. */
	public BigDecimal hectares() {
		return mu.divide(MU_PER_HECTARE, 6, RoundingMode.HALF_UP);
	}

	/** Two decimals, half-up: 1 亩 is 666.67 m². */
	public BigDecimal squareMetres() {
		return mu.multiply(SQUARE_METRES_PER_15_MU).divide(MU_PER_HECTARE, 2, RoundingMode.HALF_UP);
	}

	public AreaMu plus(AreaMu other) {
		return new AreaMu(mu.add(other.mu));
	}

	@Override
	public int compareTo(AreaMu other) {
		return mu.compareTo(other.mu);
	}

	/** As people write it: without trailing zeros. */
	@Override
	public String toString() {
		return mu.signum() == 0 ? "0" : mu.stripTrailingZeros().toPlainString();
	}

}
