package cn.jinfu.traceability.watch;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Deletes numbers that are no longer needed. */
@Component
@RequiredArgsConstructor
class WatchSweep implements JobDefinition {

	private final RecallWatches watches;

	@Override
	public String name() {
		return "trace.recall-watch-sweep";
	}

	@Override
	public String cron() {
		return "0 50 2 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		return watches.sweep(businessDate);
	}

}
