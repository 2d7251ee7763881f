package cn.jinfu.traceability.residue;

import java.util.List;

/** What a whole result says: 合格, 不合格, 未能判定. */
public enum Verdict {

	PASS, FAIL,
	/** Something was detected for which no limit is known: neither good nor bad. */
	UNJUDGED;

	/** One above its limit fails all; one without a limit leaves all open. */
	static Verdict of(List<ItemVerdict> items) {
		if (items.contains(ItemVerdict.FAIL)) {
			return FAIL;
		}
		return (items.isEmpty() || items.contains(ItemVerdict.NO_LIMIT)) ? UNJUDGED : PASS;
	}

}
