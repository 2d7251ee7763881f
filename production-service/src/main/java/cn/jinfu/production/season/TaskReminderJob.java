package cn.jinfu.production.season;

import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.JobProgress;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Tells farms in the morning what their plantings ask for. */
@Component
@RequiredArgsConstructor
class TaskReminderJob implements JobDefinition {

	private final TaskReminders reminders;

	private final BusinessClock clock;

	@Override
	public String name() {
		return "production.task-reminders";
	}

	@Override
	public String cron() {
		return "0 30 7 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		// a late run for an earlier day tells what is to be done now
		var today = clock.today();
		var told = 0;
		for (var farm : reminders.farms(today)) {
			told += reminders.remind(farm, today);
			JobProgress.report(told);
		}
		return told;
	}

}
