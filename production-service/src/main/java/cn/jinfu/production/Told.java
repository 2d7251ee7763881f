package cn.jinfu.production;

import java.math.BigDecimal;

import cn.jinfu.kernel.FieldUnit;
import cn.jinfu.kernel.FieldUnit.Measure;
import cn.jinfu.kernel.FieldUnit.Quantity;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * A quantity as the farm says it (R6): three buckets of 20 g. What it amounts to is
 * stored beside it, and both are shown.
 *
 * @param each content of one container in base units; null for units of a fixed size
 */
public record Told(BigDecimal count, FieldUnit unit, @Nullable BigDecimal each) {

	public Told {
		if (count.signum() <= 0) {
			throw new RuleBroken("production.quantity.not-positive").at("quantity");
		}
		count = Plain.of(count);
		each = (unit.isContainer() && each != null) ? Plain.of(each) : null;
	}

	/**
	 * What it amounts to.
	 * @throws RuleBroken when the unit measures something else, or the content of a
	 * container was not told
	 */
	public Quantity amount(Measure measure) {
		if (!unit.isContainer()) {
			var amount = unit.of(count);
			if (amount.measure() != measure) {
				throw new RuleBroken("kernel.unit.different-measure", amount.measure(), measure).at("unit");
			}
			return amount;
		}
		if (each == null || each.signum() <= 0) {
			throw new RuleBroken("production.quantity.each-missing", unit).at("each");
		}
		return unit.of(count, new Quantity(each, measure));
	}

	/** From three columns of a row; null when nothing was told. */
	public static @Nullable Told of(@Nullable BigDecimal count, @Nullable String unit, @Nullable BigDecimal each) {
		return (count == null || unit == null) ? null : new Told(count, FieldUnit.valueOf(unit), each);
	}

	/** Content of one container in kilograms; null for units of a fixed size. */
	public @Nullable BigDecimal eachKg() {
		return (each != null) ? each.movePointLeft(3) : null;
	}

}
