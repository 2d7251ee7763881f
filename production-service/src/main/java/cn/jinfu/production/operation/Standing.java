package cn.jinfu.production.operation;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** Whether a use stands in the way: 无碍, 待技术员决定, 已解除, 维持, 已作废. */
public enum Standing {

	CLEAR, BLOCKED, LIFTED, UPHELD, VOID;

	public enum Action {

		LIFT, UPHOLD, STRIKE

	}

	private Map<Action, Standing> moves() {
		return switch (this) {
			case BLOCKED -> Map.of(Action.LIFT, LIFTED, Action.UPHOLD, UPHELD, Action.STRIKE, VOID);
			// A test may come later: what was upheld can still be lifted, never the
			// reverse.
			case UPHELD -> Map.of(Action.LIFT, LIFTED, Action.STRIKE, VOID);
			case CLEAR, LIFTED -> Map.of(Action.STRIKE, VOID);
			case VOID -> Map.of();
		};
	}

	Standing after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.use.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
