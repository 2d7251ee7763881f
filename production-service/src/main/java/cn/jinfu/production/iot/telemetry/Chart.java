package cn.jinfu.production.iot.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import cn.jinfu.production.iot.device.SeriesKind;
import org.jspecify.annotations.Nullable;

/**
 * A series over a span, at most 660 points of three values each, whatever the span. Of a
 * meter that only rises it shows what was used in an hour, not where the pointer stood.
 *
 * @param source what it was made of: readings, or sums of five minutes, hours or days
 * @param width of one point
 */
public record Chart(SeriesFacts series, Instant from, Instant to, Source source, Duration width, List<Point> points) {

	public enum Source {

		READINGS, FIVES, HOURS, DAYS

	}

	/**
	 * @param at when its first reading was taken
	 */
	public record Point(Instant at, double min, double max, double avg, long n) {
	}

	public Chart {
		points = List.copyOf(points);
	}

	/** Whether values are used amounts per hour. */
	public boolean isRate() {
		return series.kind() == SeriesKind.COUNTER;
	}

	/** Of the values drawn. */
	public String unit() {
		return isRate() ? series.unit() + "/h" : series.unit();
	}

	/** An hour's use is finer than what the meter shows. */
	public int scale() {
		return isRate() ? Math.min(6, series.scale() + 2) : series.scale();
	}

	/** Between two points further apart than this there was silence. */
	public Duration silence() {
		var interval = Duration.ofSeconds(3L * series.intervalS());
		var twice = width.multipliedBy(2);
		return (interval.compareTo(twice) > 0) ? interval : twice;
	}

	public @Nullable Double lowest() {
		return points.stream().map(Point::min).min(Double::compare).orElse(null);
	}

	public @Nullable Double highest() {
		return points.stream().map(Point::max).max(Double::compare).orElse(null);
	}

}
