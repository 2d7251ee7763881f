package cn.jinfu.production.service.provider;

import java.math.BigDecimal;
import java.math.RoundingMode;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/** From where an organisation sets out: degrees of WGS 84. */
public record Station(BigDecimal lon, BigDecimal lat) {

	/** Mean radius of the earth in kilometres (IUGG). */
	private static final double EARTH = 6371.0088;

	public Station {
		if (outside(lon, 73, 136) || outside(lat, 3, 54)) {
			throw new RuleBroken("production.provider.station").at("lon");
		}
		lon = lon.setScale(7, RoundingMode.HALF_UP);
		lat = lat.setScale(7, RoundingMode.HALF_UP);
	}

	private static boolean outside(BigDecimal degrees, int low, int high) {
		return degrees.compareTo(BigDecimal.valueOf(low)) < 0 || degrees.compareTo(BigDecimal.valueOf(high)) > 0;
	}

	/** Both or none. */
	public static @Nullable Station of(@Nullable BigDecimal lon, @Nullable BigDecimal lat) {
		if (lon == null && lat == null) {
			return null;
		}
		if (lon == null || lat == null) {
			throw new RuleBroken("production.provider.station").at((lon == null) ? "lon" : "lat");
		}
		return new Station(lon, lat);
	}

	/** As the crow flies, by the haversine formula; one decimal. */
	public BigDecimal kmTo(BigDecimal otherLon, BigDecimal otherLat) {
		return BigDecimal.valueOf(km(otherLon, otherLat)).setScale(1, RoundingMode.HALF_UP);
	}

	/** Measured before it is rounded. */
	boolean within(int km, BigDecimal otherLon, BigDecimal otherLat) {
		return km(otherLon, otherLat) <= km;
	}

	private double km(BigDecimal otherLon, BigDecimal otherLat) {
		var from = Math.toRadians(lat.doubleValue());
		var to = Math.toRadians(otherLat.doubleValue());
		var half = Math.pow(Math.sin((to - from) / 2), 2) + Math.cos(from) * Math.cos(to)
				* Math.pow(Math.sin(Math.toRadians(otherLon.subtract(lon).doubleValue()) / 2), 2);
		return 2 * EARTH * Math.asin(Math.sqrt(half));
	}

}
