package cn.jinfu.credit.document;

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

/** Menu and tasks about the papers of banks. */
@Component
@RequiredArgsConstructor
class DocumentEntries implements MenuContribution, ToDoSource {

	private static final String APPROVE = "credit:product:approve";

	/** Working days in which a proposed version is decided. */
	private static final int DAYS = 3;

	private final DocumentTemplates templates;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.templates", "/console/document-templates",
						"credit:product:view", 29),
				new MenuEntry(Section.CREDIT, "credit.menu.bank-documents", "/console/bank-documents",
						"credit:bank-case:view", 6));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(APPROVE)) {
			return List.of();
		}
		return templates.waiting()
			.stream()
			.limit(limit)
			.map(it -> new ToDo("DocumentTemplate:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.template",
					it.bankName(), it.title(), "/console/document-templates", APPROVE,
					workingDays.until(it.proposedAt(), DAYS)))
			.toList();
	}

}
