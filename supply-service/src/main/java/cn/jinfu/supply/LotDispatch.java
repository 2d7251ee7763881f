package cn.jinfu.supply;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Port that traceability fills: it alone decides how many kilograms of a lot are left.
 * Called in the transaction of the shipment; several lots in ascending order of id, as
 * the last locks taken.
 */
public interface LotDispatch {

	/**
	 * Takes kilograms out of a lot, once per source.
	 * @param harvestLotId names the lot
	 * @param saleLineId the line that is shipped; a repeat does nothing
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken when less is left
	 * @throws cn.jinfu.kernel.Refusal when the lot may not be sold now
	 */
	void take(UUID harvestLotId, BigDecimal kg, UUID saleLineId);

	/**
	 * The same for goods sold over the counter: the buyer has them at once.
	 * @see #take
	 */
	void sell(UUID harvestLotId, BigDecimal kg, UUID saleLineId);

	/**
	 * The buyer says that what was taken came: from now on it is a lot of his own, made
	 * of the seller's. Once per source; does nothing when nothing was taken.
	 */
	void arrive(UUID harvestLotId, UUID saleLineId, UUID buyerId);

	/**
	 * Undoes a {@link #take}: goods came back or were never handed over. What had become
	 * a lot of the buyer's goes with it.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken when the buyer has used some of it
	 */
	void giveBack(UUID harvestLotId, UUID saleLineId);

}
