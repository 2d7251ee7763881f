package cn.jinfu.production.fieldcase;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待核查, 已看过, 已结. */
public enum FieldCaseState {

	OPEN, LOOKED_AT, CLOSED;

	public enum Action {

		LOOK, CLOSE,
		/** What it was about is gone. */
		CLEAR,
		/** It is there again. */
		REOPEN

	}

	private Map<Action, FieldCaseState> moves() {
		return switch (this) {
			case OPEN -> Map.of(Action.LOOK, LOOKED_AT, Action.CLEAR, CLOSED);
			case LOOKED_AT -> Map.of(Action.LOOK, LOOKED_AT, Action.CLOSE, CLOSED, Action.CLEAR, CLOSED);
			case CLOSED -> Map.of(Action.REOPEN, OPEN);
		};
	}

	FieldCaseState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.field-case.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
