package cn.jinfu.production.transfer;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待核实, 已核实, 退回补正, 提前终止, 已撤回. */
public enum TransferState {

	RECORDED, VERIFIED, RETURNED, ENDED, WITHDRAWN;

	public enum Action {

		AMEND, VERIFY, RETURN, WITHDRAW, END

	}

	private Map<Action, TransferState> moves() {
		return switch (this) {
			case RECORDED -> Map.of(Action.AMEND, RECORDED, Action.VERIFY, VERIFIED, Action.RETURN, RETURNED,
					Action.WITHDRAW, WITHDRAWN);
			case RETURNED -> Map.of(Action.AMEND, RECORDED, Action.WITHDRAW, WITHDRAWN);
			case VERIFIED -> Map.of(Action.END, ENDED);
			case ENDED, WITHDRAWN -> Map.of();
		};
	}

	TransferState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.transfer.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
