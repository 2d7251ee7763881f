package cn.jinfu.production.input;

import java.util.UUID;

/**
 * Port for what must stand in the transaction of a purchase made elsewhere. All beans of
 * this type are called.
 */
public interface PurchaseFollower {

	void bought(UUID purchaseId);

}
