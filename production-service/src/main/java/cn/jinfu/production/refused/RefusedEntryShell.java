package cn.jinfu.production.refused;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Refused entries in the menu, and what the farm has to mend. */
@Component
@RequiredArgsConstructor
class RefusedEntryShell implements MenuContribution, ToDoSource {

	private static final String RECORD = "production:operation:record";

	private final RefusedEntries refused;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.refused", "/console/refused-entries",
				"production:planting:verify", 36));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (actor.scope().kind() != Scope.Kind.MEMBER || !actor.may(RECORD)) {
			return List.of();
		}
		return refused.list(new RefusedEntries.Filter(RefusedState.OPEN, null, null, Math.min(limit, 100)))
			.items()
			.stream()
			.map(it -> new ToDo("refused-entry:" + it.id() + ":mend", Section.PRODUCTION, "production.todo.refused",
					it.why(LocaleContextHolder.getLocale()).lines().findFirst().orElse(""), "",
					"/portal/refused-entries/" + it.id(), RECORD, null))
			.toList();
	}

}
