package cn.jinfu.production.iot.alarm;

/**
 * 未确认, 已确认 while it lasts; 解除未确认, 已结束 after it. Being seen and being over are independent
 * of each other.
 */
public enum AlarmState {

	RAISED, SEEN, CLEARED, CLOSED;

	static AlarmState of(boolean cleared, boolean acknowledged) {
		if (cleared) {
			return acknowledged ? CLOSED : CLEARED;
		}
		return acknowledged ? SEEN : RAISED;
	}

	public boolean open() {
		return this == RAISED || this == SEEN;
	}

	public boolean waiting() {
		return this == RAISED || this == CLEARED;
	}

}
