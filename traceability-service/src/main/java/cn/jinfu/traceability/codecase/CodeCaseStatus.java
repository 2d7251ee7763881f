package cn.jinfu.traceability.codecase;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

import static cn.jinfu.traceability.codecase.CodeCaseStatus.Action.ANSWER;
import static cn.jinfu.traceability.codecase.CodeCaseStatus.Action.ASK;
import static cn.jinfu.traceability.codecase.CodeCaseStatus.Action.CLOSE;

/** Life of a case: 待处理, 待说明, 已说明, 已结案. */
public enum CodeCaseStatus {

	OPEN, ASKED, ANSWERED, CLOSED;

	/** What may happen to a case. */
	public enum Action {

		/** The packer is asked, again where the answer does not do. */
		ASK, ANSWER, CLOSE

	}

	private Map<Action, CodeCaseStatus> moves() {
		return switch (this) {
			case OPEN -> Map.of(ASK, ASKED, CLOSE, CLOSED);
			// who never answers does not keep a case open
			case ASKED -> Map.of(ANSWER, ANSWERED, CLOSE, CLOSED);
			case ANSWERED -> Map.of(ASK, ASKED, CLOSE, CLOSED);
			case CLOSED -> Map.of();
		};
	}

	CodeCaseStatus after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("trace.code-case.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
