package cn.jinfu.kernel;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Seals audit rows soon after their commit. Every instance runs one; the chain's head row
 * is locked while sealing, so two of them take turns.
 */
@Component
@RequiredArgsConstructor
@Slf4j
class AuditSealer implements SmartLifecycle {

	private static final int EVERY_MILLIS = 500;

	private final AuditTrail trail;

	private @Nullable ScheduledExecutorService executor;

	@Override
	public void start() {
		var started = Executors
			.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("audit-sealer").factory());
		started.scheduleWithFixedDelay(this::sealAll, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
		executor = started;
	}

	private void sealAll() {
		try {
			trail.waiting().forEach(tenant -> Tenant.runAs(tenant, trail::seal));
		}
		catch (RuntimeException failure) {
			log.error("audit rows could not be sealed; tried again in a moment", failure);
		}
	}

	@Override
	public void stop() {
		var running = executor;
		if (running != null) {
			running.shutdown();
			try {
				running.awaitTermination(5, TimeUnit.SECONDS);
			}
			catch (InterruptedException interrupted) {
				Thread.currentThread().interrupt();
			}
			executor = null;
		}
	}

	@Override
	public boolean isRunning() {
		return executor != null;
	}

}
