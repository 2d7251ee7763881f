package cn.jinfu.production.fieldcase;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Cases in the menu, and what waits for whom. */
@Component
@RequiredArgsConstructor
class FieldCaseShell implements MenuContribution, ToDoSource {

	private static final String VIEW = "production:operation:view";

	private static final String DECIDE = "production:use:decide";

	private static final String RECORD = "production:operation:record";

	private final FieldCases cases;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.warnings", "/console/input-warnings", VIEW, 34),
				new MenuEntry(Section.PRODUCTION, "production.menu.field-cases", "/console/field-cases", VIEW, 35));
	}

	/** The farm reads what to do; the technician looks at it and closes. */
	@Override
	public List<ToDo> open(Actor actor, int limit) {
		var farm = actor.scope().kind() == Scope.Kind.MEMBER;
		var permission = farm ? RECORD : DECIDE;
		if (!actor.may(permission) || !actor.may(VIEW)) {
			return List.of();
		}
		return cases.open(limit)
			.stream()
			.filter(it -> farm || !it.mine())
			.map(it -> new ToDo("field-case:" + it.id() + (farm ? ":read" : ":look"), Section.PRODUCTION,
					"production.todo.case." + it.kind(), farm ? it.plotName() : it.memberName(),
					(it.product() != null) ? it.product() : it.no(),
					(farm ? "/portal/field-cases/" : "/console/field-cases/") + it.id(), permission,
					workingDays.until(it.openedAt(), FieldCaseView.LOOK_DAYS)))
			.toList();
	}

}
