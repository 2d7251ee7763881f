package cn.jinfu.production.plot;

import java.util.Locale;

/**
 * What the county's map shows a plot as, the more urgent over the less: 采收暂扣, 边界重叠, 待核实,
 * 退回补正, 草稿, 在种, 空闲.
 */
public enum PlotMark {

	IDLE, PLANTED, DRAFT, RETURNED, SUBMITTED, OVERLAP, HELD;

	/** As a class of the style sheet. */
	public String css() {
		return "is-" + name().toLowerCase(Locale.ROOT);
	}

}
