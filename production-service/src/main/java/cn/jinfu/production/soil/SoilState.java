package cn.jinfu.production.soil;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 已采样, 待复核, 已确认, 已作废. */
public enum SoilState {

	TAKEN, MEASURED, CONFIRMED, VOIDED;

	public enum Action {

		/** Enters the laboratory's values, or enters them anew. */
		MEASURE, CONFIRM, SEND_BACK, VOID

	}

	private Map<Action, SoilState> moves() {
		return switch (this) {
			case TAKEN -> Map.of(Action.MEASURE, MEASURED, Action.VOID, VOIDED);
			case MEASURED -> Map.of(Action.CONFIRM, CONFIRMED, Action.SEND_BACK, TAKEN, Action.VOID, VOIDED);
			case CONFIRMED, VOIDED -> Map.of();
		};
	}

	SoilState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.soil.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
