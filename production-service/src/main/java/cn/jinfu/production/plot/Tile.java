package cn.jinfu.production.plot;

import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.MapTiles;

/**
 * One picture of the ground, in units of the drawing. The pyramid is Web Mercator's, the
 * drawing counts degrees: each picture is stretched to where its edges lie, which over a
 * county is less than a line is wide.
 */
public record Tile(String address, long x, long y, long width, long height) {

	private static final int DEEPEST = 18;

	/** About so many pictures from edge to edge. */
	private static final double ACROSS = 4;

	/** Beyond it the pyramid has no pictures. */
	private static final double POLE = 85.05;

	/**
	 * Those that cover what is looked at; none while the operator has named no server.
	 */
	public static List<Tile> over(CountyMap.View view, MapTiles tiles) {
		if (!tiles.on()) {
			return List.of();
		}
		var datum = tiles.shifted() ? Datum.GCJ02 : Datum.WGS84;
		var z = Math.clamp(Math.round(Math.log(360 * ACROSS / view.span().doubleValue()) / Math.log(2)), 1, DEEPEST);
		var side = 1 << z;
		// One more on each side, since the shift moves them.
		var more = tiles.shifted() ? 1 : 0;
		var left = Math.clamp(column(view.west(), side) - more, 0, side - 1);
		var right = Math.clamp(column(view.east(), side) + more, 0, side - 1);
		var top = Math.clamp(row(view.north(), side) - more, 0, side - 1);
		var bottom = Math.clamp(row(view.south(), side) + more, 0, side - 1);
		var all = new ArrayList<Tile>();
		for (int y = top; y <= bottom; y++) {
			for (int x = left; x <= right; x++) {
				var from = datum.toWgs84(Corner.of(lon(x, side), lat(y, side)));
				var to = datum.toWgs84(Corner.of(lon(x + 1, side), lat(y + 1, side)));
				var atX = view.x(from.lon().doubleValue());
				var atY = view.y(from.lat().doubleValue());
				all.add(new Tile(tiles.at(z, x, y), atX, atY, view.x(to.lon().doubleValue()) - atX,
						view.y(to.lat().doubleValue()) - atY));
			}
		}
		return List.copyOf(all);
	}

	private static int column(double lon, int side) {
		return (int) Math.floor((lon + 180) / 360 * side);
	}

	private static int row(double lat, int side) {
		var phi = Math.toRadians(Math.clamp(lat, -POLE, POLE));
		return (int) Math.floor((1 - Math.log(Math.tan(phi) + 1 / Math.cos(phi)) / Math.PI) / 2 * side);
	}

	private static double lon(int column, int side) {
		return column * 360.0 / side - 180;
	}

	private static double lat(int row, int side) {
		return Math.toDegrees(Math.atan(Math.sinh(Math.PI * (1 - 2.0 * row / side))));
	}

}
