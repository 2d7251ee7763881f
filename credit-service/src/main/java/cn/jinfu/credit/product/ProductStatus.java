package cn.jinfu.credit.product;

import java.util.Map;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of an edition of a product; the only place that knows it. */
public enum ProductStatus {

	DRAFT, PROPOSED, IN_FORCE, ENDED, DISCARDED;

	/** What somebody, or its last day, does with it. */
	public enum Action {

		EDIT, PROPOSE, RETURN, START, END, DISCARD

	}

	private Map<Action, ProductStatus> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.PROPOSE, PROPOSED, Action.DISCARD, DISCARDED);
			case PROPOSED -> Map.of(Action.RETURN, DRAFT, Action.START, IN_FORCE);
			case IN_FORCE -> Map.of(Action.END, ENDED);
			case ENDED, DISCARDED -> Map.of();
		};
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	ProductStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.product.wrong-state", this, action);
		}
		return next;
	}

}
