package cn.jinfu.production.service.order;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/**
 * 待接单, 已接单, 拒单, 已取消, 已派工, 作业中, 待验收, 返工, 待结算, 待付款, 已结算.
 */
public enum ServiceOrderState {

	ORDERED, TAKEN, DECLINED, CANCELLED, DISPATCHED, WORKING, REPORTED, REWORK, ACCEPTED, BILLED, PAID;

	public enum Action {

		TAKE, DECLINE, CANCEL,
		/** With machine, worker and time; again while nobody has begun. */
		DISPATCH,
		/** The work begins. */
		START, REPORT, ACCEPT,
		/** Not as it should be: to be done over. */
		COMPLAIN, BILL, PAY

	}

	private Map<Action, ServiceOrderState> moves() {
		return switch (this) {
			case ORDERED -> Map.of(Action.TAKE, TAKEN, Action.DECLINE, DECLINED, Action.CANCEL, CANCELLED);
			case TAKEN -> Map.of(Action.DISPATCH, DISPATCHED, Action.CANCEL, CANCELLED);
			case DISPATCHED -> Map.of(Action.DISPATCH, DISPATCHED, Action.START, WORKING, Action.CANCEL, CANCELLED);
			case WORKING -> Map.of(Action.REPORT, REPORTED);
			case REPORTED -> Map.of(Action.ACCEPT, ACCEPTED, Action.COMPLAIN, REWORK);
			case REWORK -> Map.of(Action.START, WORKING);
			case ACCEPTED -> Map.of(Action.BILL, BILLED);
			case BILLED -> Map.of(Action.PAY, PAID);
			case DECLINED, CANCELLED, PAID -> Map.of();
		};
	}

	ServiceOrderState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.service-order.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
