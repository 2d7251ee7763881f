package cn.jinfu.credit.rating;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of an override; the only place that knows it. */
public enum OverrideStatus {

	PROPOSED, IN_FORCE, REFUSED, ENDED;

	/** What somebody does with it. */
	public enum Action {

		CONFIRM, REFUSE, END

	}

	private Map<Action, OverrideStatus> moves() {
		return switch (this) {
			case PROPOSED -> Map.of(Action.CONFIRM, IN_FORCE, Action.REFUSE, REFUSED, Action.END, ENDED);
			case IN_FORCE -> Map.of(Action.END, ENDED);
			case REFUSED, ENDED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	OverrideStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.override.wrong-state", this, action);
		}
		return next;
	}

}
