package cn.jinfu.traceability.residue;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/** What one substance says: 合格, 超标, 无限量, 未检出. */
public enum ItemVerdict {

	PASS, FAIL,
	/** Detected, and the edition has no row for this food: shown as such, not as safe. */
	NO_LIMIT, NOT_DETECTED;

	/**
	 * Equal to the limit passes; 0.2 equals 0.20.
	 * @param result milligrams per kilogram, or null when nothing was detected
	 */
	static ItemVerdict of(@Nullable BigDecimal result, @Nullable BigDecimal limit) {
		if (result == null) {
			return NOT_DETECTED;
		}
		if (limit == null) {
			return NO_LIMIT;
		}
		return (result.compareTo(limit) <= 0) ? PASS : FAIL;
	}

}
