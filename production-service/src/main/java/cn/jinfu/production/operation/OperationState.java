package cn.jinfu.production.operation;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 计划, 完成, 作废: a wrong entry is struck out and stays readable. */
public enum OperationState {

	PLANNED, DONE, VOID;

	public enum Action {

		CARRY_OUT, STRIKE

	}

	private Map<Action, OperationState> moves() {
		return switch (this) {
			case PLANNED -> Map.of(Action.CARRY_OUT, DONE, Action.STRIKE, VOID);
			case DONE -> Map.of(Action.STRIKE, VOID);
			case VOID -> Map.of();
		};
	}

	OperationState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.operation.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
