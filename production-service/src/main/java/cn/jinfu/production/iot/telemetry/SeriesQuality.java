package cn.jinfu.production.iot.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * One series on one day.
 *
 * @param expected readings up to now, or to the end of the day, if none were missing
 * @param outside kept, but beyond what the model believes
 * @param late came after their hour was rolled up
 * @param gaps spans without a reading longer than {@link #GAP} intervals, also at the
 * begin and the end of the day
 * @param longest null without a gap
 */
public record SeriesQuality(int series, UUID deviceId, String deviceName, String sn, String key, String name,
		LocalDate day, int intervalS, long got, long expected, long outside, long late, long gaps,
		@Nullable Duration longest) {

	/** So many intervals without a reading are a gap. */
	public static final int GAP = 3;

	/** In percent, 100 at most; null where nothing was to be expected. */
	public @Nullable Long percent() {
		return (expected <= 0) ? null : Long.valueOf(Math.min(100, got * 100 / expected));
	}

	public boolean well() {
		return gaps == 0 && outside == 0;
	}

	/** Nothing came between these. */
	public record Gap(Instant from, Instant to) {

		public Duration length() {
			return Duration.between(from, to);
		}

	}

}
