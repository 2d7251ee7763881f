package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One version of the card, as data. The engine knows the shapes below and nothing of what
 * a version asks about.
 *
 * @param calibration {@code EXPERT} until enough loans have matured to fit probabilities
 * @param neutralPercent points of an average farm as a share of the maximum
 * @param scaleOfFinanceMarkUp added to the cost per 亩 for household needs and upkeep
 * @param limitStep limits are cut down to a multiple of this many yuan
 */
public record Scorecard(String code, String calibration, int total, BigDecimal neutralPercent,
		List<Indicator> indicators, List<String> knockOuts, List<Band> bands, ThinFile thinFile, int validMonths,
		Haircuts haircuts, BigDecimal scaleOfFinanceMarkUp, BigDecimal growthCapPercent, BigDecimal limitStep) {

	/**
	 * @param bins numbers ascending, the first without lower edge; or categories from
	 * worst to best
	 * @param missing points when the source has no answer
	 * @param reason message code of what to tell the farm
	 * @param actionable whether the farm itself can do something about it
	 */
	public record Indicator(String code, Dimension dimension, int max, int missing, String reason, boolean actionable,
			String unit, List<Bin> bins) {

		boolean categorical() {
			return bins.getFirst().category() != null;
		}

	}

	/**
	 * Left-closed: from {@code from} up to the next bin's edge.
	 *
	 * @param minRows full points need this many rows behind the fact
	 * @param otherwise points with fewer rows
	 */
	public record Bin(@Nullable BigDecimal from, @Nullable String category, int points, int minRows, int otherwise) {

		int points(int rows) {
			return (rows >= minRows) ? points : otherwise;
		}

	}

	/**
	 * @param alpha share of yearly receipts
	 * @param theta share of the cost of production
	 * @param unsecuredCap the most without guarantee, in yuan
	 * @param feePercent suggested yearly guarantee fee; null where nothing is lent
	 */
	public record Band(Grade grade, int from, BigDecimal alpha, BigDecimal theta, BigDecimal unsecuredCap,
			@Nullable BigDecimal feePercent, Route route) {
	}

	/**
	 * @param missingPercent above this share of missing points the file is thin
	 */
	public record ThinFile(BigDecimal missingPercent, Grade capGrade, int validMonths) {
	}

	public record Haircuts(BigDecimal noInsurance, BigDecimal largestBuyerFromPercent, BigDecimal largestBuyer,
			BigDecimal thinFile, BigDecimal most) {
	}

	public Band band(Grade grade) {
		return bands.stream().filter(it -> it.grade() == grade).findFirst().orElseThrow();
	}

	/**
	 * What a version must fulfil before anybody may be rated with it.
	 * @throws IllegalArgumentException naming the first thing that is wrong
	 */
	public Scorecard checked() {
		require(indicators.stream().mapToInt(Indicator::max).sum() == total, "maxima do not add up to the total");
		require(bands.getFirst().grade() == Grade.AAA && bands.getLast().from() == 0, "bands leave a gap");
		for (int i = 1; i < bands.size(); i++) {
			require(bands.get(i).from() < bands.get(i - 1).from(), "bands are not descending");
		}
		var codes = new HashSet<String>();
		for (var indicator : indicators) {
			require(codes.add(indicator.code()), indicator.code() + " stands twice");
			check(indicator);
		}
		return this;
	}

	private static void check(Indicator indicator) {
		var name = indicator.code();
		require(indicator.missing() <= indicator.max(), name + " gives too much for a missing fact");
		require(indicator.bins().stream().mapToInt(Bin::points).max().orElse(0) == indicator.max(),
				name + " never reaches its maximum");
		for (int i = 0; i < indicator.bins().size(); i++) {
			var bin = indicator.bins().get(i);
			require(bin.points() >= 0, name + " takes points away");
			if (indicator.categorical()) {
				require(bin.category() != null, name + " mixes numbers and categories");
			}
			else if (i == 0) {
				require(bin.from() == null, name + " does not cover small numbers");
			}
			else {
				var before = indicator.bins().get(i - 1).from();
				require(bin.from() != null && (before == null || bin.from().compareTo(before) > 0),
						name + " has bins out of order");
			}
		}
	}

	private static void require(boolean holds, String otherwise) {
		if (!holds) {
			throw new IllegalArgumentException(otherwise);
		}
	}

}
