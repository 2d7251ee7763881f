package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Refusal.RuleBroken;

import org.jspecify.annotations.Nullable;

/**
 * What may be changed in a card: points and edges of bins, points for a missing fact,
 * where a grade begins and what it lends on, how long a rating is valid. Which facts are
 * asked for is the product's.
 */
public record CardChange(String note, int validMonths, List<IndicatorChange> indicators, List<BandChange> bands) {

	public record IndicatorChange(String code, int missing, List<BinChange> bins) {
	}

	/**
	 * @param from null for the lowest bin and for categories
	 */
	public record BinChange(@Nullable BigDecimal from, int points) {
	}

	public record BandChange(Grade grade, int from, BigDecimal alpha, BigDecimal theta) {
	}

	/**
	 * @throws RuleBroken where it is not the same card
	 */
	Scorecard over(Scorecard card) {
		if (indicators.size() != card.indicators().size() || bands.size() != card.bands().size()) {
			throw new RuleBroken("credit.scorecard.shape");
		}
		return card.changed(validMonths,
				IntStream.range(0, indicators.size())
					.mapToObj(n -> over(card.indicators().get(n), indicators.get(n)))
					.toList(),
				IntStream.range(0, bands.size()).mapToObj(n -> over(card.bands().get(n), bands.get(n))).toList());
	}

	private static Scorecard.Indicator over(Scorecard.Indicator it, IndicatorChange change) {
		if (!it.code().equals(change.code()) || it.bins().size() != change.bins().size()) {
			throw new RuleBroken("credit.scorecard.shape");
		}
		var bins = IntStream.range(0, it.bins().size()).mapToObj(n -> {
			var bin = it.bins().get(n);
			var wanted = change.bins().get(n);
			return new Scorecard.Bin((bin.from() != null) ? wanted.from() : null, bin.category(), wanted.points(),
					bin.minRows(), Math.min(bin.otherwise(), wanted.points()));
		}).toList();
		var most = bins.stream().mapToInt(Scorecard.Bin::points).max().orElse(0);
		return new Scorecard.Indicator(it.code(), it.dimension(), most, change.missing(), it.reason(), it.actionable(),
				it.unit(), bins);
	}

	private static Scorecard.Band over(Scorecard.Band it, BandChange change) {
		if (it.grade() != change.grade()) {
			throw new RuleBroken("credit.scorecard.shape");
		}
		return new Scorecard.Band(it.grade(), change.from(), change.alpha(), change.theta(), it.unsecuredCap(),
				it.feePercent(), it.route());
	}

}
