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

	/** How goods went: on their way to a buyer, over the counter, back, or for good. */
	enum Way {

		SHIPPED, SOLD, RETURNED, DESTROYED

	}

	/**
	 * Goods left by a sale, came back, or were destroyed.
	 *
	 * @param sourceId what moved them
	 */
	record Went(UUID lotId, Way way, BigDecimal kg, UUID sourceId) implements LotNews {
	}

}
