package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * A small map of a few plots as a drawing of our own, without anybody's tiles. Over a
 * village the ground is flat enough: degrees become units of the drawing by one factor
 * each way.
 *
 * @param width of the drawing, in its own units
 * @param west degrees at its left edge
 * @param north degrees at its upper edge
 * @param perLon units of the drawing per degree of longitude
 */
public record PlotMap(int width, int height, double west, double north, double perLon, double perLat,
		List<Drawn> plots) {

	private static final int WIDTH = 600;

	private static final int MARGIN = 20;

	/** A village's worth where a single plot would fill the drawing. */
	private static final double SMALLEST_DEGREES = 0.0008;

	/**
	 * @param points of an SVG polygon
	 * @param self whether it is the plot that the page is about
	 */
	public record Drawn(@Nullable UUID id, String name, String state, String points, boolean self) {
	}

	/** Null while none of them has a boundary. */
	static @Nullable PlotMap of(List<BoundaryQueries.Shape> shapes, @Nullable UUID self) {
		if (shapes.isEmpty()) {
			return null;
		}
		var west = edge(shapes, 0, true);
		var east = edge(shapes, 0, false);
		var south = edge(shapes, 1, true);
		var north = edge(shapes, 1, false);
		var narrow = Math.cos(Math.toRadians((south + north) / 2));
		var across = Math.max((east - west) * narrow, SMALLEST_DEGREES);
		var down = Math.max(north - south, SMALLEST_DEGREES);
		var perLat = Math.min((WIDTH - 2 * MARGIN) / across, (WIDTH - 2 * MARGIN) / down);
		var perLon = perLat * narrow;
		var left = (west + east) / 2 - WIDTH / (2 * perLon);
		var height = (int) Math.ceil(down * perLat) + 2 * MARGIN;
		var top = (south + north) / 2 + height / (2 * perLat);
		return new PlotMap(WIDTH, height, left, top, perLon, perLat,
				shapes.stream()
					.map(it -> new Drawn(it.id(), it.name(), it.state(), points(it.ring(), left, top, perLon, perLat),
							it.id() != null && it.id().equals(self)))
					.toList());
	}

	private static double edge(List<BoundaryQueries.Shape> shapes, int from, boolean least) {
		var all = shapes.stream()
			.flatMapToDouble(it -> IntStream.range(0, it.ring().size() / 2)
				.mapToDouble(n -> it.ring().get(2 * n + from).doubleValue()));
		return (least ? all.min() : all.max()).orElseThrow();
	}

	private static String points(List<BigDecimal> ring, double left, double top, double perLon, double perLat) {
		return IntStream.range(0, ring.size() / 2)
			.mapToObj(n -> String.format(Locale.ROOT, "%.1f,%.1f", (ring.get(2 * n).doubleValue() - left) * perLon,
					(top - ring.get(2 * n + 1).doubleValue()) * perLat))
			.collect(Collectors.joining(" "));
	}

}
