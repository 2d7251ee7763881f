package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What happens to lots, for followers inside this module and in the same transaction. */
public sealed interface LotNews {

	/** A harvest was weighed. */
	record Opened(UUID lotId) implements LotNews {
	}

	/**
	 * @param reason in words, if any were given
	 */
	record Stood(UUID lotId, LotStatus before, LotStatus after, @Nullable String reason) implements LotNews {
	}

	/**
	 * The buyer has what left by a sale, in a lot of his own.
	 *
	 * @param lotId the buyer's
	 * @param sourceId what moved it
	 */
	record Came(UUID lotId, UUID fromLot, BigDecimal kg, UUID sourceId) implements LotNews {
	}

	/**
	 * Goods left by a sale, came back, or were destroyed.
	 *
	 * @param sourceId what moved them
	 */
	record Went(UUID lotId, String kind, BigDecimal kg, UUID sourceId) implements LotNews {
	}

}
