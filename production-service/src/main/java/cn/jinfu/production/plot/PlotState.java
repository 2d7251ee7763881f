package cn.jinfu.production.plot;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 草稿, 待核实, 已核实, 退回补正. */
public enum PlotState {

	DRAFT, SUBMITTED, VERIFIED, RETURNED;

	public enum Action {

		EDIT, SUBMIT, VERIFY, RETURN

	}

	private Map<Action, PlotState> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.EDIT, DRAFT, Action.SUBMIT, SUBMITTED);
			case SUBMITTED -> Map.of(Action.VERIFY, VERIFIED, Action.RETURN, RETURNED);
			case RETURNED -> Map.of(Action.EDIT, RETURNED, Action.SUBMIT, SUBMITTED);
			// A verified area found wrong goes back to its farm, with the reason.
			case VERIFIED -> Map.of(Action.RETURN, RETURNED);
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
