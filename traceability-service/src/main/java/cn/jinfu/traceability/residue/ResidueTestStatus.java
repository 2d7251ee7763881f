package cn.jinfu.traceability.residue;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待复核, 已生效, 已退回. */
public enum ResidueTestStatus {

	ENTERED, CONFIRMED, REJECTED;

	enum Action {

		CONFIRM, REJECT

	}

	private Map<Action, ResidueTestStatus> moves() {
		return switch (this) {
			case ENTERED -> Map.of(Action.CONFIRM, CONFIRMED, Action.REJECT, REJECTED);
			case CONFIRMED, REJECTED -> Map.of();
		};
	}

	ResidueTestStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("trace.test.wrong-state", this, action);
		}
		return next;
	}

}
