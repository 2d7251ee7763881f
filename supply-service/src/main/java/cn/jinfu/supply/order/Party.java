package cn.jinfu.supply.order;

import java.util.Set;

import cn.jinfu.supply.order.OrderStatus.Action;

/** On whose side a person stands in an order, and what that side may do. */
enum Party {

	BUYER(Set.of(Action.PLACE, Action.RECEIVE, Action.PAY, Action.CANCEL)),
	SELLER(Set.of(Action.CONFIRM, Action.SHIP, Action.COMPLETE, Action.CANCEL, Action.TAKE_BACK)),
	STAFF(Set.of(Action.CONFIRM, Action.SHIP, Action.COMPLETE, Action.CANCEL, Action.TAKE_BACK)), ONLOOKER(Set.of());

	private final Set<Action> may;

	Party(Set<Action> may) {
		this.may = may;
	}

	boolean may(Action action) {
		return may.contains(action);
	}

}
