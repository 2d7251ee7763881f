package cn.jinfu.production.rule;

import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.EntryRule;

/**
 * The federation's own numbers, in days.
 *
 * @param ordinaryDays an entry so many days back is not late
 * @param reasonAfterDays an entry further back needs a reason
 * @param acceptWarnDays a farm that says nothing to reported work is told after these
 * @param acceptDays and is taken to agree after these
 */
public record RuleDays(int ordinaryDays, int reasonAfterDays, int acceptWarnDays, int acceptDays) {

	/** In force where the federation has set nothing. */
	public static final RuleDays USUAL = new RuleDays(EntryRule.USUAL.ordinaryDays(), EntryRule.USUAL.reasonAfterDays(),
			5, 10);

	private static final int MOST_ORDINARY = 60;

	private static final int MOST_REASON = 365;

	private static final int MOST_ACCEPT = 60;

	public RuleDays {
		between(ordinaryDays, 0, MOST_ORDINARY, "ordinaryDays");
		between(reasonAfterDays, ordinaryDays, MOST_REASON, "reasonAfterDays");
		between(acceptWarnDays, 1, MOST_ACCEPT - 1, "acceptWarnDays");
		between(acceptDays, acceptWarnDays + 1, MOST_ACCEPT, "acceptDays");
	}

	public EntryRule entry() {
		return new EntryRule(ordinaryDays, reasonAfterDays);
	}

	/** How long the farm has after it was told, whenever that was. */
	public int graceDays() {
		return acceptDays - acceptWarnDays;
	}

	private static void between(int days, int least, int most, String field) {
		if (days < least || days > most) {
			throw new RuleBroken("production.rule.days", least, most).at(field);
		}
	}

}
