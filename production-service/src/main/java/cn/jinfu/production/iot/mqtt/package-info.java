/**
 * Devices that speak MQTT: the broker's files, and the platform as the broker's client.
 */
@org.jspecify.annotations.NullMarked
package cn.jinfu.production.iot.mqtt;
