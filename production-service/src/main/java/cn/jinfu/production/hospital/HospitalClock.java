package cn.jinfu.production.hospital;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.production.hospital.consult.ConsultCommands;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Every minute: what a doctor took and was silent about for half an hour goes back to the
 * pool, and of what nobody answered in time it is told. Every instance runs it; two at
 * once take turns at the rows.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class HospitalClock implements SmartLifecycle {

	private static final int BEAT_SECONDS = 60;

	private final ConsultCommands consults;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Value("${jinfu.hospital.background:${jinfu.iot.background:true}}")
	private boolean enabled;

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		if (enabled) {
			var started = Executors
				.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("hospital-clock").factory());
			started.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
			executor = started;
		}
	}

	private void beat() {
		try {
			sql.sql("select code from platform_tenant order by code")
				.query(String.class)
				.list()
				.forEach(tenant -> Actor.system(tenant).run(() -> {
					consults.backToPool(clock.now());
					consults.escalate(clock.now());
				}));
		}
		catch (RuntimeException failure) {
			log.error("cases were not given back; tried again in a minute", failure);
		}
	}

	@Override
	public void stop() {
		running = false;
		var started = executor;
		if (started != null) {
			started.shutdown();
			executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return running;
	}

}
