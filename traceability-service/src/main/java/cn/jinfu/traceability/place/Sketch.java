package cn.jinfu.traceability.place;

import java.math.BigDecimal;
import java.util.Collection;

/** Places as points of a small drawing: north is up, and nothing is stretched. */
public final class Sketch {

	/** Degrees. */
	public record Point(BigDecimal lon, BigDecimal lat) {
	}

	private final int width;

	private final int height;

	private final double lon;

	private final double lat;

	private final double flat;

	private final double perLat;

	private Sketch(int width, int height, double lon, double lat, double flat, double perLat) {
		this.width = width;
		this.height = height;
		this.lon = lon;
		this.lat = lat;
		this.flat = flat;
		this.perLat = perLat;
	}

	/**
	 * So that all points are on it.
	 * @param edge left free on each side
	 * @param leastSpan degrees: two places side by side are not drawn worlds apart
	 * @param points at least one
	 */
	public static Sketch of(int width, int height, int edge, double leastSpan, Collection<Point> points) {
		var east = points.stream().mapToDouble(it -> it.lon().doubleValue()).summaryStatistics();
		var north = points.stream().mapToDouble(it -> it.lat().doubleValue()).summaryStatistics();
		var lat = (north.getMin() + north.getMax()) / 2;
		var flat = Math.cos(Math.toRadians(lat));
		var perLat = Math.min((width - 2 * edge) / Math.max((east.getMax() - east.getMin()) * flat, leastSpan),
				(height - 2 * edge) / Math.max(north.getMax() - north.getMin(), leastSpan));
		return new Sketch(width, height, (east.getMin() + east.getMax()) / 2, lat, flat, perLat);
	}

	public int x(Point point) {
		return (int) Math.round(width / 2.0 + (point.lon().doubleValue() - lon) * flat * perLat);
	}

	public int y(Point point) {
		return (int) Math.round(height / 2.0 - (point.lat().doubleValue() - lat) * perLat);
	}

}
