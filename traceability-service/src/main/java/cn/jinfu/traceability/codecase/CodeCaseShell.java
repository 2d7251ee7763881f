package cn.jinfu.traceability.codecase;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Where cases show: the menu and the desk of whoever decides. */
@Component
@RequiredArgsConstructor
class CodeCaseShell implements MenuContribution, ToDoSource {

	private static final String DECIDE = "trace:case:decide";

	/** Working days in which a case is asked about or closed. */
	private static final int DECIDE_DAYS = 2;

	private final CodeCaseQueries queries;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.TRACE, "trace.menu.code-cases", "/console/code-cases", CodeCaseQueries.VIEW, 36),
				new MenuEntry(Section.TRACE, "trace.menu.rewards", "/console/complaint-rewards", Rewards.PAY, 37));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return !actor.may(DECIDE) ? List.of() : queries.waiting(limit).stream().map(it -> {
			var answered = it.answeredAt();
			var due = it.dueAt();
			return new ToDo("code-case:" + it.id() + ":" + it.status(), Section.TRACE, "trace.todo.code-case",
					(it.memberName() != null) ? it.memberName() : it.code(), it.number() + " " + it.code(),
					"/console/code-cases/" + it.id(), DECIDE, it.overdue() && due != null ? due
							: workingDays.until((answered != null) ? answered : it.openedAt(), DECIDE_DAYS));
		}).toList();
	}

}
