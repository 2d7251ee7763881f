package cn.jinfu.production.iot.device;

/** How a device reaches us: by itself, through the broker, or through a gateway. */
public enum Protocol {

	HTTP, MQTT, BRIDGE

}
