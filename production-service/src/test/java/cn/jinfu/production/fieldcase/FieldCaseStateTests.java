package cn.jinfu.production.fieldcase;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FieldCaseStateTests {

	static final List<Moves.Move> MOVES = Moves.of("FieldCaseState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> FieldCaseState.valueOf(state).after(FieldCaseState.Action.valueOf(action)));
		}
		else {
			assertThat(FieldCaseState.valueOf(state).after(FieldCaseState.Action.valueOf(action)))
				.hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(FieldCaseState.values().length * FieldCaseState.Action.values().length);
	}

}
