package cn.jinfu.production;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.iot.device.DeviceCommands;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.DeviceProduct;
import cn.jinfu.production.iot.device.DeviceProducts;
import cn.jinfu.production.iot.device.DeviceQueries;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.device.OrderState;
import cn.jinfu.production.iot.device.Protocol;
import cn.jinfu.production.iot.device.Secret;
import cn.jinfu.production.iot.device.SeriesKind;
import cn.jinfu.production.iot.mqtt.BrokerAddress;
import cn.jinfu.production.iot.mqtt.BrokerFiles;
import cn.jinfu.production.iot.mqtt.MqttBridge;
import cn.jinfu.production.iot.telemetry.Intake;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * With a real Mosquitto on its own port. Without one on the machine it is skipped, and
 * says so; {@code JINFU_MQTT_REQUIRED=true} makes that a failure.
 */
@SpringBootTest
@org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc
class MqttIT {

	private static final String TENANT = "330482";

	private static final Set<String> ALL = Set.of("production:device:view", "production:device:manage",
			"production:device:command");

	@Autowired
	DeviceCommands devices;

	@Autowired
	DeviceQueries queries;

	@Autowired
	DeviceProducts products;

	@Autowired
	DeviceOrders orders;

	@Autowired
	KnownDevices known;

	@Autowired
	Intake intake;

	@Autowired
	BrokerFiles files;

	@Autowired
	JsonMapper json;

	@Autowired
	JdbcTemplate jdbc;

	@Autowired
	TransactionTemplate transaction;

	@Autowired
	BusinessClock clock;

	@TempDir
	Path folder;

	private Process mosquitto;

	private MqttBridge bridge;

	private BrokerAddress broker;

	private final UUID farm = Ids.next();

	private UUID product;

	@BeforeEach
	void starts() throws Exception {
		var program = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
			.filter(it -> Files.isExecutable(Path.of(it)))
			.findFirst();
		if (program.isEmpty()) {
			assertThat(System.getenv("JINFU_MQTT_REQUIRED")).as("mosquitto is wanted and not installed").isNull();
			System.err.println("*** MqttIT is SKIPPED: no mosquitto on this machine (apt-get install mosquitto) ***");
		}
		Assumptions.assumeTrue(program.isPresent(), "no mosquitto on this machine");
		jdbc.update("insert into platform_tenant (code, name, division) values (?, ?, ?) on conflict do nothing",
				TENANT, TENANT, "330482");
		asOfficer(() -> transaction.execute(_ -> jdbc.update("""
				insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
				values (?, ?, 0, ?, '测试农场', 'FAMILY_FARM', 'ACTIVE', '330482101', ?)""", farm, TENANT,
				String.format("M-%010d", Math.abs(farm.getLeastSignificantBits() % 10_000_000_000L)), clock.today())));
		product = asOfficer(() -> products.register(new DeviceProduct(Ids.next(),
				"M" + Ids.next().toString().substring(20, 36), "卷膜机（示例）", "示例厂", Protocol.MQTT, 300,
				List.of(new DeviceProduct.Property("t", "气温", "℃", SeriesKind.GAUGE, 1, -40.0, 80.0)),
				List.of(new DeviceProduct.Service("open", "打开")))));
		try (var free = new ServerSocket(0)) {
			broker = new BrokerAddress("127.0.0.1", free.getLocalPort(), "127.0.0.1", "jinfu-" + Ids.next(), folder);
		}
		files.write(broker);
		mosquitto = new ProcessBuilder(program.get(), "-c", folder.resolve("mosquitto.conf").toString())
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("log").toFile())
			.start();
		bridge = bridge();
		bridge.start();
	}

	private MqttBridge bridge() {
		return new MqttBridge(broker, files, known, intake, orders, json);
	}

	@AfterEach
	void stops() throws Exception {
		if (bridge != null) {
			bridge.stop();
		}
		if (mosquitto != null) {
			mosquitto.destroy();
			mosquitto.waitFor(5, TimeUnit.SECONDS);
		}
	}

	@Test
	void whatADeviceSendsIsThereOnceAlsoWhatItSentWhileThePlatformWasAway() throws Exception {
		var device = device();
		var other = device();
		tellBroker();
		var client = connect(device);
		client.publishWith()
			.topic(up(device, "telemetry"))
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(bytes("{\"t\":21.5}"))
			.send();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readings(device) == 1);

		assertThatThrownBy(() -> client.publishWith()
			.topic(up(other, "telemetry"))
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(bytes("{\"t\":99}"))
			.send()).hasMessageContaining("PUBACK");

		bridge.stop();
		var at = clock.now().minusSeconds(5_000).toEpochMilli();
		var old = Mqtt3Client.builder()
			.identifier("old-" + device.sn())
			.serverHost(broker.host())
			.serverPort(broker.port())
			.simpleAuth()
			.username(device.user())
			.password(bytes(device.secret()))
			.applySimpleAuth()
			.buildBlocking();
		old.connect();
		for (int n = 0; n < 200; n++) {
			var body = bytes("{\"ts\":" + (at + 1000L * (n % 150)) + ",\"values\":{\"t\":" + n % 30 + "}}");
			old.publishWith().topic(up(device, "telemetry")).qos(MqttQos.AT_LEAST_ONCE).payload(body).send();
		}
		old.publishWith().topic(up(device, "telemetry")).qos(MqttQos.AT_LEAST_ONCE).payload(bytes("no json")).send();
		assertThat(readings(device)).isOne();
		bridge = bridge();
		bridge.start();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readings(device) == 151);
		assertThat(readings(other)).isZero();
		old.disconnect();
	}

	@Test
	void whatWasOnItsWayWhenThePlatformBrokeOffIsNeitherLostNorThereTwice() throws Exception {
		var device = device();
		tellBroker();
		var client = connect(device);
		var at = clock.now().minusSeconds(5_000).toEpochMilli();
		Runnable all = () -> {
			for (int n = 0; n < 600; n++) {
				client.publishWith()
					.topic(up(device, "telemetry"))
					.qos(MqttQos.AT_LEAST_ONCE)
					.payload(bytes("{\"ts\":" + (at + 1000L * n) + ",\"values\":{\"t\":" + n % 30 + "}}"))
					.send();
			}
		};
		// once something has come through, the broker knows the subscription and keeps
		// what follows
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			client.publishWith()
				.topic(up(device, "telemetry"))
				.qos(MqttQos.AT_LEAST_ONCE)
				.payload(bytes("{\"ts\":" + at + ",\"values\":{\"t\":0}}"))
				.send();
			return readings(device) == 1;
		});
		var sender = Thread.ofPlatform().start(all);
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readings(device) > 1);
		bridge.stop();
		sender.join();
		bridge = bridge();
		bridge.start();
		all.run();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readings(device) == 600);
		client.disconnect();
	}

	@Test
	void anOrderReachesTheDeviceAndItsAnswerComesBack() throws Exception {
		var device = device();
		tellBroker();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(bridge::isRunning);
		var client = connect(device);
		var told = new CompletableFuture<String>();
		client.toAsync()
			.subscribeWith()
			.topicFilter("jinfu/" + TENANT + "/" + device.sn() + "/down/command")
			.qos(MqttQos.AT_LEAST_ONCE)
			.callback(message -> told.complete(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)))
			.send()
			.get(10, TimeUnit.SECONDS);
		var id = asOfficer(() -> orders.give(device.id(), "open", null, null));
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> bridge.send(TENANT, device.sn(), asOfficer(() -> orders.view(id))));
		var order = json.readTree(told.get(10, TimeUnit.SECONDS));
		assertThat(order.get("service").asString()).isEqualTo("open");
		client.publishWith()
			.topic(up(device, "reply"))
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(bytes("{\"id\":\"" + order.get("id").asString() + "\",\"done\":true,\"text\":\"100%\"}"))
			.send();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> asOfficer(() -> orders.view(id)).state() == OrderState.ANSWERED);
		client.disconnect();
	}

	@Test
	void whoHasNoSecretOrHasItNoMoreIsTurnedAwayByTheBroker() throws Exception {
		var device = device();
		tellBroker();
		connect(device).disconnect();
		assertThatThrownBy(() -> connect(new Spoken(device.id(), device.sn(), device.user(), "wrong")))
			.hasMessageContaining("NOT_AUTHORIZED");
		asOfficer(() -> {
			devices.revoke(device.id(), queries.view(device.id()).version());
			return device;
		});
		assertThat(bridge.refresh()).isTrue();
		assertThat(bridge.refresh()).isFalse();
		reload();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.untilAsserted(() -> assertThatThrownBy(() -> connect(device)).hasMessageContaining("NOT_AUTHORIZED"));
		assertThat(Files.getPosixFilePermissions(folder.resolve("passwd"))).hasSize(2);
	}

	/** A device with what it knows of itself. */
	private record Spoken(UUID id, String sn, String user, String secret) {
	}

	private Spoken device() {
		return asOfficer(() -> {
			var sn = "MQ-" + Ids.next().toString().substring(20);
			var id = devices.register(new DeviceCommands.Register(sn, "卷膜机", product, farm, null));
			var secret = devices.rotate(id, queries.view(id).version());
			return new Spoken(id, sn, Secret.user(TENANT, sn, secret.hash()), secret.text());
		});
	}

	private void tellBroker() throws Exception {
		files.write(broker);
		reload();
		Thread.sleep(300);
	}

	private void reload() throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-HUP", Long.toString(mosquitto.pid())).start().waitFor();
	}

	private Mqtt5BlockingClient connect(Spoken device) {
		var client = Mqtt5Client.builder()
			.identifier("dev-" + device.sn())
			.serverHost(broker.host())
			.serverPort(broker.port())
			.simpleAuth()
			.username(device.user())
			.password(bytes(device.secret()))
			.applySimpleAuth()
			.buildBlocking();
		client.connect();
		return client;
	}

	private static String up(Spoken device, String kind) {
		return "jinfu/" + TENANT + "/" + device.sn() + "/up/" + kind;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private long readings(Spoken device) {
		return asOfficer(() -> transaction.execute(_ -> jdbc.queryForObject("""
				select count(*) from production_telemetry t join production_series s on s.id = t.series_id
				 where s.device_id = ?""", Long.class, device.id())));
	}

	private static <T> T asOfficer(Supplier<T> body) {
		var result = new AtomicReference<T>();
		new Actor(Actor.Kind.PERSON, Ids.next(), Ids.next(), "t", "测试", TENANT, Scope.ALL, ALL)
			.run(() -> result.set(body.get()));
		return result.get();
	}

}
