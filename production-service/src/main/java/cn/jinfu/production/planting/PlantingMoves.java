package cn.jinfu.production.planting;

import java.util.Map;
import java.util.Set;

import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.PlantingState;

/** The one table of a planting's life (states: membership-production-supply 4.2.2). */
public final class PlantingMoves {

	public enum Action {

		/** Anything was done on the field. */
		WORK,
		/** Something was picked. */
		PICK, FINISH, ARCHIVE, CANCEL,
		/** 绝收: lost, with cause and evidence. */
		FAIL

	}

	private PlantingMoves() {
	}

	private static Map<Action, PlantingState> moves(PlantingState state) {
		return switch (state) {
			case PLANNED -> Map.of(Action.WORK, PlantingState.GROWING, Action.PICK, PlantingState.HARVESTING,
					Action.CANCEL, PlantingState.CANCELLED);
			case GROWING -> Map.of(Action.WORK, PlantingState.GROWING, Action.PICK, PlantingState.HARVESTING,
					Action.FINISH, PlantingState.FINISHED, Action.FAIL, PlantingState.FAILED);
			case HARVESTING -> Map.of(Action.WORK, PlantingState.HARVESTING, Action.PICK, PlantingState.HARVESTING,
					Action.FINISH, PlantingState.FINISHED);
			// What was done before the end may still be entered after it.
			case FINISHED -> Map.of(Action.WORK, PlantingState.FINISHED, Action.PICK, PlantingState.FINISHED,
					Action.ARCHIVE, PlantingState.ARCHIVED);
			case FAILED -> Map.of(Action.WORK, PlantingState.FAILED, Action.PICK, PlantingState.FAILED);
			case ARCHIVED, CANCELLED -> Map.of();
		};
	}

	static PlantingState after(PlantingState state, Action action) {
		var next = moves(state).get(action);
		if (next == null) {
			throw new WrongState("production.planting.wrong-state", state, action);
		}
		return next;
	}

	public static Set<Action> actions(PlantingState state) {
		return moves(state).keySet();
	}

}
