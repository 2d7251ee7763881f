package cn.jinfu.production.voice;

import java.util.List;
import java.util.Optional;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.PortalCard;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/**
 * Voice notes in the menu, on the workbench of the township's clerk and of the county,
 * and on the farm's home.
 */
@Component
@RequiredArgsConstructor
class VoiceNoteShell implements MenuContribution, ToDoSource, PortalCard {

	private static final String TELL = "production:voice:tell";

	private static final String WRITE = "production:voice:write";

	private final VoiceNotes notes;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.voice", "/console/voice-notes", WRITE, 32));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (actor.scope().kind() == Scope.Kind.MEMBER) {
			return actor.may(TELL) ? list(VoiceNoteState.UNCLEAR, limit).stream().map(this::answer).toList()
					: List.of();
		}
		if (!actor.may(WRITE)) {
			return List.of();
		}
		return notes.list(new VoiceNotes.Filter(null, false, null, Math.min(limit, 100)))
			.items()
			.stream()
			.filter(it -> it.waiting() || (it.can("SETTLE") && !it.mine()))
			.map(it -> it.waiting() ? write(it) : settle(it))
			.toList();
	}

	private List<VoiceNoteView> list(VoiceNoteState state, int limit) {
		return notes.list(new VoiceNotes.Filter(state, false, null, Math.min(limit, 100))).items();
	}

	private ToDo answer(VoiceNoteView it) {
		return new ToDo("voice-note:" + it.id() + ":answer", Section.PRODUCTION, "production.todo.voice-answer",
				Optional.ofNullable(it.question()).orElse(""), "", "/portal/voice-notes/" + it.id(), TELL, null);
	}

	private ToDo write(VoiceNoteView it) {
		var late = it.dueAt().isBefore(clock.now());
		return new ToDo("voice-note:" + it.id() + ":write", Section.PRODUCTION,
				late ? "production.todo.voice-late" : "production.todo.voice-write", it.memberName(), it.fields(),
				"/console/voice-notes/" + it.id(), WRITE, it.dueAt());
	}

	private ToDo settle(VoiceNoteView it) {
		return new ToDo("voice-note:" + it.id() + ":settle", Section.PRODUCTION, "production.todo.voice-settle",
				it.memberName(), it.fields(), "/console/voice-notes/" + it.id(), WRITE, null);
	}

	@Override
	public int order() {
		return 90;
	}

	/** How many wait; nothing where none does. */
	@Override
	public Optional<Content> content(Actor actor) {
		if (actor.scope().kind() != Scope.Kind.MEMBER || !actor.may(TELL)) {
			return Optional.empty();
		}
		var waiting = notes.waiting();
		return (waiting == 0) ? Optional.empty()
				: Optional.of(new Content("production/voice/card :: waiting", waiting));
	}

}
