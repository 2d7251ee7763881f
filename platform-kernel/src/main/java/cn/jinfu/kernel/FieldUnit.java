package cn.jinfu.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * The units people in the field speak in. Weighed and poured ones have a fixed size; a
 * basket or a bottle holds what its owner or its label says, so it needs that content
 * with every use. Texts: {@code enum.FieldUnit.<NAME>}.
 */
public enum FieldUnit {

	/** 斤: 500 g. */
	JIN(Measure.MASS, 500),
	/** 公斤. */
	KILOGRAM(Measure.MASS, 1_000),
	/** 克. */
	GRAM(Measure.MASS, 1),
	/** 吨. */
	TONNE(Measure.MASS, 1_000_000),
	/** 毫升. */
	MILLILITRE(Measure.VOLUME, 1),
	/** 升. */
	LITRE(Measure.VOLUME, 1_000),
	/** 个, 枚, 只: counted, not weighed. */
	PIECE(Measure.COUNT, 1),
	/** 筐: its weight when full, as this farm fills it. */
	BASKET(null, 0),
	/** 桶: of fertiliser or spray, as the label or the sprayer says. */
	BUCKET(null, 0),
	/** 瓶: net content of the label. */
	BOTTLE(null, 0),
	/** 包, 袋: net content of the label. */
	BAG(null, 0);

	/** What can be added up; each has one base unit that tables store. */
	public enum Measure {

		/** Base unit gram. */
		MASS,
		/** Base unit millilitre. */
		VOLUME,
		/** Base unit piece. */
		COUNT

	}

	private final @Nullable Measure measure;

	private final BigDecimal size;

	FieldUnit(@Nullable Measure measure, long size) {
		this.measure = measure;
		this.size = BigDecimal.valueOf(size);
	}

	/** Whether each of these needs its content told. */
	public boolean isContainer() {
		return measure == null;
	}

	/** So many of this unit, in base units. Refused for containers. */
	public Quantity of(BigDecimal count) {
		if (measure == null) {
			throw new RuleBroken("kernel.unit.content-unknown", this);
		}
		return new Quantity(count.multiply(size), measure);
	}

	/** So many containers of that content each. Refused for units of a fixed size. */
	public Quantity of(BigDecimal count, Quantity each) {
		if (measure != null) {
			throw new RuleBroken("kernel.unit.not-a-container", this);
		}
		if (each.isZero()) {
			throw new RuleBroken("kernel.unit.content-unknown", this);
		}
		return new Quantity(each.base().multiply(count), each.measure());
	}

	/**
	 * An amount in the base unit of its measure (g, ml, piece), six decimals, never
	 * negative. Millilitres and grams are never added: density is not ours to guess.
	 */
	public record Quantity(BigDecimal base, Measure measure) {

		private static final BigDecimal LIMIT = new BigDecimal("1E12");

		private static final BigDecimal GRAMS_PER_KG = BigDecimal.valueOf(1_000);

		public Quantity {
			if (base.signum() < 0) {
				throw new RuleBroken("kernel.quantity.negative");
			}
			if (base.compareTo(LIMIT) >= 0) {
				throw new RuleBroken("kernel.quantity.too-large");
			}
			if (base.stripTrailingZeros().scale() > 6) {
				throw new RuleBroken("kernel.quantity.too-fine");
			}
			base = base.setScale(6, RoundingMode.UNNECESSARY);
		}

		public Quantity plus(Quantity other) {
			return new Quantity(base.add(sameMeasure(other).base), measure);
		}

		public Quantity minus(Quantity other) {
			return new Quantity(base.subtract(sameMeasure(other).base), measure);
		}

		public boolean isZero() {
			return base.signum() == 0;
		}

		/** Refused unless it is a mass. Rounds half-up to the milligram. */
		public WeightKg weight() {
			if (measure != Measure.MASS) {
				throw new RuleBroken("kernel.unit.different-measure", measure, Measure.MASS);
			}
			return new WeightKg(base.divide(GRAMS_PER_KG, 6, RoundingMode.HALF_UP));
		}

		/** This amount counted in a unit of a fixed size, half-up to six decimals. */
		public BigDecimal in(FieldUnit unit) {
			return count(unit.of(BigDecimal.ONE));
		}

		/** This amount counted in containers of that content. */
		public BigDecimal in(FieldUnit unit, Quantity each) {
			return count(unit.of(BigDecimal.ONE, each));
		}

		private BigDecimal count(Quantity one) {
			return base.divide(sameMeasure(one).base, 6, RoundingMode.HALF_UP);
		}

		private Quantity sameMeasure(Quantity other) {
			if (other.measure != measure) {
				throw new RuleBroken("kernel.unit.different-measure", other.measure, measure);
			}
			return other;
		}

	}

}
