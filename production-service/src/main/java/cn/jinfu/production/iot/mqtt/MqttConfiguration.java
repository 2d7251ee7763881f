package cn.jinfu.production.iot.mqtt;

import java.nio.file.Path;

import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.telemetry.Intake;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Off unless {@code jinfu.iot.mqtt.enabled} says otherwise: it needs a broker. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("jinfu.iot.mqtt.enabled")
class MqttConfiguration {

	@Bean
	MqttBridge mqttBridge(@Value("${jinfu.iot.mqtt.host:localhost}") String host,
			@Value("${jinfu.iot.mqtt.port:1883}") int port, @Value("${jinfu.iot.mqtt.bind:127.0.0.1}") String bind,
			@Value("${jinfu.iot.mqtt.client-id:jinfu-platform}") String clientId,
			@Value("${jinfu.iot.mqtt.folder:${jinfu.data:./data}/mosquitto}") Path folder, BrokerFiles files,
			KnownDevices known, Intake intake, DeviceOrders orders, JsonMapper json) {
		return new MqttBridge(new BrokerAddress(host, port, bind, clientId, folder), files, known, intake, orders,
				json);
	}

}
