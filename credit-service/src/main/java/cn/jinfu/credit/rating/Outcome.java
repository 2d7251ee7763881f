package cn.jinfu.credit.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of rating one snapshot with one card.
 *
 * @param reasons what held the score down, the heaviest first, at most four; knock-outs
 * come before and are not counted
 * @param strengths what lifted it, at most three
 * @param advice the one thing that would bring most; null when nothing would
 * @param pointsToNext points missing to the next better grade; zero at the best
 */
public record Outcome(int score, Grade grade, Route route, boolean thinFile, List<String> knockOuts,
		List<DimensionScore> dimensions, List<Contribution> contributions, List<Reason> reasons, List<Reason> strengths,
		Limit limit, @Nullable Advice advice, int pointsToNext, LocalDate validTo) {

	/** A number for people: two decimals at most. */
	public static String shown(String value) {
		return value.matches("-?[0-9]+\\.[0-9]{3,}")
				? new BigDecimal(value).setScale(2, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString() : value;
	}

	public record DimensionScore(Dimension dimension, int points, int max) {

		public int percent() {
			return (max == 0) ? 0 : points * 100 / max;
		}

	}

	/**
	 * @param value as people read it; empty when missing
	 */
	public record Contribution(String code, Dimension dimension, String value, boolean categorical, String unit,
			int points, int max, boolean missing, String source, LocalDate asOf, int rows, @Nullable String path) {

		public String shown() {
			return Outcome.shown(value);
		}

	}

	/**
	 * @param gap points below (or, for strengths, above) an average farm
	 * @param next how the next better bin is reached; null at the best
	 */
	public record Reason(String indicator, String reason, BigDecimal gap, String value, boolean categorical,
			String unit, int rows, @Nullable String path, @Nullable Step next) {

		public String shown() {
			return Outcome.shown(value);
		}

	}

	/**
	 * The nearest bin that gives more.
	 *
	 * @param edge number to reach or to fall below; null for a category
	 * @param below whether the number must fall below the edge
	 * @param points additional points
	 */
	public record Step(@Nullable BigDecimal edge, boolean below, @Nullable String category, int minRows, int points) {
	}

	/**
	 * @param moreLimit how much the suggested limit would rise, in yuan; zero when it
	 * only brings points
	 */
	public record Advice(String indicator, String value, boolean categorical, String unit, Step step,
			BigDecimal moreLimit, Grade newGrade, @Nullable String path) {

		public String shown() {
			return Outcome.shown(value);
		}

	}

}
