package cn.jinfu.production;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * Why nothing may be promised on a harvest.
 *
 * @param product the input behind it, as the grower knows it
 * @param safeOn first safe day, or null when no day is safe until somebody decides
 * @param daysShort days between picking and the first safe day; zero when that day is
 * unknown
 */
public record HoldReason(Kind kind, String product, @Nullable LocalDate safeOn, int daysShort) {

	/** Working days in which a technician decides what a farm may not pick meanwhile. */
	public static final int DECIDE_DAYS = 1;

	public enum Kind {

		/** Picked before the pre-harvest interval was over (安全间隔期). */
		INTERVAL,
		/** Nobody knows the interval of what was sprayed. */
		INTERVAL_UNKNOWN,
		/** More than the label allows, in quantity or in times. */
		ABOVE_LABEL,
		/** Not registered for this crop. */
		OFF_LABEL,
		/** A forbidden substance. */
		BANNED

	}

}
