package cn.jinfu.credit.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks for messages to banks every second, in every instance and by the system's clock:
 * what a commit has written leaves within a second or two.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class WebhookClock implements SmartLifecycle {

	private static final Duration PAUSE = Duration.ofMillis(20);

	private final WebhookDispatcher dispatcher;

	private final JdbcClient sql;

	@Value("${jinfu.webhook.background:true}")
	private boolean enabled;

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		if (enabled) {
			var started = Executors
				.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("webhook-clock").factory());
			started.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
			executor = started;
		}
	}

	private void tick() {
		try {
			var tenants = sql.sql("select code from platform_tenant order by code").query(String.class).list();
			// while there is something to send it goes on, all tenants in turn
			while (round(tenants) && running) {
				Thread.sleep(PAUSE);
			}
		}
		catch (InterruptedException stopped) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException failure) {
			log.error("messages to banks were not looked for; tried again in a moment", failure);
		}
	}

	/** Whether anything was sent off. */
	private boolean round(List<String> tenants) {
		var sent = new AtomicBoolean();
		for (var tenant : tenants) {
			Actor.system(tenant).run(() -> {
				if (!dispatcher.pass(Instant.now()).isEmpty()) {
					sent.set(true);
				}
			});
		}
		return sent.get();
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
	}

	@Override
	public boolean isRunning() {
		return running;
	}

}
