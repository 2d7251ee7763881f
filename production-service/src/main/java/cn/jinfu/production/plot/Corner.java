package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A corner of a plot: degrees of WGS 84 (CGCS2000 differs by less than a hand), seven
 * decimals, about a centimetre.
 */
public record Corner(BigDecimal lon, BigDecimal lat) {

	public Corner {
		lon = lon.setScale(7, RoundingMode.HALF_UP);
		lat = lat.setScale(7, RoundingMode.HALF_UP);
	}

	static Corner of(double lon, double lat) {
		return new Corner(BigDecimal.valueOf(lon), BigDecimal.valueOf(lat));
	}

	Corner swapped() {
		return new Corner(lat, lon);
	}

}
