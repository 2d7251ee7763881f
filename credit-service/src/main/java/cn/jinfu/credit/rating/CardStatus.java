package cn.jinfu.credit.rating;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of an edition of the card; the only place that knows it. */
public enum CardStatus {

	DRAFT, PROPOSED, APPROVED, CHAMPION, RETIRED, DISCARDED;

	/** What somebody, or its day, does with it. */
	public enum Action {

		EDIT, PROPOSE, RETURN, APPROVE, START, RETIRE, DISCARD

	}

	private Map<Action, CardStatus> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.PROPOSE, PROPOSED, Action.DISCARD, DISCARDED);
			case PROPOSED -> Map.of(Action.RETURN, DRAFT, Action.APPROVE, APPROVED);
			case APPROVED -> Map.of(Action.START, CHAMPION, Action.DISCARD, DISCARDED);
			case CHAMPION -> Map.of(Action.RETIRE, RETIRED);
			case RETIRED, DISCARDED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	CardStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.scorecard.wrong-state", this, action);
		}
		return next;
	}

}
