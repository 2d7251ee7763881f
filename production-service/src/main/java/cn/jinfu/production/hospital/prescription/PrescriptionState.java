package cn.jinfu.production.hospital.prescription;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 草稿, 已签发, 已配药, 已用, 过期, 作废 (membership-production-supply 4.2.2). */
public enum PrescriptionState {

	DRAFT, ISSUED, DISPENSED, USED, EXPIRED, VOID;

	public enum Action {

		EDIT, ISSUE,
		/** An outlet fills it. */
		DISPENSE,
		/** The farm records the use. */
		USE,
		/** Its day is over. */
		EXPIRE, WITHDRAW

	}

	private Map<Action, PrescriptionState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.ISSUE, ISSUED, Action.WITHDRAW, VOID);
			// what a farm has in hand it may use without buying: a fact is recorded
			case ISSUED ->
				Map.of(Action.DISPENSE, DISPENSED, Action.USE, USED, Action.EXPIRE, EXPIRED, Action.WITHDRAW, VOID);
			case DISPENSED -> Map.of(Action.USE, USED, Action.EXPIRE, EXPIRED, Action.WITHDRAW, VOID);
			case USED, EXPIRED, VOID -> Map.of();
		};
	}

	PrescriptionState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.prescription.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
