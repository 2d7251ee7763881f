package cn.jinfu.production.iot.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import cn.jinfu.kernel.Refusal;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.Downlink;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.telemetry.Intake;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The platform as a client of the broker. A message is acknowledged to the broker when
 * its readings are committed, and not before: after a crash the broker sends it again,
 * and what is there already is merged. Several instances share one subscription.
 */
@RequiredArgsConstructor
@Slf4j
public class MqttBridge implements SmartLifecycle, Downlink {

	private static final String UP = "$share/ingest/jinfu/+/+/up/#";

	private static final long SESSION_SECONDS = TimeUnit.DAYS.toSeconds(7);

	private static final long AGAIN_MILLIS = 1_000;

	/** Up to so long between two tries; by default it would be minutes after a pause. */
	private static final long RECONNECT_SECONDS = 10;

	private static final long PATIENCE_SECONDS = 5;

	/** What the device is told. */
	record Told(UUID id, String service, @Nullable String argument, String expiresAt) {
	}

	/** What the device says to it. */
	record Answer(UUID id, boolean done, @Nullable String text) {
	}

	/** From {@code jinfu/<tenant>/<sn>/up/<kind>}. */
	private record Topic(String tenant, String sn, String kind) {

		static Optional<Topic> of(String topic) {
			var parts = topic.split("/");
			return (parts.length == 5) ? Optional.of(new Topic(parts[1], parts[2], parts[4])) : Optional.empty();
		}
	}

	private final BrokerAddress broker;

	private final BrokerFiles files;

	private final KnownDevices known;

	private final Intake intake;

	private final DeviceOrders orders;

	private final JsonMapper json;

	private @Nullable Mqtt5AsyncClient client;

	private @Nullable ExecutorService reader;

	@Override
	public void start() {
		files.write(broker);
		var readers = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("mqtt-reader").factory());
		var started = Mqtt5Client.builder()
			.identifier(broker.clientId())
			.serverHost(broker.host())
			.serverPort(broker.port())
			.simpleAuth()
			.username(BrokerFiles.PLATFORM)
			.password(secret())
			.applySimpleAuth()
			.automaticReconnect()
			.maxDelay(RECONNECT_SECONDS, TimeUnit.SECONDS)
			.applyAutomaticReconnect()
			.addDisconnectedListener(lost -> lost(lost.getCause()))
			.addConnectedListener(_ -> subscribe())
			.buildAsync();
		client = started;
		reader = readers;
		started.publishes(MqttGlobalPublishFilter.ALL, this::take, readers, true);
		started.connectWith().cleanStart(false).sessionExpiryInterval(SESSION_SECONDS).send();
	}

	private void lost(Throwable cause) {
		if (client != null) {
			log.warn("no broker at {}:{} ({}); trying again", broker.host(), broker.port(), cause.getMessage());
		}
	}

	private byte[] secret() {
		try {
			return files.platformSecret(broker).text().getBytes(StandardCharsets.UTF_8);
		}
		catch (IOException failure) {
			throw new UncheckedIOException(failure);
		}
	}

	private void subscribe() {
		var connected = client;
		if (connected != null) {
			log.info("connected to the broker at {}:{}", broker.host(), broker.port());
			connected.subscribeWith().topicFilter(UP).qos(MqttQos.AT_LEAST_ONCE).send();
		}
	}

	/**
	 * On the reader's thread, one after the other; waits where the writers are behind.
	 */
	private void take(Mqtt5Publish message) {
		var topic = Topic.of(message.getTopic().toString());
		if (topic.isEmpty()) {
			message.acknowledge();
			return;
		}
		try {
			receive(topic.get(), message).whenComplete((_, failure) -> {
				if (failure == null) {
					message.acknowledge();
				}
				else {
					again(message);
				}
			});
		}
		catch (Refusal refused) {
			// it will not become better by being sent again; what was wrong is counted
			log.info("refused from {}: {}", topic.get().sn(), refused.getMessage());
			message.acknowledge();
		}
		catch (InterruptedException stopping) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException failure) {
			log.error("a message could not be taken in; tried again in a moment", failure);
			again(message);
		}
	}

	private CompletableFuture<?> receive(Topic topic, Mqtt5Publish message) throws InterruptedException {
		var device = known.bySn(topic.tenant(), topic.sn());
		if (device.isEmpty() || !device.get().speaks()) {
			return CompletableFuture.completedFuture(null);
		}
		switch (topic.kind()) {
			case "telemetry" -> {
				return intake.takePatiently(device.get(), new ByteArrayInputStream(message.getPayloadAsBytes()));
			}
			case "reply" -> {
				var answer = answer(message);
				answer.ifPresent(it -> orders.answer(device.get(), it.id(), it.done(), it.text()));
			}
			default -> log.info("{} sent to {}, which nobody reads", topic.sn(), message.getTopic());
		}
		return CompletableFuture.completedFuture(null);
	}

	private Optional<Answer> answer(Mqtt5Publish message) {
		try {
			return Optional.of(json.readValue(message.getPayloadAsBytes(), Answer.class));
		}
		catch (JacksonException unreadable) {
			return Optional.empty();
		}
	}

	private void again(Mqtt5Publish message) {
		var readers = reader;
		if (readers != null && !readers.isShutdown()) {
			CompletableFuture.delayedExecutor(AGAIN_MILLIS, TimeUnit.MILLISECONDS, readers)
				.execute(() -> take(message));
		}
	}

	@Override
	public boolean send(String tenantId, String sn, DeviceOrders.Order order) {
		var connected = client;
		if (connected == null || !connected.getState().isConnected()) {
			return false;
		}
		var told = new Told(order.id(), order.service(), order.argument(), order.expiresAt().toString());
		connected.publishWith()
			.topic("jinfu/" + tenantId + "/" + sn + "/down/command")
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(json.writeValueAsBytes(told))
			.send();
		return true;
	}

	/** Who may log in has changed: the broker is to read its files again. */
	public boolean refresh() {
		return files.write(broker);
	}

	/**
	 * Takes nothing new; what was taken and not written is sent again after the next
	 * start.
	 */
	@Override
	public void stop() {
		var connected = client;
		var readers = reader;
		client = null;
		reader = null;
		if (connected != null) {
			try {
				connected.disconnect().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
			catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException gone) {
				log.debug("the broker was gone already", gone);
			}
		}
		if (readers != null) {
			readers.shutdownNow();
		}
	}

	@Override
	public boolean isRunning() {
		return client != null;
	}

}
