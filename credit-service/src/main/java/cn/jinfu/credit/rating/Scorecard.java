package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

import cn.jinfu.kernel.Refusal.RuleBroken;
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

	/** The same under another code. */
	Scorecard named(String other) {
		return new Scorecard(other, calibration, total, neutralPercent, indicators, knockOuts, bands, thinFile,
				validMonths, haircuts, scaleOfFinanceMarkUp, growthCapPercent, limitStep);
	}

	Scorecard changed(int months, List<Indicator> otherIndicators, List<Band> otherBands) {
		return new Scorecard(code, calibration, total, neutralPercent, otherIndicators, knockOuts, otherBands, thinFile,
				months, haircuts, scaleOfFinanceMarkUp, growthCapPercent, limitStep);
	}

	/**
	 * What a version must fulfil before anybody may be rated with it: each number falls
	 * into exactly one bin, each score into exactly one grade, the maxima add up.
	 * @throws RuleBroken naming the first thing that is wrong
	 */
	public Scorecard checked() {
		var sum = indicators.stream().mapToInt(Indicator::max).sum();
		if (sum != total) {
			throw new RuleBroken("credit.scorecard.total", sum, total);
		}
		checkBands();
		var codes = new HashSet<String>();
		for (var indicator : indicators) {
			if (!codes.add(indicator.code())) {
				throw new RuleBroken("credit.scorecard.twice", indicator.code());
			}
			check(indicator);
		}
		if (validMonths < 1 || thinFile.validMonths() < 1 || thinFile.validMonths() > validMonths) {
			throw new RuleBroken("credit.scorecard.months", thinFile.validMonths()).at("validMonths");
		}
		return this;
	}

	/** All grades from best to worst, each below the one before, the last from zero. */
	private void checkBands() {
		if (!bands.stream().map(Band::grade).toList().equals(List.of(Grade.values()))) {
			throw new RuleBroken("credit.scorecard.shape");
		}
		for (int i = 0; i < bands.size(); i++) {
			var band = bands.get(i);
			var above = (i == 0) ? total + 1 : bands.get(i - 1).from();
			if (band.from() >= above || (i == bands.size() - 1 && band.from() != 0)) {
				throw new RuleBroken("credit.scorecard.bands", band.grade().name());
			}
			var better = (i == 0) ? null : bands.get(i - 1);
			if (outside(band.alpha()) || outside(band.theta()) || (better != null
					&& (band.alpha().compareTo(better.alpha()) > 0 || band.theta().compareTo(better.theta()) > 0))) {
				throw new RuleBroken("credit.scorecard.shares", band.grade().name());
			}
		}
	}

	private static boolean outside(BigDecimal share) {
		return share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0;
	}

	private static void check(Indicator indicator) {
		var name = indicator.code();
		var bins = indicator.bins();
		if (bins.stream().mapToInt(Bin::points).max().orElse(-1) != indicator.max()
				|| bins.stream().anyMatch(it -> it.points() < 0)) {
			throw new RuleBroken("credit.scorecard.points", name);
		}
		if (indicator.missing() < 0 || indicator.missing() > indicator.max()) {
			throw new RuleBroken("credit.scorecard.missing", name, indicator.max());
		}
		for (int i = 0; i < bins.size(); i++) {
			var from = bins.get(i).from();
			var before = (i == 0) ? null : bins.get(i - 1).from();
			var right = indicator.categorical() ? bins.get(i).category() != null
					: (i == 0) ? from == null : from != null && (before == null || from.compareTo(before) > 0);
			if (!right) {
				throw new RuleBroken("credit.scorecard.bins", name);
			}
		}
	}

}
