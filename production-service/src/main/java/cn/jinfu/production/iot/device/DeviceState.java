package cn.jinfu.production.iot.device;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 未激活, 使用中, 维修, 停用. Whether it is online is told by when it was last heard. */
public enum DeviceState {

	INACTIVE, ACTIVE, REPAIR, RETIRED;

	public enum Action {

		ACTIVATE, SEND_TO_REPAIR, RETIRE

	}

	private Map<Action, DeviceState> moves() {
		return switch (this) {
			case INACTIVE -> Map.of(Action.ACTIVATE, ACTIVE, Action.RETIRE, RETIRED);
			case ACTIVE -> Map.of(Action.SEND_TO_REPAIR, REPAIR, Action.RETIRE, RETIRED);
			case REPAIR -> Map.of(Action.ACTIVATE, ACTIVE, Action.RETIRE, RETIRED);
			case RETIRED -> Map.of();
		};
	}

	DeviceState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.device.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
