package cn.jinfu.production.iot.device;

/** A way to reach a device at once. Without one the device asks for its orders itself. */
public interface Downlink {

	/**
	 * Called after the order was committed.
	 * @return whether it is on its way
	 */
	boolean send(String tenantId, String sn, DeviceOrders.Order order);

}
