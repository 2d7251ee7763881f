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
 * @param minDuration so long the value must stay beyond before it counts
 * @param clearDuration so long it must stay within before the alarm is over
 * @param minSamples and so many readings must say so
 */
public record Limits(Comparison comparison, @Nullable Double raiseLow, @Nullable Double raiseHigh,
		@Nullable Double clearLow, @Nullable Double clearHigh, Duration minDuration, Duration clearDuration,
		int minSamples) {

	public Limits {
		if ((comparison == Comparison.BELOW) != (raiseHigh == null) || (raiseHigh == null) != (clearHigh == null)) {
			throw new RuleBroken("production.alarm.high-limit").at("raiseHigh");
		}
		if ((comparison == Comparison.ABOVE) != (raiseLow == null) || (raiseLow == null) != (clearLow == null)) {
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
		if (isOdd(minDuration) || isOdd(clearDuration)) {
			throw new RuleBroken("production.alarm.duration").at("minMinutes");
		}
		if (minSamples < 1 || minSamples > 1000) {
			throw new RuleBroken("production.alarm.samples").at("minSamples");
		}
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
