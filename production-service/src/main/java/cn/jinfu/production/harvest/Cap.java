package cn.jinfu.production.harvest;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/** What area and yield allow a planting to give; all in kg. */
final class Cap {

	private Cap() {
	}

	/**
	 * The part of a lot beyond the cap.
	 * @param cap null while nothing is proved (unverified plot, no yield decided): then
	 * all of it is beyond
	 * @param before what was harvested before this lot
	 */
	static BigDecimal above(@Nullable BigDecimal cap, BigDecimal before, BigDecimal weight) {
		if (cap == null) {
			return weight;
		}
		return before.add(weight).subtract(cap).max(BigDecimal.ZERO).min(weight);
	}

}
