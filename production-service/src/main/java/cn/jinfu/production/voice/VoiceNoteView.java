package cn.jinfu.production.voice;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a voice note, without what was said.
 *
 * @param answersId the earlier note that this one answers
 * @param answeredById the later one that answers this
 * @param seconds as the phone counted them; null where it did not
 * @param arrivedAt its time as an entry
 * @param dueAt until when somebody writes it down
 * @param question what the clerk asked
 * @param operationId the entry that came of it
 * @param writtenName the clerk who wrote it down
 * @param mine whether the reader wrote it down, or spoke it, or objected
 */
public record VoiceNoteView(UUID id, UUID memberId, @With String memberName, String division, @Nullable UUID answersId,
		@Nullable UUID answeredById, String byName, String mediaType, @Nullable Integer seconds, VoiceNoteState state,
		Instant arrivedAt, Instant dueAt, @Nullable String question, @Nullable UUID operationId,
		@Nullable Instant writtenAt, @Nullable String writtenName, String fields, List<UUID> plantingIds, boolean mine,
		long version) {

	public boolean can(String action) {
		return state.actions().contains(VoiceNoteState.Action.valueOf(action));
	}

	/** Whether it waits for a clerk, so that its due time means something. */
	public boolean waiting() {
		return state == VoiceNoteState.WAITING;
	}

}
