package cn.jinfu.supply.blend;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待备货, 可来取, 已售出, 已谢绝, 已取消. */
public enum BlendState {

	ORDERED, READY, SOLD, DECLINED, CANCELLED;

	public enum Action {

		PREPARE, SELL, DECLINE, CANCEL

	}

	private Map<Action, BlendState> moves() {
		return switch (this) {
			case ORDERED ->
				Map.of(Action.PREPARE, READY, Action.SELL, SOLD, Action.DECLINE, DECLINED, Action.CANCEL, CANCELLED);
			case READY -> Map.of(Action.SELL, SOLD, Action.DECLINE, DECLINED, Action.CANCEL, CANCELLED);
			case SOLD, DECLINED, CANCELLED -> Map.of();
		};
	}

	BlendState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("supply.blend.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
