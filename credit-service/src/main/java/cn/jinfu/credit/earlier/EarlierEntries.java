package cn.jinfu.credit.earlier;

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

/** Menu and tasks about the figures of the time before. */
@Component
@RequiredArgsConstructor
class EarlierEntries implements MenuContribution, ToDoSource {

	private static final String APPROVE = "credit:product:approve";

	/** Working days in which an entered figure is decided. */
	private static final int DAYS = 3;

	private final EarlierFigures figures;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.clocks", "/console/case-clocks", "credit:application:view",
						11),
				new MenuEntry(Section.CREDIT, "credit.menu.earlier", EarlierPages.PATH, "credit:product:view", 29));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(APPROVE)) {
			return List.of();
		}
		return figures.waiting()
			.stream()
			.limit(limit)
			.map(it -> new ToDo("EarlierFigure:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.earlier",
					it.productCode(), it.source(), EarlierPages.PATH, APPROVE,
					workingDays.until(it.proposedAt(), DAYS)))
			.toList();
	}

}
