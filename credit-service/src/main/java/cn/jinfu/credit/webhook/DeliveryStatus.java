package cn.jinfu.credit.webhook;

/** How far a message to a bank has come. */
public enum DeliveryStatus {

	/** Waits for its next try. */
	PENDING, DELIVERED,
	/** Tried for the last time; somebody may send it again. */
	DEAD

}
