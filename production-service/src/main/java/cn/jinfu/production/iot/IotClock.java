package cn.jinfu.production.iot;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import cn.jinfu.kernel.Actor;
import cn.jinfu.production.iot.alarm.AlarmEngine;
import cn.jinfu.production.iot.device.DeviceOrders;
import cn.jinfu.production.iot.mqtt.MqttBridge;
import cn.jinfu.production.iot.telemetry.BadPoints;
import cn.jinfu.production.iot.telemetry.ClockOffsets;
import cn.jinfu.production.iot.telemetry.Heartbeats;
import cn.jinfu.production.iot.telemetry.RollUps;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What goes on beside the readings, every few seconds: who was heard, what rings, which
 * hours are over, whose time is up. Every instance runs it; each step is safe to be done
 * by two.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class IotClock implements SmartLifecycle {

	private static final int BEAT_SECONDS = 5;

	private static final int ROLL_SECONDS = 60;

	private final Heartbeats heartbeats;

	private final BadPoints bad;

	private final ClockOffsets offsets;

	private final RollUps rollUps;

	private final DeviceOrders orders;

	private final AlarmEngine alarms;

	private final ObjectProvider<MqttBridge> broker;

	private final JdbcClient sql;

	@Value("${jinfu.iot.background:true}")
	private boolean enabled;

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		if (!enabled) {
			return;
		}
		var started = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("iot-clock").factory());
		started.scheduleWithFixedDelay(() -> quietly("heartbeats", heartbeats::flush), BEAT_SECONDS, BEAT_SECONDS,
				TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("bad points", bad::flush), BEAT_SECONDS, BEAT_SECONDS,
				TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("clock offsets", offsets::flush), BEAT_SECONDS, BEAT_SECONDS,
				TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("orders", () -> everywhere(orders::expire)), BEAT_SECONDS,
				BEAT_SECONDS, TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("alarms", () -> everywhere(alarms::run)), BEAT_SECONDS,
				BEAT_SECONDS, TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("roll-ups", rollUps::run), ROLL_SECONDS, ROLL_SECONDS,
				TimeUnit.SECONDS);
		started.scheduleWithFixedDelay(() -> quietly("broker", () -> broker.ifAvailable(MqttBridge::refresh)),
				BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
		executor = started;
	}

	private void everywhere(Runnable step) {
		sql.sql("select code from platform_tenant order by code")
			.query(String.class)
			.list()
			.forEach(tenant -> Actor.system(tenant).run(step));
	}

	private static void quietly(String what, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException failure) {
			log.error("{} failed; tried again in a moment", what, failure);
		}
	}

	@Override
	public void stop() {
		running = false;
		var clock = executor;
		if (clock != null) {
			clock.shutdown();
			try {
				clock.awaitTermination(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
			executor = null;
		}
		quietly("bad points", bad::flush);
		quietly("clock offsets", offsets::flush);
	}

	@Override
	public boolean isRunning() {
		return running;
	}

}
