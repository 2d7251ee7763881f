package cn.jinfu.production.planting;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待核实, 已核实, 退回补正: what an officer says to a planting, beside its life. */
public enum Verification {

	SUBMITTED, VERIFIED, RETURNED;

	public enum Action {

		AMEND, VERIFY, RETURN

	}

	private Map<Action, Verification> moves() {
		return switch (this) {
			case SUBMITTED -> Map.of(Action.AMEND, SUBMITTED, Action.VERIFY, VERIFIED, Action.RETURN, RETURNED);
			case RETURNED -> Map.of(Action.AMEND, SUBMITTED);
			// Found wrong later, it goes back to its farm with the reason.
			case VERIFIED -> Map.of(Action.RETURN, RETURNED);
		};
	}

	Verification after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.planting.wrong-verification", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
