package cn.jinfu.production.transfer;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a transfer; areas in 亩.
 *
 * @param reason why it was returned, withdrawn or ended
 * @param mine whether the reader recorded it, so that somebody else must verify
 * @param endedOn the first day on which it no longer holds, where ended before its term
 */
public record TransferView(UUID id, UUID plotId, String plotName, UUID memberId, @With String memberName,
		Direction direction, String partner, BigDecimal areaMu, LocalDate fromOn, LocalDate toOn, String contractNo,
		@Nullable UUID contractId, TransferState state, @Nullable String reason, boolean mine, Instant recordedAt,
		@Nullable LocalDate endedOn, long version) {

	/** Working days in which the officer has looked at it. */
	public static final int VERIFY_DAYS = 5;

	public boolean can(String action) {
		return state.actions().contains(TransferState.Action.valueOf(action));
	}

}
