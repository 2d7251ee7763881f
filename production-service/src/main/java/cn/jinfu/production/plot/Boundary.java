package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.Refusal.RuleBroken;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;

/**
 * The line round a plot: one ring, open (the first corner is not repeated), of WGS 84
 * degrees. Areas and overlaps are worked out in metres on a plane that touches the
 * ellipsoid at the plot; within a county that is right to a hundredth of a per cent.
 */
public record Boundary(List<Corner> corners) {

	public static final int MAX_CORNERS = 1000;

	/** Of the smaller plot; see docs/rules/fields.md. */
	static final BigDecimal WARN_PERCENT = new BigDecimal("1");

	static final BigDecimal BLOCK_PERCENT = new BigDecimal("2");

	/** A hundredth of a 亩: less is a slip of the finger. */
	private static final AreaMu SMALLEST = AreaMu.of("0.01");

	private static final AreaMu LARGEST = AreaMu.of("100000");

	private static final GeometryFactory PLANE = new GeometryFactory();

	public Boundary {
		corners = open(corners);
		if (corners.stream().distinct().count() < 3) {
			throw new RuleBroken("production.boundary.few").at("corners");
		}
		if (corners.size() > MAX_CORNERS) {
			throw new RuleBroken("production.boundary.many", corners.size(), MAX_CORNERS).at("corners");
		}
	}

	/**
	 * @param given in either direction, closed or not
	 * @param frame where the county lies
	 * @throws RuleBroken {@code production.boundary.*}, at {@code corners}
	 */
	static Boundary in(MapFrame frame, List<Corner> given) {
		for (var corner : given) {
			if (!frame.holds(corner)) {
				throw new RuleBroken(
						frame.holds(corner.swapped()) ? "production.boundary.swapped" : "production.boundary.outside",
						corner.lon().toPlainString(), corner.lat().toPlainString())
					.at("corners");
			}
		}
		var boundary = new Boundary(given);
		if (!boundary.shape(boundary.plane()).isValid()) {
			throw new RuleBroken("production.boundary.crossed").at("corners");
		}
		var area = boundary.areaMu();
		if (area.compareTo(SMALLEST) < 0) {
			throw new RuleBroken("production.boundary.small", area.mu(), SMALLEST.mu()).at("corners");
		}
		if (area.compareTo(LARGEST) > 0) {
			throw new RuleBroken("production.boundary.large", area.mu(), LARGEST.mu()).at("corners");
		}
		return boundary;
	}

	/** Without corners that only repeat the one before. */
	private static List<Corner> open(List<Corner> given) {
		var ring = new ArrayList<Corner>();
		for (var corner : given) {
			if (ring.isEmpty() || !ring.getLast().equals(corner)) {
				ring.add(corner);
			}
		}
		while (ring.size() > 1 && ring.getLast().equals(ring.getFirst())) {
			ring.removeLast();
		}
		return List.copyOf(ring);
	}

	public AreaMu areaMu() {
		return AreaMu.ofSquareMetres(BigDecimal.valueOf(shape(plane()).getArea()).setScale(4, RoundingMode.HALF_UP));
	}

	public MapFrame box() {
		return new MapFrame(corners.stream().map(Corner::lon).min(Comparator.naturalOrder()).orElseThrow(),
				corners.stream().map(Corner::lat).min(Comparator.naturalOrder()).orElseThrow(),
				corners.stream().map(Corner::lon).max(Comparator.naturalOrder()).orElseThrow(),
				corners.stream().map(Corner::lat).max(Comparator.naturalOrder()).orElseThrow());
	}

	/** How much of the smaller of the two both claim; per cent, two decimals. */
	BigDecimal overlapPercent(Boundary other) {
		var plane = plane();
		var mine = shape(plane);
		var theirs = other.shape(plane);
		var smaller = Math.min(mine.getArea(), theirs.getArea());
		return BigDecimal
			.valueOf(OverlayNGRobust.overlay(mine, theirs, OverlayNG.INTERSECTION).getArea() * 100 / smaller)
			.setScale(2, RoundingMode.HALF_UP);
	}

	private Plane plane() {
		var first = corners.getFirst();
		return new Plane(first.lon().doubleValue(),
				corners.stream().mapToDouble(it -> it.lat().doubleValue()).average().orElseThrow());
	}

	private Polygon shape(Plane plane) {
		var ring = new Coordinate[corners.size() + 1];
		for (int n = 0; n < corners.size(); n++) {
			ring[n] = plane.at(corners.get(n));
		}
		ring[corners.size()] = ring[0];
		return PLANE.createPolygon(ring);
	}

	/**
	 * Metres east and north of a point. Lengths of a degree on the WGS 84 ellipsoid as
	 * series of the latitude (NGA.SIG.0012, section on degree lengths).
	 */
	private record Plane(double lon, double lat) {

		Coordinate at(Corner corner) {
			var phi = Math.toRadians(lat);
			var perLat = 111132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi);
			var perLon = 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi);
			return new Coordinate((corner.lon().doubleValue() - lon) * perLon,
					(corner.lat().doubleValue() - lat) * perLat);
		}

	}

}
