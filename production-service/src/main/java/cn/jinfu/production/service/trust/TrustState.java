package cn.jinfu.production.service.trust;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 草拟, 农户已签, 履行中, 待复核, 待收付, 已完成, 已解除, 已弃用. */
public enum TrustState {

	DRAFT, FARM_SIGNED, IN_FORCE, SETTLING, SETTLED, COMPLETED, TERMINATED, DISCARDED;

	public enum Action {

		/** 甲方签. */
		FARM_SIGN,
		/** 乙方签: in force from then on. */
		PROVIDER_SIGN, DISCARD, SETTLE,
		/** By another than who settled. */
		CONFIRM, RETURN, COMPLETE, TERMINATE

	}

	private Map<Action, TrustState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.FARM_SIGN, FARM_SIGNED, Action.DISCARD, DISCARDED);
			case FARM_SIGNED -> Map.of(Action.PROVIDER_SIGN, IN_FORCE, Action.DISCARD, DISCARDED);
			case IN_FORCE -> Map.of(Action.SETTLE, SETTLING, Action.TERMINATE, TERMINATED);
			case SETTLING -> Map.of(Action.CONFIRM, SETTLED, Action.RETURN, IN_FORCE);
			case SETTLED -> Map.of(Action.COMPLETE, COMPLETED);
			case COMPLETED, TERMINATED, DISCARDED -> Map.of();
		};
	}

	TrustState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.trust.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
