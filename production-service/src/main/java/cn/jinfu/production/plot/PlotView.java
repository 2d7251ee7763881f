package cn.jinfu.production.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.production.PlotKind;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a plot; areas in 亩.
 *
 * @param givenMu what is given away by verified transfers today
 * @param mine whether the reader registered or submitted it, so that somebody else must
 * verify
 */
public record PlotView(UUID id, String no, UUID memberId, @With String memberName, String name, PlotKind kind,
		String division, String village, BigDecimal declaredMu, @Nullable BigDecimal contractMu,
		@Nullable BigDecimal measuredMu, @Nullable BigDecimal boundaryMu, BigDecimal areaMu, BigDecimal plantedMu,
		BigDecimal givenMu, @Nullable UUID photoId, PlotState state, @Nullable String enteredForBy, boolean mine,
		@Nullable Instant submittedAt, @Nullable Instant verifiedAt, long version) {

	/** Working days in which the officer has looked at it. */
	public static final int VERIFY_DAYS = 5;

	public int verifyDays() {
		return VERIFY_DAYS;
	}

	public boolean can(String action) {
		return state.actions().contains(PlotState.Action.valueOf(action));
	}

	/** By how much the boundary encloses more than was declared; per cent. */
	public @Nullable BigDecimal boundaryOffPercent() {
		return (boundaryMu == null) ? null
				: boundaryMu.subtract(declaredMu)
					.multiply(BigDecimal.valueOf(100))
					.divide(declaredMu, 1, RoundingMode.HALF_UP);
	}

	public BigDecimal freeMu() {
		return areaMu.subtract(plantedMu).subtract(givenMu).max(BigDecimal.ZERO);
	}

}
