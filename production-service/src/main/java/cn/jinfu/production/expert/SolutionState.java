package cn.jinfu.production.expert;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 草稿, 已发出, 改版中, 已撤回. */
public enum SolutionState {

	DRAFT, SENT,
	/** The last edition stays in force while the next is written. */
	CHANGING, WITHDRAWN;

	public enum Action {

		WRITE, SEND, WITHDRAW,
		/** By a farm, on a field of its own. */
		ADOPT

	}

	private Map<Action, SolutionState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.WRITE, DRAFT, Action.SEND, SENT, Action.WITHDRAW, WITHDRAWN);
			case SENT -> Map.of(Action.WRITE, CHANGING, Action.WITHDRAW, WITHDRAWN, Action.ADOPT, SENT);
			case CHANGING ->
				Map.of(Action.WRITE, CHANGING, Action.SEND, SENT, Action.WITHDRAW, WITHDRAWN, Action.ADOPT, CHANGING);
			case WITHDRAWN -> Map.of();
		};
	}

	SolutionState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.solution.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
