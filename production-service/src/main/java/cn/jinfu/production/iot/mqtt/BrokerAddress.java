package cn.jinfu.production.iot.mqtt;

import java.nio.file.Path;

/**
 * Where the broker is and where its files lie.
 *
 * @param bind the address at which it listens for devices
 * @param clientId of this instance; its session at the broker outlives a restart
 * @param folder for the broker's configuration, passwords and store
 */
public record BrokerAddress(String host, int port, String bind, String clientId, Path folder) {
}
