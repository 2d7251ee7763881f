package cn.jinfu.production.planting;

import java.time.LocalDate;

import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.JobProgress;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * Puts the plantings that ended last year or before into the archive, every first of
 * March: until then what was done before the end may still be entered.
 */
@Component
@RequiredArgsConstructor
class PlantingArchive implements JobDefinition {

	private static final int MONTHS_FOR_ENTRIES = 2;

	private static final int PART = 200;

	private final PlantingCommands plantings;

	@Override
	public String name() {
		return "production.planting-archive";
	}

	@Override
	public String cron() {
		return "0 0 3 1 3 *";
	}

	/** On any day: of the years whose entries are closed by then. */
	@Override
	public int run(LocalDate businessDate) {
		var before = businessDate.minusMonths(MONTHS_FOR_ENTRIES).withDayOfYear(1);
		var done = 0;
		for (var part = plantings.archive(before, PART); part > 0; part = plantings.archive(before, PART)) {
			done += part;
			JobProgress.report(done);
		}
		return done;
	}

}
