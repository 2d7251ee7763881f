package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.HoldReason;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Told;
import cn.jinfu.production.standard.StandardFinding;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a field operation; quantities in the base unit,
 * {@code told} as the farm said it.
 *
 * @param workers on the entry's own page; lists leave them out
 * @param voiceNoteId the recording it was written down from; {@code saidAt} when that
 * came, the entry's own time for late marks
 * @param overDay whether somebody worked more than 24 hours that day, over all entries
 */
public record OperationView(UUID id, UUID memberId, @With String memberName, OperationKind kind, LocalDate on,
		OperationState state, boolean late, @Nullable String lateReason, @Nullable String note,
		@Nullable Weather weather, @Nullable UseMethod method, @Nullable BigDecimal amount,
		@Nullable AmountUnit amountUnit, List<About.Worker> workers, boolean overDay, List<UUID> photoIds,
		@Nullable UUID inputId, @Nullable String product, @Nullable String registrationNo, @Nullable String lotNo,
		@Nullable BigDecimal quantity, @Nullable InputUnit unit, @Nullable Told told, @Nullable String pest,
		boolean outside, Instant recordedAt, String byName, @Nullable String voidReason, String fields,
		List<UUID> plantingIds, List<Use> uses, @Nullable UUID voiceNoteId, @Nullable Instant saidAt, long version) {

	public int decideDays() {
		return HoldReason.DECIDE_DAYS;
	}

	/** One planting's share, and what the label says to it. */
	public record Use(UUID id, UUID plantingId, String plotName, String cropName, BigDecimal quantity,
			BigDecimal dosePerMu, @Nullable BigDecimal doseMax, int nthUse, @Nullable Integer maxTimes,
			@Nullable Integer intervalDays, @Nullable LocalDate safeOn, List<Finding> findings,
			List<StandardFinding> offStandard, Standing standing, @Nullable LocalDate decidedSafeOn,
			@Nullable String decidedReason, @Nullable String testRef, boolean mine, long version) {

		public boolean can(String action) {
			return standing.actions().contains(Standing.Action.valueOf(action));
		}

	}

	public boolean can(String action) {
		return state.actions().contains(OperationState.Action.valueOf(action));
	}

}
