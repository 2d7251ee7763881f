package cn.jinfu.production.voice;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;

/** 待听写, 没听清, 已写下, 已答复, 不用写了, 有异议, 异议已处理. */
public enum VoiceNoteState {

	WAITING, UNCLEAR, WRITTEN_DOWN, ANSWERED, DISMISSED, OBJECTED, SETTLED;

	public enum Action {

		/**
		 * The clerk makes an entry of it, also of one that the farm explained by phone.
		 */
		WRITE_DOWN,

		/** The clerk cannot make out what was done, and asks. */
		ASK,

		/** The farm says it once more, or types it itself. */
		ANSWER,

		/** The farm: nothing is to come of it. */
		LET_GO,

		/** The farm: that is not what I said. */
		OBJECT,

		SETTLE

	}

	private Map<Action, VoiceNoteState> moves() {
		return switch (this) {
			case WAITING -> Map.of(Action.WRITE_DOWN, WRITTEN_DOWN, Action.ASK, UNCLEAR, Action.ANSWER, ANSWERED,
					Action.LET_GO, DISMISSED);
			case UNCLEAR -> Map.of(Action.WRITE_DOWN, WRITTEN_DOWN, Action.ANSWER, ANSWERED, Action.LET_GO, DISMISSED);
			case WRITTEN_DOWN -> Map.of(Action.OBJECT, OBJECTED);
			case OBJECTED -> Map.of(Action.SETTLE, SETTLED);
			case ANSWERED, DISMISSED, SETTLED -> Map.of();
		};
	}

	VoiceNoteState after(Action action) {
		var next = moves().get(action);
		if (next == null) {
			throw new WrongState("production.voice.wrong-state", this, action);
		}
		return next;
	}

	public Set<Action> actions() {
		return moves().keySet();
	}

}
