package cn.jinfu.credit.declaration;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a yearly declaration; the only place that knows it. */
public enum DeclarationStatus {

	SUBMITTED, RETURNED, VERIFIED;

	/** What somebody does with it. */
	public enum Action {

		SUBMIT, VERIFY, RETURN

	}

	private Map<Action, DeclarationStatus> moves() {
		return switch (this) {
			case SUBMITTED -> Map.of(Action.VERIFY, VERIFIED, Action.RETURN, RETURNED);
			case RETURNED -> Map.of(Action.SUBMIT, SUBMITTED);
			case VERIFIED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	DeclarationStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.declaration.wrong-state", this, action);
		}
		return next;
	}

}
