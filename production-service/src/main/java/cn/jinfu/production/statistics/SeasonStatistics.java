package cn.jinfu.production.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A season in figures. Areas in 亩, weights in kg.
 *
 * @param crops the largest area first
 * @param places in order of their codes, those below what was asked for
 */
public record SeasonStatistics(Sums all, List<Crop> crops, List<Place> places) {

	/**
	 * @param plantings without those that were cancelled
	 * @param failedMu of the area, what was lost
	 * @param untold uses that could not be turned into nutrients or active substance
	 */
	public record Sums(int plantings, BigDecimal areaMu, BigDecimal failedMu, BigDecimal harvestedKg, BigDecimal n,
			BigDecimal p, BigDecimal k, BigDecimal active, int untold) {

		static final Sums NONE = new Sums(0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO,
				BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, 0);

		Sums plus(Sums other) {
			return new Sums(plantings + other.plantings, areaMu.add(other.areaMu), failedMu.add(other.failedMu),
					harvestedKg.add(other.harvestedKg), n.add(other.n), p.add(other.p), k.add(other.k),
					active.add(other.active), untold + other.untold);
		}

		/** In kg over all of the area; null where there is none. */
		public @Nullable BigDecimal kgPerMu() {
			return perMu(harvestedKg, 1);
		}

		/** Of a measure, kg over all of the area; null where there is none. */
		public @Nullable BigDecimal perMu(InputMeasure measure) {
			return switch (measure) {
				case N -> perMu(n, 2);
				case P -> perMu(p, 2);
				case K -> perMu(k, 2);
				case ACTIVE -> perMu(active, 4);
				case UNTOLD -> null;
			};
		}

		private @Nullable BigDecimal perMu(BigDecimal kg, int scale) {
			return (areaMu.signum() == 0) ? null : kg.divide(areaMu, scale, RoundingMode.HALF_UP);
		}

	}

	/**
	 * @param places the area in each place, in their order
	 */
	public record Crop(String code, String name, Sums sums, List<BigDecimal> places) {
	}

	/**
	 * @param exact whether its code finds these rows and no more
	 */
	public record Place(String code, String name, Sums sums, boolean exact) {
	}

}
