package cn.jinfu.traceability.lot;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

import static cn.jinfu.traceability.lot.LotStatus.Action.CLEAR;
import static cn.jinfu.traceability.lot.LotStatus.Action.CONSUME;
import static cn.jinfu.traceability.lot.LotStatus.Action.DESTROY;
import static cn.jinfu.traceability.lot.LotStatus.Action.HOLD;
import static cn.jinfu.traceability.lot.LotStatus.Action.RECALL;
import static cn.jinfu.traceability.lot.LotStatus.Action.RELEASE;
import static cn.jinfu.traceability.lot.LotStatus.Action.RESTORE;

/** Life of a lot: 待放行, 暂控, 已放行, 已用完, 已召回, 已销毁. */
public enum LotStatus {

	OPEN, HELD, RELEASED, CONSUMED, RECALLED, DESTROYED;

	/** What may happen to a lot. */
	public enum Action {

		/** Nothing leaves the farm until somebody decides. */
		HOLD,
		/** The technician found nothing wrong: back to waiting. */
		CLEAR,
		/** It may be certified, labelled and sold. */
		RELEASE,
		/** The last kilogram has left. */
		CONSUME,
		/** Goods came back. */
		RESTORE,
		/** Whoever has it must stop selling and bring it back. */
		RECALL,
		/** It no longer exists. */
		DESTROY

	}

	private Map<Action, LotStatus> moves() {
		return switch (this) {
			case OPEN -> Map.of(HOLD, HELD, RELEASE, RELEASED, DESTROY, DESTROYED);
			case HELD -> Map.of(HOLD, HELD, CLEAR, OPEN, RELEASE, RELEASED, RECALL, RECALLED, DESTROY, DESTROYED);
			case RELEASED -> Map.of(HOLD, HELD, CONSUME, CONSUMED, RECALL, RECALLED);
			case CONSUMED -> Map.of(HOLD, HELD, RESTORE, RELEASED, RECALL, RECALLED);
			case RECALLED -> Map.of(DESTROY, DESTROYED);
			case DESTROYED -> Map.of();
		};
	}

	/** Whether nothing may be promised on it. */
	public boolean stopped() {
		return this == HELD || this == RECALLED || this == DESTROYED;
	}

	LotStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("trace.lot.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
