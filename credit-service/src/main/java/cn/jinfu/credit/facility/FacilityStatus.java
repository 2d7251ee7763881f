package cn.jinfu.credit.facility;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of an umbrella; the only place that knows it. */
public enum FacilityStatus {

	PROPOSED, ACTIVE, FROZEN, REFUSED;

	/** What somebody does with it. */
	public enum Action {

		CONFIRM, REFUSE, FREEZE, LIFT

	}

	private Map<Action, FacilityStatus> moves() {
		return switch (this) {
			case PROPOSED -> Map.of(Action.CONFIRM, ACTIVE, Action.REFUSE, REFUSED);
			case ACTIVE -> Map.of(Action.FREEZE, FROZEN);
			case FROZEN -> Map.of(Action.LIFT, ACTIVE);
			case REFUSED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	FacilityStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.facility.wrong-state", this, action);
		}
		return next;
	}

}
