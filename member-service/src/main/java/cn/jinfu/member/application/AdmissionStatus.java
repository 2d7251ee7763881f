package cn.jinfu.member.application;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** The course of an application for membership. */
public enum AdmissionStatus {

	/** 草稿. */
	DRAFT,
	/** 乡镇初审. */
	TOWNSHIP_REVIEW,
	/** 县级审核. */
	COUNTY_REVIEW,
	/** 退回补正: keeps its place, the clock stands. */
	RETURNED,
	/** 已入会. */
	ADMITTED,
	/** 不予通过. */
	REJECTED,
	/** 已撤回. */
	WITHDRAWN;

	/** What people do to an application. */
	public enum Action {

		CHANGE, SUBMIT, PASS, RETURN, REJECT, ADMIT, RESUBMIT, WITHDRAW

	}

	private Map<Action, AdmissionStatus> moves() {
		return switch (this) {
			case DRAFT -> Map.of(Action.CHANGE, DRAFT, Action.SUBMIT, TOWNSHIP_REVIEW, Action.WITHDRAW, WITHDRAWN);
			case TOWNSHIP_REVIEW -> Map.of(Action.PASS, COUNTY_REVIEW, Action.RETURN, RETURNED, Action.REJECT, REJECTED,
					Action.WITHDRAW, WITHDRAWN);
			case COUNTY_REVIEW -> Map.of(Action.ADMIT, ADMITTED, Action.RETURN, RETURNED, Action.REJECT, REJECTED,
					Action.WITHDRAW, WITHDRAWN);
			// where it goes back to is the place it was returned from
			case RETURNED ->
				Map.of(Action.CHANGE, RETURNED, Action.RESUBMIT, TOWNSHIP_REVIEW, Action.WITHDRAW, WITHDRAWN);
			case ADMITTED, REJECTED, WITHDRAWN -> Map.of();
		};
	}

	public AdmissionStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("member.application.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	public boolean open() {
		return this == TOWNSHIP_REVIEW || this == COUNTY_REVIEW || this == RETURNED;
	}

}
