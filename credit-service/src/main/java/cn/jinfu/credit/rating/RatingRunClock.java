package cn.jinfu.credit.rating;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import cn.jinfu.kernel.Actor;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Works off batch ratings beside everything else: in few threads of its own, so that
 * pages keep theirs and most connections. Every instance does; none takes what another
 * has.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class RatingRunClock implements SmartLifecycle {

	private static final int BEAT_SECONDS = 2;

	private final RatingRunner runner;

	private final JdbcClient sql;

	@Value("${jinfu.rating.background:${jinfu.iot.background:true}}")
	private boolean enabled;

	@Value("${jinfu.rating.threads:1}")
	private int threads;

	private @Nullable ScheduledExecutorService executor;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		if (enabled) {
			var started = Executors.newScheduledThreadPool(threads,
					Thread.ofPlatform().daemon().priority(Thread.MIN_PRIORITY).name("rating-run-", 0).factory());
			for (int i = 0; i < threads; i++) {
				started.scheduleWithFixedDelay(this::beat, BEAT_SECONDS, BEAT_SECONDS, TimeUnit.SECONDS);
			}
			executor = started;
		}
	}

	private void beat() {
		try {
			sql.sql("select code from platform_tenant order by code")
				.query(String.class)
				.list()
				.forEach(tenant -> Actor.system(tenant).run(this::work));
		}
		catch (RuntimeException failure) {
			log.error("batch ratings did not go on; tried again in {} s", BEAT_SECONDS, failure);
		}
	}

	/** Until nobody is left, somebody pauses it, or the platform stops. */
	private void work() {
		runner.running().ifPresent(run -> {
			var left = true;
			while (left && running) {
				left = runner.step(run) > 0;
			}
		});
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
