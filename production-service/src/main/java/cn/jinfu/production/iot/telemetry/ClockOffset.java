package cn.jinfu.production.iot.telemetry;

import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;

/**
 * How far a device's clock was off on a day; positive where it is slow.
 *
 * @param median of its messages, as near as the sizes are sorted
 * @param messages with a time of their own that were no backlog
 */
public record ClockOffset(UUID deviceId, String deviceName, String sn, UUID memberId, @With String memberName,
		LocalDate day, long messages, Duration median, Duration least, Duration most) {

	/** A clock that is off by more should be set. */
	public static final Duration FAIR = Duration.ofMinutes(1);

	public boolean fair() {
		return median.abs().compareTo(FAIR) <= 0;
	}

	public boolean slow() {
		return !median.isNegative();
	}

	public Duration size() {
		return median.abs();
	}

}
