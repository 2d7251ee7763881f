package cn.jinfu.production.weather;

import java.time.LocalDate;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.JobProgress;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Tells farms early in the day what the weather speaks against. */
@Component
@RequiredArgsConstructor
class WeatherWarningJob implements JobDefinition {

	private final WeatherWarnings warnings;

	private final BusinessClock clock;

	@Override
	public String name() {
		return "production.weather-warnings";
	}

	@Override
	public String cron() {
		return "0 15 6 * * *";
	}

	@Override
	public int run(LocalDate businessDate) {
		// a late run for an earlier day looks at the weather that is to come now
		var told = 0;
		for (var one : warnings.against(warnings.open(clock.today())).entrySet()) {
			if (warnings.tell(one.getKey(), one.getValue())) {
				JobProgress.report(++told);
			}
		}
		return told;
	}

}
