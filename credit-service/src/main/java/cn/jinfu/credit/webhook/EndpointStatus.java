package cn.jinfu.credit.webhook;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a bank's address; the only place that knows it. */
public enum EndpointStatus {

	/** The bank's machine asks for it; nobody of the federation has looked. */
	ASKED, PROPOSED, ACTIVE, STOPPED, CLOSED;

	/** What somebody does with it. */
	public enum Action {

		PROPOSE, CONFIRM, STOP, CLOSE

	}

	private Map<Action, EndpointStatus> moves() {
		return switch (this) {
			case ASKED, STOPPED -> Map.of(Action.PROPOSE, PROPOSED, Action.CLOSE, CLOSED);
			case PROPOSED -> Map.of(Action.CONFIRM, ACTIVE, Action.CLOSE, CLOSED);
			case ACTIVE -> Map.of(Action.STOP, STOPPED);
			case CLOSED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	EndpointStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.webhook.wrong-state", this, action);
		}
		return next;
	}

}
