package cn.jinfu.production.standard;

import java.time.Instant;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Standards in the menu, and what waits for a second person. */
@Component
@RequiredArgsConstructor
class StandardShell implements MenuContribution, ToDoSource {

	private static final String CONFIRM = "production:standard:confirm";

	/** Working days in which the second person has read it. */
	private static final int CONFIRM_DAYS = 5;

	private final StandardQueries standards;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.season", "/console/season-calendar",
						"production:planting:view", 25),
				new MenuEntry(Section.PRODUCTION, "production.menu.standards", "/console/crop-standards",
						"production:planting:view", 46));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CONFIRM)) {
			return List.of();
		}
		return standards.waiting()
			.stream()
			.limit(limit)
			.map(standard -> new ToDo("standard:" + standard.id() + ":confirm", Section.PRODUCTION,
					"production.todo.standard", standard.name(), standard.source(),
					"/console/crop-standards/" + standard.id(), CONFIRM, due(standard.submittedAt())))
			.toList();
	}

	private @Nullable Instant due(@Nullable Instant since) {
		return (since == null) ? null : workingDays.until(since, CONFIRM_DAYS);
	}

}
