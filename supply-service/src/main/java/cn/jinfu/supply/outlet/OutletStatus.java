package cn.jinfu.supply.outlet;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** Whether an outlet trades. This table is the only place that knows it. */
public enum OutletStatus {

	/** 营业. */
	OPEN,
	/** 停业整顿: buys and sells nothing, takes containers back. */
	SUSPENDED,
	/** 已关闭. */
	CLOSED;

	/** What the federation does to an outlet. */
	public enum Action {

		SUSPEND, RESUME, CLOSE

	}

	private Map<Action, OutletStatus> moves() {
		return switch (this) {
			case OPEN -> Map.of(Action.SUSPEND, SUSPENDED, Action.CLOSE, CLOSED);
			case SUSPENDED -> Map.of(Action.RESUME, OPEN, Action.CLOSE, CLOSED);
			case CLOSED -> Map.of();
		};
	}

	public OutletStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("supply.outlet.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
