package cn.jinfu.credit.rating;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of an objection; the only place that knows it. */
public enum ObjectionStatus {

	FILED, UPHELD, DISMISSED, WITHDRAWN;

	/** What somebody does with it. */
	public enum Action {

		UPHOLD, DISMISS, WITHDRAW

	}

	private Map<Action, ObjectionStatus> moves() {
		return switch (this) {
			case FILED -> Map.of(Action.UPHOLD, UPHELD, Action.DISMISS, DISMISSED, Action.WITHDRAW, WITHDRAWN);
			case UPHELD, DISMISSED, WITHDRAWN -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	ObjectionStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.objection.wrong-state", this, action);
		}
		return next;
	}

}
