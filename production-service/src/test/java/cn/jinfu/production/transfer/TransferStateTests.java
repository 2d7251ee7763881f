package cn.jinfu.production.transfer;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TransferStateTests {

	static final List<Moves.Move> MOVES = Moves.of("TransferState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> TransferState.valueOf(state).after(TransferState.Action.valueOf(action)));
		}
		else {
			assertThat(TransferState.valueOf(state).after(TransferState.Action.valueOf(action)))
				.hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(TransferState.values().length * TransferState.Action.values().length);
	}

}
