package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

import cn.jinfu.kernel.Refusal.RuleBroken;
import org.jspecify.annotations.Nullable;

/**
 * What the laboratory found. Bounds are those of what a soil can hold: a slip of the
 * decimal point is refused, a rare soil is not.
 *
 * @param organic 有机质, g/kg
 * @param totalN 全氮, g/kg, where it was measured
 * @param nitrogen 碱解氮, mg/kg
 * @param phosphorus 有效磷, mg/kg
 * @param potassium 速效钾, mg/kg
 */
public record SoilValues(String laboratory, String reportNo, LocalDate measuredOn, BigDecimal ph, BigDecimal organic,
		@Nullable BigDecimal totalN, BigDecimal nitrogen, BigDecimal phosphorus, BigDecimal potassium) {

	private static final BigDecimal MG_MOST = BigDecimal.valueOf(3000);

	public SoilValues {
		within("ph", ph, BigDecimal.TWO, BigDecimal.valueOf(12), 2);
		within("organic", organic, BigDecimal.ZERO, BigDecimal.valueOf(600), 3);
		if (totalN != null) {
			within("totalN", totalN, BigDecimal.ZERO, BigDecimal.valueOf(50), 3);
		}
		within("nitrogen", nitrogen, BigDecimal.ZERO, MG_MOST, 2);
		within("phosphorus", phosphorus, BigDecimal.ZERO, MG_MOST, 2);
		within("potassium", potassium, BigDecimal.ZERO, MG_MOST, 2);
		if (laboratory.isBlank()) {
			throw new RuleBroken("production.soil.laboratory").at("laboratory");
		}
		if (reportNo.isBlank()) {
			throw new RuleBroken("production.soil.laboratory").at("reportNo");
		}
	}

	private static void within(String field, BigDecimal value, BigDecimal least, BigDecimal most, int decimals) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0 || value.stripTrailingZeros().scale() > decimals) {
			throw new RuleBroken("production.soil.value", least.toPlainString(), most.toPlainString(), decimals)
				.at(field);
		}
	}

	/** The available part of each, mg/kg. */
	Map<Nutrient, BigDecimal> available() {
		return Map.of(Nutrient.N, nitrogen, Nutrient.P, phosphorus, Nutrient.K, potassium);
	}

}
