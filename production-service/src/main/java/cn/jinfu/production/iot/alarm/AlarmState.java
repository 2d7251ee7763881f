package cn.jinfu.production.iot.alarm;

import java.util.Set;

/**
 * 未确认, 已确认 while it lasts; 解除未确认, 已结束 after it. Being seen and being over are independent
 * of each other.
 */
public enum AlarmState {

	RAISED, SEEN, CLEARED, CLOSED;

	/** What people do about an alarm; only readings and rules end it. */
	public enum Action {

		ACKNOWLEDGE, ASSIGN, COMMENT

	}

	static AlarmState of(boolean cleared, boolean acknowledged) {
		if (cleared) {
			return acknowledged ? CLOSED : CLEARED;
		}
		return acknowledged ? SEEN : RAISED;
	}

	/**
	 * What was learnt may be written down at any time; what is over is given to nobody.
	 */
	public Set<Action> actions() {
		return switch (this) {
			case RAISED -> Set.of(Action.ACKNOWLEDGE, Action.ASSIGN, Action.COMMENT);
			case SEEN -> Set.of(Action.ASSIGN, Action.COMMENT);
			case CLEARED -> Set.of(Action.ACKNOWLEDGE, Action.COMMENT);
			case CLOSED -> Set.of(Action.COMMENT);
		};
	}

	public boolean open() {
		return this == RAISED || this == SEEN;
	}

	public boolean waiting() {
		return this == RAISED || this == CLEARED;
	}

}
