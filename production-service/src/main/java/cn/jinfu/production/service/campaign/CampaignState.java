package cn.jinfu.production.service.campaign;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 报名中, 待作业, 已完成, 已取消. */
public enum CampaignState {

	OPEN, CLOSED, DONE, CANCELLED;

	public enum Action {

		JOIN, CLOSE,
		/** On all fields that joined. */
		CARRY_OUT, CANCEL

	}

	private Map<Action, CampaignState> moves() {
		return switch (this) {
			case OPEN -> Map.of(Action.JOIN, OPEN, Action.CLOSE, CLOSED, Action.CANCEL, CANCELLED);
			case CLOSED -> Map.of(Action.CARRY_OUT, DONE, Action.CANCEL, CANCELLED);
			case DONE, CANCELLED -> Map.of();
		};
	}

	CampaignState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.campaign.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
