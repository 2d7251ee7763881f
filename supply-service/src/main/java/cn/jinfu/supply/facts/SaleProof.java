package cn.jinfu.supply.facts;

import java.util.ArrayList;
import java.util.List;

import cn.jinfu.supply.LotProofs.LotProof;
import cn.jinfu.supply.SalesFacts.Strength;
import org.jspecify.annotations.Nullable;

/** When a sale is proved (docs/rules/proved-sale.md). */
final class SaleProof {

	/** Recorded share of the lot's chain from which a sale can be proved. */
	static final int COMPLETENESS = 80;

	/**
	 * What buyer and bank did.
	 *
	 * @param armsLength who received has no part in the seller
	 * @param evidence a transfer picture is attached
	 */
	record Acts(boolean received, boolean armsLength, boolean paid, boolean evidence) {
	}

	private SaleProof() {
	}

	/** What keeps it from being proved; empty when it is. */
	static List<String> missing(Acts acts, @Nullable LotProof lot) {
		var missing = new ArrayList<String>();
		if (lot == null) {
			missing.add("lot");
		}
		else {
			note(missing, lot.completeness() < COMPLETENESS, "chain");
			note(missing, !lot.certified(), "certificate");
			note(missing, !lot.labelled(), "labels");
			note(missing, lot.stopped(), "stopped");
			note(missing, !lot.withinBalance(), "balance");
		}
		note(missing, !acts.received(), "received");
		note(missing, acts.received() && !acts.armsLength(), "arms-length");
		note(missing, !acts.paid(), "paid");
		return List.copyOf(missing);
	}

	static Strength strength(Acts acts, List<String> missing) {
		if (missing.isEmpty()) {
			return Strength.PROVED;
		}
		return (acts.received() && acts.armsLength() || acts.evidence()) ? Strength.CONFIRMED : Strength.STATED;
	}

	private static void note(List<String> missing, boolean absent, String code) {
		if (absent) {
			missing.add(code);
		}
	}

}
