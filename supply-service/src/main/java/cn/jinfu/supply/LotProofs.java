package cn.jinfu.supply;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/**
 * Port that traceability fills: what stands behind a lot, as far as it makes a sale of it
 * a proved one (docs/rules/proved-sale.md).
 */
public interface LotProofs {

	/**
	 * @param completeness recorded steps of the chain, 0 to 100
	 * @param certified a valid certificate stands
	 * @param labelled labels of the lot were issued and bound
	 * @param stopped held, recalled or destroyed
	 * @param withinBalance what left the lot does not exceed what came into it
	 */
	record LotProof(UUID harvestLotId, int completeness, boolean certified, boolean labelled, boolean stopped,
			boolean withinBalance) {
	}

	/** Keyed by lot; an unknown lot is absent. */
	Map<UUID, LotProof> of(Collection<UUID> harvestLotIds);

}
