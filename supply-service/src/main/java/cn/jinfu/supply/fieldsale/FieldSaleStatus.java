package cn.jinfu.supply.fieldsale;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** How a sale at the field's edge stands. This table is the only place that knows it. */
public enum FieldSaleStatus {

	/** 已记录: the seller's word. */
	STATED,
	/** 买方已确认. */
	CONFIRMED,
	/** 作废: entered by mistake. */
	VOID;

	/** What buyer and seller do to it. */
	public enum Action {

		CONFIRM, REVOKE

	}

	private Map<Action, FieldSaleStatus> moves() {
		return switch (this) {
			case STATED -> Map.of(Action.CONFIRM, CONFIRMED, Action.REVOKE, VOID);
			case CONFIRMED, VOID -> Map.of();
		};
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	public FieldSaleStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("supply.field-sale.wrong-state", this, action);
		}
		return next;
	}

}
