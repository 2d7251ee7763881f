package cn.jinfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.DemoWorld;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.iot.alarm.AlarmEngine;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.device.KnownDevices;
import cn.jinfu.production.iot.mqtt.BrokerAddress;
import cn.jinfu.production.iot.mqtt.BrokerFiles;
import cn.jinfu.production.iot.mqtt.MqttBridge;
import cn.jinfu.production.iot.telemetry.Intake;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * From a box's first reading to the end of its alarm, with a real Mosquitto between box
 * and platform. Without one on the machine it is skipped, and says so;
 * {@code JINFU_MQTT_REQUIRED=true} makes that a failure.
 */
@JourneyIT
class GreenhouseJourney extends MainJobWalk {

	private static final String SN = "GH-" + RUN;

	private static final String RULE = "棚里太热 " + RUN;

	@Autowired
	KnownDevices known;

	@Autowired
	Intake intake;

	@Autowired
	BrokerFiles files;

	@Autowired
	DeviceOrders orders;

	@Autowired
	AlarmEngine alarms;

	@Autowired
	JsonMapper json;

	@Autowired
	JdbcClient sql;

	@Autowired
	TransactionTemplate transaction;

	/** What the box is set up with. */
	private record Login(String user, String secret) {
	}

	@Test
	@DisplayName("大棚报警：设备经 MQTT 上报，卡片自己更新，热够五分钟才报警，手机上确认，凉透了才解除，记录都在")
	void anAlarmIsRaisedSeenAndOver(Browser browser) throws Exception {
		var mosquitto = mosquitto();
		try (var phone = phone(browser); var desk = desk(browser)) {
			var officer = logIn(desk, "production.officer");
			var device = register(officer);
			var login = secret(officer);
			rule(officer, device);
			BrokerAddress broker;
			try (var free = new ServerSocket(0)) {
				broker = new BrokerAddress("127.0.0.1", free.getLocalPort(), "127.0.0.1", "jinfu-" + RUN,
						Files.createDirectory(folder.resolve("broker")));
			}
			files.write(broker);
			var process = new ProcessBuilder(mosquitto.toString(), "-c",
					broker.folder().resolve("mosquitto.conf").toString())
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("broker.log").toFile())
				.start();
			var bridge = new MqttBridge(broker, files, known, intake, orders, json);
			bridge.start();
			try {
				walk(connect(broker, login), logIn(phone, "farm.demo"), officer);
			}
			finally {
				bridge.stop();
				process.destroy();
				process.waitFor(5, TimeUnit.SECONDS);
			}
		}
	}

	private void walk(Mqtt5BlockingClient box, Page farm, Page officer) throws Exception {
		var now = Instant.now();
		publish(box, now.minusSeconds(720), 26.4);
		reaches("NORMAL", now.minusSeconds(720));
		farm.navigate(url("/portal/sensors"));
		shows(farm, "26.4");
		publish(box, now.minusSeconds(600), 39.5);
		publish(box, now.minusSeconds(480), 40.7);
		reaches("PENDING", now.minusSeconds(480));
		shows(farm, "40.7");
		look(farm, "greenhouse-card", "#fields li:has-text('40.7')");
		farm.navigate(url("/portal/alarms"));
		assertThat(text(farm.locator("main"))).doesNotContain(RULE);

		publish(box, now.minusSeconds(240), 41.3);
		reaches("ACTIVE", now.minusSeconds(240));
		farm.reload();
		says(farm, RULE, "没人确认");
		farm.locator("main li", hasText(RULE)).locator("a").click();
		says(farm, "41.3");
		farm.fill("[name=note]", "去放风了");
		farm.click("form[action$='/acknowledgement'] button");
		says(farm, "处理中", "去放风了");
		shot(farm, "greenhouse-alarm-seen");

		// below where it began, above where it ends
		publish(box, now.minusSeconds(200), 36.2);
		reaches("ACTIVE", now.minusSeconds(200));
		publish(box, now.minusSeconds(180), 34.8);
		reaches("CLEARING", now.minusSeconds(180));
		farm.reload();
		says(farm, "处理中");
		publish(box, now.minusSeconds(40), 33.1);
		reaches("NORMAL", now.minusSeconds(40));
		farm.reload();
		says(farm, "已结束", "已经好了");
		shot(farm, "greenhouse-alarm-over");
		officer.navigate(url("/console/alarms"));
		officer.locator("main tr", hasText(RULE)).locator("a").first().click();
		says(officer, "已结束", "41.3", "去放风了");
		shot(officer, "greenhouse-alarm");
	}

	private String register(Page page) {
		page.navigate(url("/console/members?q=青禾"));
		var farm = text(page.locator("main")).replaceAll("(?s).*?(M-\\d+).*", "$1");
		page.navigate(url("/console/devices/new?memberNo=" + farm));
		page.fill("[name=sn]", SN);
		page.fill("[name=name]", "连栋棚气象箱");
		page.selectOption("#productId",
				page.locator("#productId option", hasText("棚内气象箱")).first().getAttribute("value"));
		page.selectOption("#plotId", page.locator("#plotId option", hasText("2号棚")).first().getAttribute("value"));
		page.click(".form-foot button");
		return idAt(page, "/console/devices");
	}

	private Login secret(Page page) {
		page.click("form[action$='/credentials'] button");
		says(page, "/telemetry");
		var shown = page.locator("main [role=status] dd");
		return new Login(text(shown.nth(2)), text(shown.nth(0)));
	}

	private void rule(Page page, String device) {
		page.navigate(url("/console/alarm-rules/new?deviceId=" + device));
		page.fill("[name=name]", RULE);
		page.fill("[name=key]", "airTemp");
		page.fill("[name=raiseHigh]", "38");
		page.fill("[name=clearHigh]", "39");
		page.fill("[name=minMinutes]", "5");
		page.fill("[name=clearMinutes]", "2");
		page.click(".form-foot button");
		page.waitForSelector("main .err-sum");
		page.fill("[name=clearHigh]", "35");
		page.click(".form-foot button");
		says(page, RULE);
	}

	/** Another box of the demo may happen to stand at the same value. */
	private static void shows(Page page, String value) {
		PlaywrightAssertions.assertThat(
				page.locator("#fields li", hasText("气温")).filter(new Locator.FilterOptions().setHasText(value)).first())
			.isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(25_000));
	}

	private void publish(Mqtt5BlockingClient box, Instant at, double value) {
		box.publishWith()
			.topic("jinfu/" + DemoWorld.MAIN_TENANT + "/" + SN + "/up/telemetry")
			.qos(MqttQos.AT_LEAST_ONCE)
			.payload(String.format(Locale.ROOT, "{\"ts\":%d,\"values\":{\"airTemp\":%.1f}}", at.toEpochMilli(), value)
				.getBytes(StandardCharsets.UTF_8))
			.send();
	}

	/** Does not wait for the clock's next beat; two at once do no harm. */
	private void reaches(String phase, Instant at) throws InterruptedException {
		var until = Instant.now().plus(Duration.ofSeconds(20));
		while (!phase.equals(phase(at))) {
			assertThat(Instant.now()).as("the rule is %s", phase).isBefore(until);
			Thread.sleep(100);
			Actor.system(DemoWorld.MAIN_TENANT).run(alarms::run);
		}
	}

	private String phase(Instant at) {
		return Tenant.callAs(DemoWorld.MAIN_TENANT,
				() -> transaction.execute(_ -> sql.sql("""
						select x.phase from production_alarm_state x
						  join production_alarm_rule r on r.tenant_id = x.tenant_id and r.id = x.rule_id
						 where r.name = ? and x.last_ts >= ?""")
					.params(RULE, Timestamp.from(at.minusMillis(1)))
					.query(String.class)
					.optional()
					.orElse("")));
	}

	private static Path mosquitto() {
		var program = Stream.of("/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
		if (program.isEmpty()) {
			assertThat(System.getenv("JINFU_MQTT_REQUIRED")).as("mosquitto is wanted and not installed").isNull();
			System.err.println("*** GreenhouseJourney is SKIPPED: no mosquitto on this machine ***");
		}
		Assumptions.assumeTrue(program.isPresent(), "no mosquitto on this machine");
		return program.orElseThrow();
	}

	private static Mqtt5BlockingClient connect(BrokerAddress broker, Login login) throws InterruptedException {
		var box = Mqtt5Client.builder()
			.identifier("box-" + RUN)
			.serverHost(broker.host())
			.serverPort(broker.port())
			.simpleAuth()
			.username(login.user())
			.password(login.secret().getBytes(StandardCharsets.UTF_8))
			.applySimpleAuth()
			.buildBlocking();
		for (int n = 0; !box.getState().isConnected(); n++) {
			try {
				box.connect();
			}
			catch (ConnectionFailedException notYet) {
				if (n == 50) {
					throw notYet;
				}
				Thread.sleep(100);
			}
		}
		return box;
	}

}
