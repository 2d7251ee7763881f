package cn.jinfu.platform.clock;

import cn.jinfu.kernel.BusinessClock;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;

import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Sets the business clock at start to where the demo was left. */
@Component
@RequiredArgsConstructor
@Slf4j
class ClockLoader implements SmartLifecycle {

	private final ClockDesk desk;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private volatile boolean running;

	@Override
	public void start() {
		running = true;
		var days = sql.sql("select ahead_days from platform_business_clock").query(Integer.class).optional();
		if (days.isPresent() && desk.demo()) {
			clock.advance(days.get());
			log.warn("demo: the business date is {}, {} days ahead", clock.today(), days.get());
		}
	}

	@Override
	public void stop() {
		running = false;
	}

	@Override
	public boolean isRunning() {
		return running;
	}

	/** Before the demo loads, jobs begin and the web server opens. */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE + 90;
	}

}
