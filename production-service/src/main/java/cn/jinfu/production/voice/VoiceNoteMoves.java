package cn.jinfu.production.voice;

import java.util.UUID;

import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.production.voice.VoiceNoteState.Action;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of state, one after the other: the note's row is locked before any planting.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
class VoiceNoteMoves {

	private final VoiceNotes notes;

	private final StatusHistory history;

	private final JdbcClient sql;

	/** As it stands while nobody else can change it. */
	VoiceNoteView lock(UUID noteId) {
		notes.view(noteId);
		sql.sql("select id from production_voice_note where id = ? for update")
			.param(noteId)
			.query(UUID.class)
			.single();
		return notes.view(noteId);
	}

	/**
	 * The same for somebody who looked at that version.
	 * @throws Stale when it has changed since
	 */
	VoiceNoteView seen(UUID noteId, long version) {
		var it = lock(noteId);
		requireSeen(it, version);
		return it;
	}

	void requireSeen(VoiceNoteView it, long version) {
		if (it.version() != version) {
			throw new Stale("kernel.stale");
		}
	}

	void move(VoiceNoteView it, Action action, @Nullable String reason) {
		move(it, action, reason, "state", it.state().after(action).name());
	}

	/**
	 * @param column what the move brings with it
	 */
	void move(VoiceNoteView it, Action action, @Nullable String reason, String column, Object value) {
		var next = it.state().after(action);
		var also = "state".equals(column) ? "" : ", " + column + " = :value";
		sql.sql("update production_voice_note set state = :state, version = version + 1" + also + " where id = :id")
			.param("state", next.name())
			.param("value", value)
			.param("id", it.id())
			.update();
		history.record(VoiceNotes.TYPE, it.id(), it.state(), next, reason);
	}

}
