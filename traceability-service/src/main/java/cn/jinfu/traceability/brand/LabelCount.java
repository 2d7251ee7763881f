package cn.jinfu.traceability.brand;

import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * Where the labels of a licence are: issued = not printed + void + on packages + left
 * over.
 *
 * @param missing null before anybody counted; below zero when more are there than should
 * be
 */
public record LabelCount(long issued, long unprinted, long voided, long bound, @Nullable Long left,
		@Nullable Long missing, @Nullable LocalDate on, @Nullable String note, @Nullable String byName,
		@Nullable Instant at) {

	/**
	 * In a hundred; more than that stops the licence (design of the brand, its eighth
	 * step).
	 */
	static final int TOLERATED = 2;

	static LabelCount known(long issued, long unprinted, long voided, long bound) {
		return new LabelCount(issued, unprinted, voided, bound, null, null, null, null, null, null);
	}

	/** Labels that ought to lie at the holder's. */
	public long expected() {
		return issued - unprinted - voided - bound;
	}

	LabelCount counted(long left) {
		return new LabelCount(issued, unprinted, voided, bound, left, expected() - left, null, null, null, null);
	}

	public boolean off() {
		return missing != null && Math.abs(missing) * 100 > issued * TOLERATED;
	}

}
