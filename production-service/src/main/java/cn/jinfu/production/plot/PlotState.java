package cn.jinfu.production.plot;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 草稿, 待核实, 已核实, 退回补正. */
public enum PlotState {

	DRAFT, SUBMITTED, VERIFIED, RETURNED;

	public enum Action {

		EDIT, SUBMIT, VERIFY, RETURN, DRAW

	}

	private Map<Action, PlotState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.SUBMIT, SUBMITTED, Action.DRAW, DRAFT);
			case SUBMITTED -> Map.of(Action.VERIFY, VERIFIED, Action.RETURN, RETURNED, Action.DRAW, SUBMITTED);
			case RETURNED -> Map.of(Action.EDIT, RETURNED, Action.SUBMIT, SUBMITTED, Action.DRAW, RETURNED);
			// A verified area found wrong goes back to its farm, with the reason.
			// With another boundary it is another plot: somebody looks at it again.
			case VERIFIED -> Map.of(Action.RETURN, RETURNED, Action.DRAW, SUBMITTED);
		};
	}

	PlotState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.plot.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
