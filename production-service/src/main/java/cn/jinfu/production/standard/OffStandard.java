package cn.jinfu.production.standard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.production.InputUnit;
import org.jspecify.annotations.Nullable;

/**
 * One limit of a standard that a use goes beyond.
 *
 * @param stage empty for the whole season
 * @param what the substance or the input that is limited
 * @param most the dose per 亩, or the times
 * @param unit of a dose; null for times
 */
public record OffStandard(StandardFinding finding, String stage, String what, BigDecimal most,
		@Nullable InputUnit unit) {

	/**
	 * A limit that concerns a use.
	 *
	 * @param stage null: the whole season
	 * @param nth which use under this limit it is, from 1
	 */
	public record Applied(@Nullable String stage, String what, @Nullable BigDecimal doseMax, @Nullable InputUnit unit,
			@Nullable Integer maxTimes, int nth) {
	}

	/**
	 * @param unit in which the dose is counted: never compared with one in another
	 */
	static List<OffStandard> of(List<Applied> limits, BigDecimal dosePerMu, InputUnit unit) {
		var beyond = new ArrayList<OffStandard>();
		for (var limit : limits) {
			var stage = limit.stage();
			var dose = limit.doseMax();
			if (dose != null && limit.unit() == unit && dosePerMu.compareTo(dose) > 0) {
				beyond.add(new OffStandard((stage != null) ? StandardFinding.STAGE_DOSE : StandardFinding.SEASON_DOSE,
						(stage != null) ? stage : "", limit.what(), dose, unit));
			}
			var times = limit.maxTimes();
			if (times != null && limit.nth() > times) {
				beyond.add(new OffStandard((stage != null) ? StandardFinding.STAGE_TIMES : StandardFinding.SEASON_TIMES,
						(stage != null) ? stage : "", limit.what(), BigDecimal.valueOf(times), null));
			}
		}
		return List.copyOf(beyond);
	}

}
