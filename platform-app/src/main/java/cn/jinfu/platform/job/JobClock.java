package cn.jinfu.platform.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Wakes the jobs by their hours. The table of db-scheduler says when each runs next, so
 * one instance of several takes it, and a start after the hour makes up for it. Started
 * last: with everything loaded and the doors open.
 */
@Component
@RequiredArgsConstructor
class JobClock implements SmartLifecycle {

	private static final int THREADS = 2;

	private final DataSource database;

	private final Jobs jobs;

	@Value("${jinfu.jobs.enabled:true}")
	private boolean enabled;

	private @Nullable Scheduler scheduler;

	@Override
	public void start() {
		if (!enabled) {
			return;
		}
		var started = Scheduler.create(database)
			.startTasks(jobs.all().stream().map(this::task).toList())
			.threads(THREADS)
			.build();
		started.start();
		scheduler = started;
	}

	private RecurringTask<Void> task(JobDefinition job) {
		return Tasks.recurring(job.name(), new CronSchedule(job.cron(), BusinessClock.ZONE, CronStyle.SPRING53))
			.execute((_, _) -> jobs.runDue(job));
	}

	/** When each job runs next, by name; empty while the clock stands. */
	Map<String, Instant> next() {
		var next = new HashMap<String, Instant>();
		var running = scheduler;
		if (running != null) {
			running.getScheduledExecutions()
				.forEach(it -> next.put(it.getTaskInstance().getTaskName(), it.getExecutionTime()));
		}
		return next;
	}

	@Override
	public void stop() {
		var running = scheduler;
		if (running != null) {
			running.stop();
			scheduler = null;
		}
	}

	@Override
	public boolean isRunning() {
		return scheduler != null;
	}

}
