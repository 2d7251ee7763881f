package cn.jinfu.credit.application;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** The life of a financing application; this table is the only place that knows it. */
public enum ApplicationStatus {

	DRAFT, SUBMITTED, RETURNED, DUE_DILIGENCE, GUARANTEE_APPROVAL, READY, DISPATCHED, RECEIVED, BANK_APPROVED,
	CONTRACTED, DISBURSED, REPAYING, SETTLED, DECLINED, REJECTED, WITHDRAWN;

	/** What somebody does with it. */
	public enum Action {

		SUBMIT, PASS_TO_GUARANTOR, PASS_TO_BANK, RETURN, REJECT, REPORT, GUARANTEE, DISPATCH, RECEIVE, APPROVE, DECLINE,
		CONTRACT, DISBURSE, REPAY, SETTLE, WITHDRAW

	}

	private Map<Action, ApplicationStatus> moves() {
		return switch (this) {
			case DRAFT, RETURNED -> Map.of(Action.SUBMIT, SUBMITTED, Action.WITHDRAW, WITHDRAWN);
			case SUBMITTED -> Map.of(Action.PASS_TO_GUARANTOR, DUE_DILIGENCE, Action.PASS_TO_BANK, READY, Action.RETURN,
					RETURNED, Action.REJECT, REJECTED, Action.WITHDRAW, WITHDRAWN);
			case DUE_DILIGENCE -> Map.of(Action.REPORT, GUARANTEE_APPROVAL, Action.RETURN, RETURNED, Action.REJECT,
					REJECTED, Action.WITHDRAW, WITHDRAWN);
			case GUARANTEE_APPROVAL -> Map.of(Action.GUARANTEE, READY, Action.RETURN, RETURNED, Action.REJECT, REJECTED,
					Action.WITHDRAW, WITHDRAWN);
			case READY -> Map.of(Action.DISPATCH, DISPATCHED, Action.RETURN, RETURNED, Action.WITHDRAW, WITHDRAWN);
			case DISPATCHED -> Map.of(Action.RECEIVE, RECEIVED, Action.APPROVE, BANK_APPROVED, Action.DECLINE, DECLINED,
					Action.WITHDRAW, WITHDRAWN);
			case RECEIVED ->
				Map.of(Action.APPROVE, BANK_APPROVED, Action.DECLINE, DECLINED, Action.WITHDRAW, WITHDRAWN);
			case BANK_APPROVED -> Map.of(Action.CONTRACT, CONTRACTED, Action.WITHDRAW, WITHDRAWN);
			case CONTRACTED -> Map.of(Action.DISBURSE, DISBURSED);
			case DISBURSED, REPAYING -> Map.of(Action.REPAY, REPAYING, Action.SETTLE, SETTLED);
			case SETTLED, DECLINED, REJECTED, WITHDRAWN -> Map.of();
		};
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	public boolean allows(Action action) {
		return moves().containsKey(action);
	}

	/**
	 * @throws WrongState if the action is not allowed now
	 */
	ApplicationStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("credit.application.wrong-state", this, action);
		}
		return next;
	}

	/** Whether nothing more will happen to it. */
	public boolean ended() {
		return moves().isEmpty();
	}

}
