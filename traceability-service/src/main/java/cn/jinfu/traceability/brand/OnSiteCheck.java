package cn.jinfu.traceability.brand;

import java.util.stream.IntStream;

import cn.jinfu.kernel.Refusal.RuleBroken;

/** The five heads of the on-site list, twenty points each. */
public record OnSiteCheck(int environment, int records, int inputs, int packing, int labels) {

	static final int MOST = 20;

	public OnSiteCheck {
		if (IntStream.of(environment, records, inputs, packing, labels).anyMatch(it -> it < 0 || it > MOST)) {
			throw new RuleBroken("brand.licence.score-range", MOST);
		}
	}

	public int score() {
		return environment + records + inputs + packing + labels;
	}

}
