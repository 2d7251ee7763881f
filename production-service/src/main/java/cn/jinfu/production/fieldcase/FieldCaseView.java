package cn.jinfu.production.fieldcase;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a case.
 *
 * @param plotName empty for a purchase
 * @param operationId of the use, for its page
 * @param safeOn first day on which might have been picked
 * @param mine whether the reader made the entry, so that somebody else must close
 */
public record FieldCaseView(UUID id, String no, CaseKind kind, UUID memberId, @With String memberName, String division,
		@Nullable UUID plantingId, String plotName, @Nullable UUID operationId, @Nullable UUID harvestLotId,
		@Nullable UUID purchaseId, @Nullable String product, @Nullable LocalDate safeOn, @Nullable Integer daysShort,
		@Nullable BigDecimal aboveKg, FieldCaseState state, Instant openedAt, @Nullable LocalDate lookedOn,
		@Nullable String lookedName, @Nullable String finding, @Nullable CaseConclusion conclusion,
		@Nullable String closing, @Nullable String closedName, @Nullable Instant closedAt, boolean mine, long version) {

	/** Working days in which somebody has looked at it. */
	public static final int LOOK_DAYS = 2;

	public int lookDays() {
		return LOOK_DAYS;
	}

	public boolean can(String action) {
		return state.actions().contains(FieldCaseState.Action.valueOf(action));
	}

	/** With what it may be closed. */
	public List<CaseConclusion> conclusions() {
		return Arrays.stream(CaseConclusion.values()).filter(it -> it.fits(kind)).toList();
	}

}
