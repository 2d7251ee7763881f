package cn.jinfu.member;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** Where a membership stands. */
public enum MemberStatus {

	/** 在册. */
	ACTIVE,
	/** 暂停: keeps its number and its duties, takes no new promises. */
	SUSPENDED,
	/** 退会申请中: active until the end of the year for which it gave notice. */
	LEAVING,
	/** 已退会. */
	ENDED;

	/** What people or the platform do to a membership. */
	public enum Action {

		SUSPEND, RESUME, GIVE_NOTICE, WITHDRAW_NOTICE, END

	}

	private Map<Action, MemberStatus> moves() {
		return switch (this) {
			case ACTIVE -> Map.of(Action.SUSPEND, SUSPENDED, Action.GIVE_NOTICE, LEAVING);
			case SUSPENDED -> Map.of(Action.RESUME, ACTIVE, Action.GIVE_NOTICE, LEAVING);
			case LEAVING -> Map.of(Action.WITHDRAW_NOTICE, ACTIVE, Action.END, ENDED);
			case ENDED -> Map.of();
		};
	}

	public MemberStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("member.member.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	/** Whether new business with it may be promised. */
	public boolean inGoodStanding() {
		return this == ACTIVE || this == LEAVING;
	}

}
