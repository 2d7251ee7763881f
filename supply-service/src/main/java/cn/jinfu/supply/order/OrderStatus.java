package cn.jinfu.supply.order;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a buyer's order. This table is the only place that knows it. */
public enum OrderStatus {

	/** 草稿. */
	DRAFT,
	/** 已下单. */
	PLACED,
	/** 已确认: each line names its lot. */
	CONFIRMED,
	/** 已发货. */
	SHIPPED,
	/** 已收货. */
	RECEIVED,
	/** 已付款. */
	PAID,
	/** 完成. */
	COMPLETED,
	/** 取消. */
	CANCELLED,
	/** 退货: the goods came back, whole. */
	RETURNED;

	/** What buyer, seller and staff do to an order. */
	public enum Action {

		PLACE, CONFIRM, SHIP, RECEIVE, PAY, COMPLETE, CANCEL, TAKE_BACK

	}

	private Map<Action, OrderStatus> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.PLACE, PLACED, Action.CANCEL, CANCELLED);
			case PLACED -> Map.of(Action.CONFIRM, CONFIRMED, Action.CANCEL, CANCELLED);
			case CONFIRMED -> Map.of(Action.SHIP, SHIPPED, Action.CANCEL, CANCELLED);
			case SHIPPED -> Map.of(Action.RECEIVE, RECEIVED, Action.TAKE_BACK, RETURNED);
			case RECEIVED -> Map.of(Action.PAY, PAID, Action.TAKE_BACK, RETURNED);
			case PAID -> Map.of(Action.COMPLETE, COMPLETED);
			case COMPLETED, CANCELLED, RETURNED -> Map.of();
		};
	}

	public OrderStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("supply.order.wrong-state", this, action);
		}
		return next;
	}

	/** What brings the order on, apart from ending it. */
	public Optional<Action> forward() {
		return actions().stream().filter(it -> it != Action.CANCEL && it != Action.TAKE_BACK).findFirst();
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
