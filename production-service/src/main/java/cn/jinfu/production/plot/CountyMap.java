package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The county's plots as a drawing: each with its line while there are few in view, as
 * dots of one colour where there are more than anybody could tell apart.
 *
 * @param places what lies below the division one looks at, with its plots
 * @param view where the drawing lies; null while no plot of the filter has a boundary
 * @param tiles pictures of the ground behind it, where the operator has named a server
 * @param inView plots with a boundary inside the drawing
 * @param outlines empty where there are dots
 * @param dots empty where there are outlines
 */
public record CountyMap(List<Place> places, @Nullable View view, List<Tile> tiles, int inView, List<Outline> outlines,
		List<Dots> dots) {

	/** Units of the drawing. */
	static final int WIDTH = 960;

	static final int HEIGHT = 600;

	/** Side of a dot. */
	static final int DOT = 3;

	/** More than these are dots. */
	static final int MOST_OUTLINES = 800;

	/**
	 * A township or a village; areas in 亩.
	 *
	 * @param overlap plots that claim ground which another one claims too
	 * @param unbounded plots without a boundary, which no map can show
	 * @param x its name's place on the drawing; null where it lies outside
	 */
	public record Place(String code, String name, int plots, BigDecimal areaMu, int verified, int held, int overlap,
			int unbounded, @Nullable Integer x, @Nullable Integer y) {
	}

	/**
	 * @param span degrees of longitude from edge to edge
	 * @param perLon units of the drawing per degree
	 */
	public record View(BigDecimal lon, BigDecimal lat, BigDecimal span, double west, double north, double perLon,
			double perLat) {

		static final double LEAST_SPAN = 0.002;

		static final double MOST_SPAN = 20;

		static View at(double lon, double lat, double wanted) {
			var span = Math.clamp(wanted, LEAST_SPAN, MOST_SPAN);
			var perLon = WIDTH / span;
			var perLat = perLon / Math.cos(Math.toRadians(lat));
			return new View(degrees(lon), degrees(lat), degrees(span), lon - span / 2, lat + HEIGHT / (2 * perLat),
					perLon, perLat);
		}

		/** So that all of the box is in view, with a margin. */
		public static View around(MapFrame box) {
			var lon = (box.west().doubleValue() + box.east().doubleValue()) / 2;
			var lat = (box.south().doubleValue() + box.north().doubleValue()) / 2;
			var across = box.east().doubleValue() - box.west().doubleValue();
			var down = (box.north().doubleValue() - box.south().doubleValue()) / Math.cos(Math.toRadians(lat)) * WIDTH
					/ HEIGHT;
			return at(lon, lat, Math.max(across, down) * 1.1);
		}

		double east() {
			return west + WIDTH / perLon;
		}

		double south() {
			return north - HEIGHT / perLat;
		}

		public int x(double lon) {
			return (int) Math.round((lon - west) * perLon);
		}

		public int y(double lat) {
			return (int) Math.round((north - lat) * perLat);
		}

		boolean holds(double lon, double lat) {
			return lon >= west && lon <= east() && lat >= south() && lat <= north;
		}

		private static BigDecimal degrees(double value) {
			return BigDecimal.valueOf(Math.round(value * 1e6), 6).stripTrailingZeros();
		}

	}

	/**
	 * @param overlap whether another plot claims a part of it, whatever else its mark
	 * says
	 * @param points of an SVG polygon
	 */
	public record Outline(UUID id, String no, String name, PlotMark mark, boolean overlap, String points) {
	}

	/**
	 * @param path of SVG, a square for each place where plots of this mark lie
	 */
	public record Dots(PlotMark mark, String path) {
	}

}
