package cn.jinfu.production.hospital.consult;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ConsultStateTests {

	static final List<Moves.Move> MOVES = Moves.of("ConsultState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> ConsultState.valueOf(state).after(ConsultState.Action.valueOf(action)));
		}
		else {
			assertThat(ConsultState.valueOf(state).after(ConsultState.Action.valueOf(action))).hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(ConsultState.values().length * ConsultState.Action.values().length);
	}

}
