package cn.jinfu.production.operation;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StandingTests {

	static final List<Moves.Move> MOVES = Moves.of("Standing");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> Standing.valueOf(state).after(Standing.Action.valueOf(action)));
		}
		else {
			assertThat(Standing.valueOf(state).after(Standing.Action.valueOf(action))).hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(Standing.values().length * Standing.Action.values().length);
	}

}
