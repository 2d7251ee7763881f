package cn.jinfu.production.iot.telemetry;

import java.time.Instant;
import java.util.UUID;

import cn.jinfu.production.iot.device.SeriesKind;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * One series of one device with its newest value.
 *
 * @param value null before the first reading
 * @param believed whether the newest value lies in the valid range
 */
public record SeriesFacts(int id, UUID deviceId, String sn, String deviceName, UUID memberId, @With String memberName,
		@Nullable UUID plotId, @Nullable String plotName, String key, String name, String unit, SeriesKind kind,
		int scale, int intervalS, @Nullable Instant at, @Nullable Double value, boolean believed) {

	/** Whether it is older than three intervals, and ten minutes at least. */
	public boolean stale(Instant now) {
		return at == null || at.isBefore(now.minusSeconds(Math.max(600, 3L * intervalS)));
	}

}
