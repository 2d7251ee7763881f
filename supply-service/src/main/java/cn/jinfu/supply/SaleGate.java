package cn.jinfu.supply;

import java.util.UUID;

/**
 * Port that traceability fills: may this lot be promised to a buyer now? Asked when an
 * order is confirmed and again in the transaction of its shipment, so that a shipment
 * racing a hold loses.
 */
public interface SaleGate {

	/**
	 * @param harvestLotId names the lot
	 * @throws cn.jinfu.kernel.Refusal when it is held, recalled, destroyed or unknown;
	 * the refusal says why and what to do
	 */
	void check(UUID harvestLotId);

}
