package cn.jinfu.production.iot.alarm;

import java.time.Duration;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * Where an alarm begins and where it ends. Between the two nothing changes: without that
 * strip a value that trembles at its limit would ring at every step.
 *
 * @param raiseHigh above it an alarm begins; null for BELOW
 * @param clearHigh at or below it the alarm ends
 * @param raiseLow below it an alarm begins; null for ABOVE
 * @param clearLow at or above it the alarm ends
 * @param margin for STANDARD: so far within the range the alarm ends; else null
 * @param minDuration so long the value must stay beyond before it counts
 * @param clearDuration so long it must stay within before the alarm is over
 * @param minSamples and so many readings must say so
 */
public record Limits(Comparison comparison, @Nullable Double raiseLow, @Nullable Double raiseHigh,
		@Nullable Double clearLow, @Nullable Double clearHigh, @Nullable Double margin, Duration minDuration,
		Duration clearDuration, int minSamples) {

	public Limits {
		if ((comparison == Comparison.BELOW || follows(comparison)) != (raiseHigh == null)
				|| (raiseHigh == null) != (clearHigh == null)) {
			throw new RuleBroken("production.alarm.high-limit").at("raiseHigh");
		}
		if ((comparison == Comparison.ABOVE || follows(comparison)) != (raiseLow == null)
				|| (raiseLow == null) != (clearLow == null)) {
			throw new RuleBroken("production.alarm.low-limit").at("raiseLow");
		}
		if (raiseHigh != null && clearHigh != null && clearHigh > raiseHigh) {
			throw new RuleBroken("production.alarm.hysteresis").at("clearHigh");
		}
		if (raiseLow != null && clearLow != null && clearLow < raiseLow) {
			throw new RuleBroken("production.alarm.hysteresis").at("clearLow");
		}
		if (clearLow != null && clearHigh != null && clearLow > clearHigh) {
			throw new RuleBroken("production.alarm.hysteresis").at("clearLow");
		}
		if (follows(comparison) != (margin != null) || (margin != null && !(margin >= 0 && Double.isFinite(margin)))) {
			throw new RuleBroken("production.alarm.margin").at("margin");
		}
		if (isOdd(minDuration) || isOdd(clearDuration)) {
			throw new RuleBroken("production.alarm.duration").at("minMinutes");
		}
		if (minSamples < 1 || minSamples > 1000) {
			throw new RuleBroken("production.alarm.samples").at("minSamples");
		}
	}

	/** Fixed ones. */
	public Limits(Comparison comparison, @Nullable Double raiseLow, @Nullable Double raiseHigh,
			@Nullable Double clearLow, @Nullable Double clearHigh, Duration minDuration, Duration clearDuration,
			int minSamples) {
		this(comparison, raiseLow, raiseHigh, clearLow, clearHigh, null, minDuration, clearDuration, minSamples);
	}

	/**
	 * The standard's, for a stage: the alarm begins outside its range and ends the margin
	 * within it, at the latest in the middle.
	 */
	Limits of(StageRange range) {
		var low = range.low();
		var high = range.high();
		var inside = (margin != null) ? margin : 0;
		var middle = (low != null && high != null) ? (low + high) / 2 : Double.NaN;
		var clearFrom = (low != null) ? low + inside : Double.NaN;
		var clearTo = (high != null) ? high - inside : Double.NaN;
		if (low == null) {
			return new Limits(Comparison.ABOVE, null, high, null, clearTo, minDuration, clearDuration, minSamples);
		}
		if (high == null) {
			return new Limits(Comparison.BELOW, low, null, clearFrom, null, minDuration, clearDuration, minSamples);
		}
		return new Limits(Comparison.OUTSIDE, low, high, Math.min(clearFrom, middle), Math.max(clearTo, middle),
				minDuration, clearDuration, minSamples);
	}

	/**
	 * A farm's own while a stage lasts: never outside its range, whatever was asked for
	 * in the stage before.
	 */
	Limits within(StageRange range) {
		var low = (raiseLow != null && range.low() != null) ? Double.valueOf(Math.max(raiseLow, range.low()))
				: raiseLow;
		var high = (raiseHigh != null && range.high() != null) ? Double.valueOf(Math.min(raiseHigh, range.high()))
				: raiseHigh;
		var clearFrom = (low != null && clearLow != null) ? Double.valueOf(Math.max(low, clearLow)) : null;
		var clearTo = (high != null && clearHigh != null) ? Double.valueOf(Math.min(high, clearHigh)) : null;
		if (clearFrom != null && clearTo != null && clearFrom > clearTo) {
			// asked for in another stage, and nothing of it is left in this one
			return of(range);
		}
		return new Limits(comparison, low, high, clearFrom, clearTo, minDuration, clearDuration, minSamples);
	}

	private static boolean follows(Comparison comparison) {
		return comparison == Comparison.STANDARD;
	}

	private static boolean isOdd(Duration time) {
		return time.isNegative() || time.toHours() > 24;
	}

	boolean beyond(double value) {
		return (raiseHigh != null && value > raiseHigh) || (raiseLow != null && value < raiseLow);
	}

	boolean within(double value) {
		return (clearHigh == null || value <= clearHigh) && (clearLow == null || value >= clearLow);
	}

	/** Whichever of the two lies further out. */
	double worse(double one, double other) {
		return (distance(other) > distance(one)) ? other : one;
	}

	private double distance(double value) {
		var high = (raiseHigh != null) ? value - raiseHigh : Double.NEGATIVE_INFINITY;
		var low = (raiseLow != null) ? raiseLow - value : Double.NEGATIVE_INFINITY;
		return Math.max(high, low);
	}

}
