package cn.jinfu.traceability.recall;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

import static cn.jinfu.traceability.recall.RecallStatus.Action.ANNOUNCE;
import static cn.jinfu.traceability.recall.RecallStatus.Action.ANSWER;
import static cn.jinfu.traceability.recall.RecallStatus.Action.CHECK_EFFECT;
import static cn.jinfu.traceability.recall.RecallStatus.Action.CLOSE;
import static cn.jinfu.traceability.recall.RecallStatus.Action.DISMISS;
import static cn.jinfu.traceability.recall.RecallStatus.Action.GATHER;
import static cn.jinfu.traceability.recall.RecallStatus.Action.SCOPE;

/** Life of a recall: 疑点, 暂控, 已定范围, 已公布, 执行中, 核实效果, 已结案, 已排除. */
public enum RecallStatus {

	SUSPICION, HOLD, SCOPED, ANNOUNCED, EXECUTING, EFFECTIVENESS, CLOSED, DISMISSED;

	/** What may happen to a case. */
	public enum Action {

		/** Hold everything downstream, again when another source was found. */
		GATHER, SCOPE, ANNOUNCE, ANSWER, CHECK_EFFECT, CLOSE, DISMISS

	}

	private Map<Action, RecallStatus> moves() {
		return switch (this) {
			case SUSPICION -> Map.of(GATHER, HOLD, DISMISS, DISMISSED);
			case HOLD -> Map.of(GATHER, HOLD, SCOPE, SCOPED, DISMISS, DISMISSED);
			case SCOPED -> Map.of(GATHER, HOLD, ANNOUNCE, ANNOUNCED, DISMISS, DISMISSED);
			// announcing again tells those who came late
			case ANNOUNCED ->
				Map.of(GATHER, ANNOUNCED, ANNOUNCE, ANNOUNCED, ANSWER, EXECUTING, CHECK_EFFECT, EFFECTIVENESS);
			case EXECUTING ->
				Map.of(GATHER, EXECUTING, ANNOUNCE, EXECUTING, ANSWER, EXECUTING, CHECK_EFFECT, EFFECTIVENESS);
			case EFFECTIVENESS -> Map.of(CLOSE, CLOSED);
			case CLOSED, DISMISSED -> Map.of();
		};
	}

	RecallStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("trace.recall.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	/** Between the hold and the end. */
	public boolean running() {
		return this != SUSPICION && this != CLOSED && this != DISMISSED;
	}

}
