package cn.jinfu.traceability.label;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.traceability.label.PrintJob.PrintStatus;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** What an outlet has to print. */
@Component
@RequiredArgsConstructor
class PrintShell implements MenuContribution, ToDoSource {

	/** Working days in which an outlet prints. */
	private static final int PRINT_DAYS = 1;

	private final PrintDesk desk;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List
			.of(new MenuEntry(Section.TRACE, "trace.menu.print-jobs", "/console/print-jobs", PrintDesk.SERVE, 34));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return !actor.may(PrintDesk.SERVE) ? List.of()
				: desk.list(PrintStatus.ASKED, null, limit)
					.items()
					.stream()
					.map(it -> new ToDo("print:" + it.id(), Section.TRACE, "trace.todo.print", it.member(),
							it.number() + " " + it.productName(), "/console/print-jobs/" + it.id(), PrintDesk.SERVE,
							workingDays.until(it.askedAt(), PRINT_DAYS)))
					.toList();
	}

}
