package cn.jinfu.production.expert;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SolutionStateTests {

	static final List<Moves.Move> MOVES = Moves.of("SolutionState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> SolutionState.valueOf(state).after(SolutionState.Action.valueOf(action)));
		}
		else {
			assertThat(SolutionState.valueOf(state).after(SolutionState.Action.valueOf(action)))
				.hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(SolutionState.values().length * SolutionState.Action.values().length);
	}

}
