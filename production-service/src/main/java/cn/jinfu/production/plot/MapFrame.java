package cn.jinfu.production.plot;

import java.math.BigDecimal;

import cn.jinfu.kernel.Refusal.RuleBroken;

/** The county's place on the map: a box in degrees that holds all of its plots. */
public record MapFrame(BigDecimal west, BigDecimal south, BigDecimal east, BigDecimal north) {

	/** Where a federation has not set its own. */
	static final MapFrame COUNTRY = new MapFrame(new BigDecimal("73"), new BigDecimal("3"), new BigDecimal("136"),
			new BigDecimal("54"));

	public MapFrame {
		if (west.compareTo(east) >= 0) {
			throw new RuleBroken("production.map-frame.empty").at("east");
		}
		if (south.compareTo(north) >= 0) {
			throw new RuleBroken("production.map-frame.empty").at("north");
		}
	}

	boolean holds(Corner corner) {
		return corner.lon().compareTo(west) >= 0 && corner.lon().compareTo(east) <= 0
				&& corner.lat().compareTo(south) >= 0 && corner.lat().compareTo(north) <= 0;
	}

	boolean holds(MapFrame other) {
		return west.compareTo(other.west) <= 0 && south.compareTo(other.south) <= 0 && east.compareTo(other.east) >= 0
				&& north.compareTo(other.north) >= 0;
	}

}
