package cn.jinfu.production.iot.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A series over a span, at most 660 points of three values each, whatever the span.
 *
 * @param source what it was made of: readings, hours or days
 * @param width of one point
 */
public record Chart(SeriesFacts series, Instant from, Instant to, Source source, Duration width, List<Point> points) {

	public enum Source {

		READINGS, HOURS, DAYS

	}

	/**
	 * @param at when its first reading was taken
	 */
	public record Point(Instant at, double min, double max, double avg, long n) {
	}

	public Chart {
		points = List.copyOf(points);
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
