package cn.jinfu.production.expert;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待接, 已接, 已答复, 已评价, 已谢绝, 已取消. */
public enum RequestState {

	ASKED, TAKEN, ANSWERED, RATED, DECLINED, CANCELLED;

	public enum Action {

		TAKE, ANSWER,
		/** Looks after it again, later. */
		FOLLOW_UP, RATE, DECLINE, CANCEL

	}

	private Map<Action, RequestState> moves() {
		return switch (this) {
			case ASKED -> Map.of(Action.TAKE, TAKEN, Action.DECLINE, DECLINED, Action.CANCEL, CANCELLED);
			case TAKEN -> Map.of(Action.ANSWER, ANSWERED, Action.CANCEL, CANCELLED);
			case ANSWERED -> Map.of(Action.FOLLOW_UP, ANSWERED, Action.RATE, RATED);
			case RATED -> Map.of(Action.FOLLOW_UP, RATED);
			case DECLINED, CANCELLED -> Map.of();
		};
	}

	RequestState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.expert.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
