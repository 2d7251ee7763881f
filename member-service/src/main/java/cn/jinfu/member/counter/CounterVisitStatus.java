package cn.jinfu.member.counter;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** The course of a visit at the counter. */
public enum CounterVisitStatus {

	/** 办理中. */
	RUNNING,
	/** 已办结. */
	ENDED,
	/** 会员有异议. */
	OBJECTED,
	/** 异议已处理. */
	SETTLED;

	/** What people do to a visit. */
	public enum Action {

		END, OBJECT, SETTLE

	}

	private Map<Action, CounterVisitStatus> moves() {
		return switch (this) {
			case RUNNING -> Map.of(Action.END, ENDED, Action.OBJECT, OBJECTED);
			case ENDED -> Map.of(Action.OBJECT, OBJECTED);
			case OBJECTED -> Map.of(Action.SETTLE, SETTLED);
			case SETTLED -> Map.of();
		};
	}

	CounterVisitStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("member.visit.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
