package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.production.FertiliserRecipes;
import lombok.With;

/**
 * A recipe with the figures behind it, so that it can be told in words.
 *
 * @param source what the federation's figures were taken from
 * @param remarks what the sample's other values say, as keys
 */
public record RecipeView(UUID id, String no, UUID sampleId, String sampleNo, UUID memberId, @With String memberName,
		UUID plotId, String plotName, String crop, String cropName, BigDecimal targetKgMu, BigDecimal areaMu,
		String source, boolean demo, String byName, Instant madeAt, SoilValues values, List<Remark> remarks,
		List<Need> needs, List<FertiliserRecipes.Item> lines) {

	/**
	 * @param uptakeKg what the target yield takes, kg per 亩
	 * @param soilKg what the soil gives
	 * @param needKg what is to be given
	 */
	public record Need(Nutrient nutrient, BigDecimal uptakeKg, BigDecimal soilKg, BigDecimal usePercent,
			BigDecimal needKg) {

		/** Whether the soil has enough of it. */
		public boolean enough() {
			return needKg.signum() == 0;
		}

	}

	/**
	 * @param kind ACID, ALKALINE or POOR
	 * @param value what was measured
	 * @param bound where the edition draws the line
	 */
	public record Remark(String kind, BigDecimal value, BigDecimal bound) {
	}

}
