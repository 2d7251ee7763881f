package cn.jinfu.production.voice;

import java.util.List;

import cn.jinfu.kernel.Refusal.WrongState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import cn.jinfu.production.Moves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VoiceNoteStateTests {

	static final List<Moves.Move> MOVES = Moves.of("VoiceNoteState");

	@ParameterizedTest
	@FieldSource("MOVES")
	void everyPairGoesWhereTheTableSays(Moves.Move move) {
		var state = move.state();
		var action = move.action();
		if (move.next().isEmpty()) {
			assertThatExceptionOfType(WrongState.class)
				.isThrownBy(() -> VoiceNoteState.valueOf(state).after(VoiceNoteState.Action.valueOf(action)));
		}
		else {
			assertThat(VoiceNoteState.valueOf(state).after(VoiceNoteState.Action.valueOf(action)))
				.hasToString(move.next());
		}
	}

	@Test
	void theTableIsWhole() {
		assertThat(MOVES).hasSize(VoiceNoteState.values().length * VoiceNoteState.Action.values().length);
	}

}
