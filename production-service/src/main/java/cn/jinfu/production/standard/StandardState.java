package cn.jinfu.production.standard;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 起草, 待确认, 执行中, 已停用, 已弃用. */
public enum StandardState {

	DRAFT, SUBMITTED, IN_FORCE, RETIRED, DISCARDED;

	public enum Action {

		EDIT, SUBMIT, DISCARD,
		/** By somebody else than who wrote it. */
		CONFIRM, RETURN,
		/** Replaced by the next edition, or withdrawn. */
		RETIRE

	}

	private Map<Action, StandardState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.SUBMIT, SUBMITTED, Action.DISCARD, DISCARDED);
			case SUBMITTED -> Map.of(Action.CONFIRM, IN_FORCE, Action.RETURN, DRAFT);
			case IN_FORCE -> Map.of(Action.RETIRE, RETIRED);
			case RETIRED, DISCARDED -> Map.of();
		};
	}

	StandardState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.standard.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
