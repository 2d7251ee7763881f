package cn.jinfu.production.season;

import java.time.LocalDate;
import java.util.List;

import cn.jinfu.production.standard.StandardView;
import org.jspecify.annotations.Nullable;

/**
 * The season of one planting as its standard has it.
 *
 * @param day days since planting; negative before it
 * @param stage where it stands today; null before, between and after the stages
 * @param harvestOn when the first picking is to be expected
 * @param next to be done within three days
 * @param late what was missed
 * @param offStandard uses beyond the standard's limits
 */
public record Season(StandardView standard, long day, @Nullable String stage, LocalDate harvestOn, List<Stage> stages,
		List<SeasonTask> tasks, List<SeasonTask> next, List<SeasonTask> late, long offStandard) {

	/** A stage in days of the calendar. */
	public record Stage(String name, LocalDate from, LocalDate to, boolean now) {
	}

}
