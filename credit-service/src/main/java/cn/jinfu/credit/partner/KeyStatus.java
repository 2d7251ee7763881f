package cn.jinfu.credit.partner;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a bank's message key; the only place that knows it. */
public enum KeyStatus {

	/** The bank's machine asks for it. */
	ASKED, PROPOSED, ACTIVE, ENDED;

	/** What somebody does with it. */
	public enum Action {

		PROPOSE, CONFIRM, END

	}

	private Map<Action, KeyStatus> moves() {
		return switch (this) {
			case ASKED -> Map.of(Action.PROPOSE, PROPOSED, Action.END, ENDED);
			case PROPOSED -> Map.of(Action.CONFIRM, ACTIVE, Action.END, ENDED);
			case ACTIVE -> Map.of(Action.END, ENDED);
			case ENDED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	KeyStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.partner-key.wrong-state", this, action);
		}
		return next;
	}

}
