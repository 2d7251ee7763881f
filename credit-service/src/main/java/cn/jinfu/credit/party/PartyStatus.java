package cn.jinfu.credit.party;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** Where somebody's own consent stands. */
public enum PartyStatus {

	ASKED, AGREED, DECLINED, WITHDRAWN, REMOVED;

	/** What the person does, or the farm that named him. */
	enum Action {

		AGREE, DECLINE, WITHDRAW, ASK_AGAIN, REMOVE

	}

	private Map<Action, PartyStatus> moves() {
		return switch (this) {
			case ASKED ->
				Map.of(Action.AGREE, AGREED, Action.DECLINE, DECLINED, Action.ASK_AGAIN, ASKED, Action.REMOVE, REMOVED);
			case AGREED -> Map.of(Action.DECLINE, DECLINED, Action.WITHDRAW, WITHDRAWN, Action.ASK_AGAIN, ASKED,
					Action.REMOVE, REMOVED);
			case DECLINED, WITHDRAWN -> Map.of(Action.ASK_AGAIN, ASKED, Action.REMOVE, REMOVED);
			case REMOVED -> Map.of();
		};
	}

	PartyStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.party.wrong-state", this);
		}
		return next;
	}

}
