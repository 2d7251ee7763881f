package cn.jinfu.production.operation;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.InputUnit;
import cn.jinfu.production.standard.OffStandard;
import org.jspecify.annotations.Nullable;

/**
 * What an entry would lead to, before it is saved: nothing is written.
 *
 * @param enough whether the holding covers the quantity
 * @param earliestHarvestOn over all plantings; null when none is sprayed or none is safe
 */
public record SprayPlan(String product, InputUnit unit, BigDecimal quantity, BigDecimal inHand, boolean enough,
		BigDecimal dosePerMu, List<Line> lines, @Nullable LocalDate earliestHarvestOn, boolean blocked) {

	/**
	 * One planting of the plan.
	 *
	 * @param beyond where it would go beyond the crop's standard
	 * @param earliestBefore what holds without this use
	 * @param earliestHarvestOn what would hold with it
	 */
	public record Line(UUID plantingId, String plotName, String cropName, @Nullable BigDecimal doseMax, int nthUse,
			@Nullable Integer maxTimes, @Nullable Integer intervalDays, @Nullable LocalDate earliestBefore,
			@Nullable LocalDate earliestHarvestOn, List<Finding> findings, List<OffStandard> beyond) {

		public boolean ok() {
			return findings.isEmpty();
		}

		/** Green or red: whether the dose is within the label; unknown counts as red. */
		public boolean doseOk() {
			return doseMax != null && !findings.contains(Finding.OVER_DOSE);
		}

	}

}
