package cn.jinfu.production.plot;

/**
 * What the numbers of an import are measured from. Phones' maps in this country are
 * shifted by hundreds of metres (GCJ-02, 火星坐标), so an import says which it is.
 */
public enum Datum {

	WGS84, CGCS2000, GCJ02;

	private static final double AXIS = 6378245.0;

	private static final double ECCENTRICITY2 = 0.00669342162296594323;

	/** In degrees of WGS 84; a shifted one is found by walking back, to a centimetre. */
	Corner toWgs84(Corner given) {
		if (this != GCJ02) {
			return given;
		}
		var lon = given.lon().doubleValue();
		var lat = given.lat().doubleValue();
		var guessLon = lon;
		var guessLat = lat;
		for (int n = 0; n < 10; n++) {
			var shift = shift(guessLon, guessLat);
			guessLon = lon - shift[0];
			guessLat = lat - shift[1];
		}
		return Corner.of(guessLon, guessLat);
	}

	/** By how much GCJ-02 lies off there: east and north, degrees. */
	static double[] shift(double lon, double lat) {
		var x = lon - 105;
		var y = lat - 35;
		var both = 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI);
		var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x))
				+ (both + 20 * Math.sin(y * Math.PI) + 40 * Math.sin(y / 3 * Math.PI) + 160 * Math.sin(y / 12 * Math.PI)
						+ 320 * Math.sin(y * Math.PI / 30)) * 2 / 3;
		var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x))
				+ (both + 20 * Math.sin(x * Math.PI) + 40 * Math.sin(x / 3 * Math.PI) + 150 * Math.sin(x / 12 * Math.PI)
						+ 300 * Math.sin(x / 30 * Math.PI)) * 2 / 3;
		var phi = Math.toRadians(lat);
		var magic = 1 - ECCENTRICITY2 * Math.sin(phi) * Math.sin(phi);
		return new double[] { Math.toDegrees(east * Math.sqrt(magic) / (AXIS * Math.cos(phi))),
				Math.toDegrees(north * magic * Math.sqrt(magic) / (AXIS * (1 - ECCENTRICITY2))) };
	}

}
