package cn.jinfu.production.hospital.consult;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待接诊, 已接诊, 诊断中, 待补充, 已开方, 已答复, 已评价, 关闭 (membership-production-supply 4.2.2). */
public enum ConsultState {

	WAITING, TAKEN, DIAGNOSING, NEEDS_MORE, PRESCRIBED, ANSWERED, RATED, CLOSED;

	/** A doctor is to say the next word. */
	static final Set<ConsultState> OWED = Set.of(WAITING, TAKEN, DIAGNOSING);

	public enum Action {

		/** A doctor takes it. */
		TAKE,
		/** Back to the pool: half an hour without a word, or the doctor gives it back. */
		RELEASE,
		/** The doctor says something. */
		WORK,
		/** The doctor asks for more. */
		ASK,
		/** The farm says something. */
		TELL,
		/** To another doctor. */
		REFER,
		/** Somebody comes to the field. */
		VISIT, PRESCRIBE, ANSWER, RATE, CLOSE

	}

	private Map<Action, ConsultState> moves() {
		return switch (this) {
			case WAITING -> Map.of(Action.TAKE, TAKEN, Action.TELL, WAITING, Action.CLOSE, CLOSED);
			case TAKEN -> treated(TAKEN);
			case DIAGNOSING -> treated(DIAGNOSING);
			case NEEDS_MORE -> treated(DIAGNOSING);
			// a further question opens it again
			case PRESCRIBED -> Map.of(Action.TELL, DIAGNOSING, Action.WORK, PRESCRIBED, Action.PRESCRIBE, PRESCRIBED,
					Action.RATE, RATED, Action.CLOSE, CLOSED);
			case ANSWERED -> Map.of(Action.TELL, DIAGNOSING, Action.WORK, ANSWERED, Action.PRESCRIBE, PRESCRIBED,
					Action.RATE, RATED, Action.CLOSE, CLOSED);
			case RATED -> Map.of(Action.CLOSE, CLOSED);
			case CLOSED -> Map.of();
		};
	}

	/** In a doctor's hands; what the farm tells leads to {@code told}. */
	private static Map<Action, ConsultState> treated(ConsultState told) {
		var moves = new EnumMap<Action, ConsultState>(Action.class);
		moves.put(Action.RELEASE, WAITING);
		moves.put(Action.WORK, DIAGNOSING);
		moves.put(Action.ASK, NEEDS_MORE);
		moves.put(Action.TELL, told);
		moves.put(Action.REFER, WAITING);
		moves.put(Action.VISIT, DIAGNOSING);
		moves.put(Action.PRESCRIBE, PRESCRIBED);
		moves.put(Action.ANSWER, ANSWERED);
		return moves;
	}

	ConsultState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.consult.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

	/** Whether a doctor owes an answer. */
	public boolean open() {
		return this == WAITING || treating();
	}

	/** Whether it is in a doctor's hands. */
	public boolean treating() {
		return this == TAKEN || this == DIAGNOSING || this == NEEDS_MORE;
	}

}
