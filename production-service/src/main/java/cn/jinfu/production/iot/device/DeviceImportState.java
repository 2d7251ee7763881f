package cn.jinfu.production.iot.device;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** 已试算, 已导入, 已放弃. */
public enum DeviceImportState {

	CHECKED, DONE, DISCARDED;

	enum Action {

		RUN, DISCARD

	}

	private Map<Action, DeviceImportState> moves() {
		return switch (this) {
			case CHECKED -> Map.of(Action.RUN, DONE, Action.DISCARD, DISCARDED);
			case DONE, DISCARDED -> Map.of();
		};
	}

	DeviceImportState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.device-import.wrong-state", this);
		}
		return next;
	}

}
