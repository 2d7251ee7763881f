package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The wind's force as a number of the scale, in m/s: what a forecast by force means at
 * most. GB/T 28591-2012, table 1.
 */
final class WindScale {

	/** Upper bounds of forces 0 to 17. */
	private static final List<BigDecimal> MOST = Stream
		.of("0.2", "1.5", "3.3", "5.4", "7.9", "10.7", "13.8", "17.1", "20.7", "24.4", "28.4", "32.6", "36.9", "41.4",
				"46.1", "50.9", "56.0", "61.2")
		.map(BigDecimal::new)
		.toList();

	private WindScale() {
	}

	/**
	 * @param force 0 to 17
	 */
	static BigDecimal most(int force) {
		return MOST.get(force);
	}

}
