package cn.jinfu.member.importing;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The course of an import. */
public enum ImportStatus {

	/** 已试算: nothing is imported yet. */
	CHECKED,
	/** 导入中. */
	RUNNING,
	/** 已导入. */
	DONE,
	/** 已放弃. */
	DISCARDED;

	/** What people and the platform do to an import. */
	public enum Action {

		START, FINISH, FAIL, DISCARD

	}

	private Map<Action, ImportStatus> moves() {
		return switch (this) {
			case CHECKED -> Map.of(Action.START, RUNNING, Action.DISCARD, DISCARDED);
			case RUNNING -> Map.of(Action.FINISH, DONE, Action.FAIL, CHECKED);
			case DONE, DISCARDED -> Map.of();
		};
	}

	ImportStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("member.import.wrong-state", this);
		}
		return next;
	}

}
