package cn.jinfu.production.planting;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class PlantingStateTests {

	static final List<Moves.Move> MOVES = Moves.of("PlantingState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class).isThrownBy(() -> PlantingMoves
				.after(cn.jinfu.production.PlantingState.valueOf(state), PlantingMoves.Action.valueOf(action)));
		}
		else {
			assertThat(PlantingMoves.after(cn.jinfu.production.PlantingState.valueOf(state),
					PlantingMoves.Action.valueOf(action)))
				.hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES)
			.hasSize(cn.jinfu.production.PlantingState.values().length * PlantingMoves.Action.values().length);
	}

}
