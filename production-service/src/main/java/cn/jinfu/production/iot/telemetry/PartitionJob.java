package cn.jinfu.production.iot.telemetry;

import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * Makes the days ahead and drops what is too old; all federations share the tables, so a
 * repeat does nothing.
 */
@Component
@RequiredArgsConstructor
class PartitionJob implements JobDefinition {

	private final Partitions partitions;

	private final BusinessClock clock;

	@Override
	public String name() {
		return "production.telemetry-days";
	}

	@Override
	public String cron() {
		return "0 10 0 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		// a late run for an earlier day must not take back what today needs
		var today = clock.today();
		return partitions.prepare(today) + partitions.drop(today);
	}

}
