package cn.jinfu.credit.guarantee;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a guarantee; the only place that knows it. */
public enum GuaranteeStatus {

	/** 意向函: capacity is kept for it. */
	RESERVED,
	/** 在保. */
	IN_FORCE,
	/** 解保. */
	RELEASED,
	/** The application came to nothing. */
	CANCELLED;

	/** What happens to a guarantee. */
	public enum Action {

		ENTER_INTO_FORCE, RELEASE, CANCEL

	}

	private Map<Action, GuaranteeStatus> moves() {
		return switch (this) {
			case RESERVED -> Map.of(Action.ENTER_INTO_FORCE, IN_FORCE, Action.CANCEL, CANCELLED);
			case IN_FORCE -> Map.of(Action.RELEASE, RELEASED);
			case RELEASED, CANCELLED -> Map.of();
		};
	}

	GuaranteeStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.guarantee.wrong-state", this, action);
		}
		return next;
	}

}
