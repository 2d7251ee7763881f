package cn.jinfu.traceability.residue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * A result as lists and pages show it.
 *
 * @param lotCode of the lot sampled; null when the sample speaks for the whole planting
 * @param mine whether the reader entered it, so that somebody else must confirm
 * @param limitSource where the edition's rows come from
 * @param items empty in lists
 */
public record ResidueView(UUID id, String number, UUID memberId, String producer, UUID plantingId, @Nullable UUID lotId,
		@Nullable String lotCode, String food, ResidueTest.TestKind kind, String laboratory, String method,
		String reportNo, @Nullable UUID reportFileId, LocalDate sampledOn, ResidueTestStatus status, Verdict verdict,
		String edition, String limitSource, String enteredName, Instant enteredAt, @Nullable String reviewedName,
		@Nullable Instant reviewedAt, @Nullable String reviewNote, boolean mine, List<Item> items, long version) {

	/**
	 * Milligrams per kilogram.
	 *
	 * @param result null when nothing was detected
	 * @param limit null when the edition has no row for the food
	 * @param limitFood the row it stands in, as printed
	 */
	public record Item(String pesticide, @Nullable BigDecimal result, BigDecimal loq, @Nullable BigDecimal limit,
			@Nullable String limitFood, ItemVerdict verdict) {
	}

	public boolean open() {
		return status == ResidueTestStatus.ENTERED;
	}

}
