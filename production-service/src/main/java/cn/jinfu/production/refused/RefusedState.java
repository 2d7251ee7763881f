package cn.jinfu.production.refused;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待改, 已改好, 不要了. */
public enum RefusedState {

	OPEN, MENDED, DISMISSED;

	public enum Action {

		/** The same entry was accepted after all. */
		MEND, LET_GO

	}

	private Map<Action, RefusedState> moves() {
		return switch (this) {
			case OPEN -> Map.of(Action.MEND, MENDED, Action.LET_GO, DISMISSED);
			case DISMISSED -> Map.of(Action.MEND, MENDED);
			case MENDED -> Map.of();
		};
	}

	RefusedState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.refused.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
