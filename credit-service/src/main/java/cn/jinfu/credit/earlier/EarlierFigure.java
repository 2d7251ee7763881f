package cn.jinfu.credit.earlier;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import org.jspecify.annotations.Nullable;

/**
 * One version of a figure; nothing of it changes after its proposal.
 *
 * @param edition counted from 1 for a product and measure
 * @param amount in the unit of the measure
 * @param source which survey or book it is from
 * @param sourceBy who made that
 * @param validFrom the first day of the applications that it is compared with
 * @param validTo the last; null while none is known
 */
public record EarlierFigure(UUID id, String productCode, Measure measure, int edition, BigDecimal amount, String source,
		int sourceYear, String sourceBy, State state, LocalDate validFrom, @Nullable LocalDate validTo, UUID proposedBy,
		String proposedName, Instant proposedAt, @Nullable String decidedName) {

	/** In force means from its first to its last day. */
	public enum State {

		PROPOSED, IN_FORCE, DECLINED

	}

	/** What the reader of a list is told. */
	public enum Standing {

		PROPOSED, COMING, USED, OVER, DECLINED

	}

	public Standing standing(LocalDate today) {
		return switch (state) {
			case PROPOSED -> Standing.PROPOSED;
			case DECLINED -> Standing.DECLINED;
			case IN_FORCE -> today.isBefore(validFrom) ? Standing.COMING
					: (validTo != null && today.isAfter(validTo)) ? Standing.OVER : Standing.USED;
		};
	}

	/** Whether the reader proposed it, so that somebody else must confirm. */
	public boolean mine() {
		return Actor.current().personId().equals(proposedBy);
	}

	/** Without zeros that say nothing. */
	public String plain() {
		return amount.stripTrailingZeros().toPlainString();
	}

}
