package cn.jinfu.traceability.lot;

import java.util.Arrays;
import java.util.List;

import cn.jinfu.traceability.lot.LotDocument.ChainStep;
import cn.jinfu.traceability.lot.LotDocument.Mark;
import cn.jinfu.traceability.lot.LotDocument.Step;

/**
 * How much of a lot's chain is recorded, and when. Rule: docs/rules/traceability.md.
 *
 * @param percent 0 to 100
 * @param due kinds of step that the chain is asked for
 * @param recorded how many of them are there, in time or late
 * @param late recorded, but only afterwards: they count half
 * @param missing not recorded, of at least one field that the lot came from
 */
public record Completeness(int percent, int due, int recorded, List<ChainStep> late, List<ChainStep> missing) {

	/**
	 * Nothing of a lot that is stopped counts, for nothing can be promised on it.
	 */
	static Completeness of(LotStatus status, List<Step> steps) {
		var due = Arrays.stream(ChainStep.values()).filter(kind -> any(steps, kind, Step::due)).toList();
		var missing = due.stream().filter(kind -> any(steps, kind, it -> it.mark() == Mark.MISSING)).toList();
		var late = due.stream().filter(kind -> !missing.contains(kind) && any(steps, kind, Step::late)).toList();
		var recorded = due.size() - missing.size();
		var percent = (status.stopped() || due.isEmpty()) ? 0 : (2 * recorded - late.size()) * 100 / (2 * due.size());
		return new Completeness(percent, due.size(), recorded, late, missing);
	}

	private static boolean any(List<Step> steps, ChainStep kind, java.util.function.Predicate<Step> what) {
		return steps.stream().anyMatch(it -> it.kind() == kind && what.test(it));
	}

	/** Whether there is nothing to be said about it. */
	public boolean whole() {
		return missing.isEmpty() && late.isEmpty();
	}

}
