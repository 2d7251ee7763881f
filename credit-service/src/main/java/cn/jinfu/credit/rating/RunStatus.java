package cn.jinfu.credit.rating;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a batch rating; the only place that knows it. */
public enum RunStatus {

	RUNNING, PAUSED, FINISHED, STOPPED;

	/** What somebody, or its last member, does with it. */
	public enum Action {

		PAUSE, RESUME, STOP, FINISH

	}

	private Map<Action, RunStatus> moves() {
		return switch (this) {
			case RUNNING -> Map.of(Action.PAUSE, PAUSED, Action.STOP, STOPPED, Action.FINISH, FINISHED);
			case PAUSED -> Map.of(Action.RESUME, RUNNING, Action.STOP, STOPPED);
			case FINISHED, STOPPED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	RunStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.run.wrong-state", this, action);
		}
		return next;
	}

}
