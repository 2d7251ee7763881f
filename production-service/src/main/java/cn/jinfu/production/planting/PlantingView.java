package cn.jinfu.production.planting;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.production.PlantingState;
import cn.jinfu.production.PlotKind;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a planting; areas in 亩, weights in kg.
 *
 * @param verified whether both the plot and the planting were verified
 * @param capKg null while it is not verified or no yield was decided
 * @param noSprayUntil up to this day the farm says that it sprayed nothing
 * @param mine whether the reader entered it, so that somebody else must verify
 */
public record PlantingView(UUID id, String no, UUID memberId, @With String memberName, UUID plotId, String plotName,
		PlotKind plotKind, String division, String village, String crop, String cropName, String variety,
		int seasonYear, SeasonPart seasonPart, LocalDate sownOn, @Nullable LocalDate endedOn, BigDecimal areaMu,
		PlantingState state, Verification verification, boolean plotVerified, boolean verified,
		@Nullable BigDecimal kgPerMu, @Nullable BigDecimal capKg, BigDecimal harvestedKg,
		@Nullable LocalDate earliestHarvestOn, boolean blocked, @Nullable LocalDate noSprayUntil,
		@Nullable LocalDate noFertiliserUntil, boolean mine, Instant recordedAt, long version) {

	/** Working days in which the officer has looked at it. */
	public static final int VERIFY_DAYS = 5;

	public int verifyDays() {
		return VERIFY_DAYS;
	}

	public boolean can(String action) {
		return PlantingMoves.actions(state).contains(PlantingMoves.Action.valueOf(action));
	}

	/** AMEND, VERIFY, RETURN. */
	public boolean may(String action) {
		return verification.actions().contains(Verification.Action.valueOf(action));
	}

	/** Whether it may be picked that day without becoming a problem. */
	public boolean safeOn(LocalDate day) {
		return !blocked && (earliestHarvestOn == null || !day.isBefore(earliestHarvestOn));
	}

	/** What may still be picked below the cap; null without a cap. */
	public @Nullable BigDecimal leftKg() {
		return (capKg == null) ? null : capKg.subtract(harvestedKg).max(BigDecimal.ZERO);
	}

}
