package cn.jinfu.production.voice;

import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.production.operation.SaidByVoice;
import cn.jinfu.production.voice.VoiceNoteState.Action;
import lombok.RequiredArgsConstructor;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The farm types what it had said. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class TypedInstead implements SaidByVoice {

	private final VoiceNoteMoves moves;

	@Override
	@PreAuthorize("hasAuthority('production:voice:tell')")
	public UUID typed(UUID voiceNoteId, Supplier<UUID> entry) {
		var it = moves.lock(voiceNoteId);
		if (it.state() == VoiceNoteState.ANSWERED && it.operationId() != null) {
			var again = entry.get();
			if (!again.equals(it.operationId())) {
				throw new WrongState("production.voice.wrong-state", it.state(), Action.ANSWER);
			}
			return again;
		}
		it.state().after(Action.ANSWER);
		var operation = entry.get();
		moves.move(it, Action.ANSWER, null, "operation_id", operation);
		return operation;
	}

}
