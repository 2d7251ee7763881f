package cn.jinfu.production.weather;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What a station in the township says now.
 *
 * @param value mm of the hour, m/s, ℃ or percent
 */
public record Measured(Gauge gauge, BigDecimal value, Instant at, UUID deviceId, String deviceName, int seriesId) {

	/**
	 * 时雨量, 风速, 气温, 湿度: the channels of a station that are read, by the keys and units
	 * that {@code docs/devices.md} gives them.
	 */
	public enum Gauge {

		RAIN("rain", "mm/h"), WIND("windSpeed", "m/s"), TEMPERATURE("airTemp", "\u2103"), HUMIDITY("humidity", "%");

		private final String key;

		private final String unit;

		Gauge(String key, String unit) {
			this.key = key;
			this.unit = unit;
		}

		public String key() {
			return key;
		}

		public String unit() {
			return unit;
		}

	}

}
