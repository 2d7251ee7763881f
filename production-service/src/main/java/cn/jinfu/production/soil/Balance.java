package cn.jinfu.production.soil;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * 养分平衡法 (docs/rules/soil.md): what the harvest takes less what the soil gives, by the
 * share of a fertiliser that the season uses. All figures come from the edition.
 */
final class Balance {

	private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

	private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

	private Balance() {
	}

	/**
	 * What the federation decided for one nutrient of one crop.
	 *
	 * @param uptake kg for each 100 kg of yield
	 * @param supply 校正系数: from what was measured to what the crop gets
	 * @param use percent of a fertiliser that the season uses
	 */
	record Figures(BigDecimal uptake, BigDecimal supply, BigDecimal use) {
	}

	/**
	 * @param uptakeKg what the harvest takes from a 亩
	 * @param soilKg what the soil gives
	 * @param needKg what is to be given, zero when the soil has enough
	 */
	record Need(BigDecimal uptakeKg, BigDecimal soilKg, BigDecimal usePercent, BigDecimal needKg) {
	}

	/**
	 * @param measured mg/kg
	 * @param topsoilKg weight of the tilled soil of a 亩
	 */
	static Need need(Figures figures, BigDecimal target, BigDecimal measured, BigDecimal topsoilKg) {
		var uptake = target.multiply(figures.uptake()).divide(HUNDRED, 4, RoundingMode.HALF_UP);
		var soil = measured.multiply(topsoilKg).multiply(figures.supply()).divide(MILLION, 4, RoundingMode.HALF_UP);
		var need = uptake.subtract(soil)
			.max(BigDecimal.ZERO)
			.multiply(HUNDRED)
			.divide(figures.use(), 2, RoundingMode.HALF_UP);
		return new Need(uptake, soil, figures.use(), need);
	}

	/** Percent of each nutrient in a product. */
	record Product(UUID inputId, Map<Nutrient, BigDecimal> content) {

		BigDecimal of(Nutrient nutrient) {
			return content.getOrDefault(nutrient, BigDecimal.ZERO);
		}

	}

	record Line(UUID inputId, BigDecimal kgPerMu) {
	}

	/**
	 * Products that meet the needs: for phosphorus, then potassium, then nitrogen the one
	 * that brings most of it; what it brings of the others counts. Nitrogen comes last
	 * because the others often bring some. Up to a tenth of a kilogram, upwards.
	 * @return empty when something needed is in no product
	 */
	static List<Line> blend(Map<Nutrient, BigDecimal> needs, List<Product> products) {
		var open = new EnumMap<>(needs);
		var lines = new ArrayList<Line>();
		for (var nutrient : List.of(Nutrient.P, Nutrient.K, Nutrient.N)) {
			var need = open.getOrDefault(nutrient, BigDecimal.ZERO);
			if (need.signum() <= 0) {
				continue;
			}
			var best = products.stream()
				.filter(it -> it.of(nutrient).signum() > 0)
				.filter(it -> lines.stream().noneMatch(line -> line.inputId().equals(it.inputId())))
				.max(Comparator.comparing((Product it) -> it.of(nutrient))
					.thenComparing(it -> it.inputId().toString()));
			if (best.isEmpty()) {
				return List.of();
			}
			var kg = need.multiply(HUNDRED).divide(best.get().of(nutrient), 1, RoundingMode.CEILING);
			lines.add(new Line(best.get().inputId(), kg));
			for (var other : Nutrient.values()) {
				open.merge(other, kg.multiply(best.get().of(other)).divide(HUNDRED, 4, RoundingMode.HALF_UP),
						BigDecimal::subtract);
			}
		}
		return List.copyOf(lines);
	}

}
