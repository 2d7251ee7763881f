package cn.jinfu.credit.rating;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/**
 * The life of a rating after it was made; the only place that knows it. At most one
 * rating of a farm is {@linkplain #current current}, and only an effective one carries a
 * new application.
 */
public enum RatingStatus {

	EFFECTIVE, UNDER_OBJECTION, SUSPENDED, SUPERSEDED, EXPIRED;

	/** What happens to it. */
	public enum Action {

		OBJECT, ANSWER, SUSPEND, LIFT, SUPERSEDE, EXPIRE

	}

	private Map<Action, RatingStatus> moves() {
		return switch (this) {
			case EFFECTIVE -> Map.of(Action.OBJECT, UNDER_OBJECTION, Action.SUSPEND, SUSPENDED, Action.SUPERSEDE,
					SUPERSEDED, Action.EXPIRE, EXPIRED);
			case UNDER_OBJECTION -> Map.of(Action.ANSWER, EFFECTIVE, Action.SUPERSEDE, SUPERSEDED);
			case SUSPENDED -> Map.of(Action.LIFT, EFFECTIVE);
			case SUPERSEDED, EXPIRED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	/** Whether it is still the farm's rating, though perhaps of no use for the moment. */
	public boolean current() {
		return !moves().isEmpty();
	}

	RatingStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.rating.wrong-state", this, action);
		}
		return next;
	}

}
