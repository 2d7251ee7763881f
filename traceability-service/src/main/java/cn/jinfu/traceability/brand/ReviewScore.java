package cn.jinfu.traceability.brand;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The five parts of a year's review, each of a hundred; a part without records is absent.
 * They make a score only by weights that the federation decided: a part that is absent
 * takes no share, what is there is weighed among itself.
 */
public record ReviewScore(Map<Part, Integer> parts, @Nullable Integer score) {

	/** 检测合格, 追溯完整, 少投诉, 标签账实, 销售登记. */
	public enum Part {

		TESTS, COMPLETENESS, COMPLAINTS, LABELS, SALES

	}

	/**
	 * What the parts are made of.
	 *
	 * @param founded complaints that were found true
	 * @param completeness mean of the lots; null without lots
	 * @param missing labels at the last count; null when never counted
	 */
	record Figures(int tests, int failed, int lots, int founded, @Nullable BigDecimal completeness, long issued,
			@Nullable Long missing, BigDecimal harvestedKg, BigDecimal soldKg) {
	}

	/** Present or not, in the order in which they are shown. */
	public List<Part> all() {
		return List.of(Part.values());
	}

	static ReviewScore of(Figures of, @Nullable Map<Part, Integer> weights) {
		var parts = new EnumMap<Part, Integer>(Part.class);
		if (of.tests() > 0) {
			parts.put(Part.TESTS, percent(of.tests() - of.failed(), of.tests()));
		}
		if (of.completeness() != null) {
			parts.put(Part.COMPLETENESS, of.completeness().setScale(0, RoundingMode.DOWN).intValueExact());
		}
		if (of.lots() > 0) {
			parts.put(Part.COMPLAINTS, percent(Math.max(0, of.lots() - of.founded()), of.lots()));
		}
		if (of.missing() != null && of.issued() > 0) {
			parts.put(Part.LABELS, percent(Math.max(0, of.issued() - Math.abs(of.missing())), of.issued()));
		}
		if (of.harvestedKg().signum() > 0) {
			parts.put(Part.SALES,
					of.soldKg().movePointRight(2).divide(of.harvestedKg(), 0, RoundingMode.DOWN).intValueExact());
		}
		return new ReviewScore(parts, (weights != null) ? weigh(parts, weights) : null);
	}

	/** Rounded down; null when nothing that weighs is there. */
	private static @Nullable Integer weigh(Map<Part, Integer> parts, Map<Part, Integer> weights) {
		int sum = 0;
		int share = 0;
		for (var part : parts.entrySet()) {
			var weight = weights.getOrDefault(part.getKey(), 0);
			sum += part.getValue() * weight;
			share += weight;
		}
		return (share == 0) ? null : sum / share;
	}

	private static int percent(long some, long all) {
		return Math.toIntExact(some * 100 / all);
	}

}
