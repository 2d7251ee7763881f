package cn.jinfu.production.rule;

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

/** The page of the numbers, and proposals that wait for a second person. */
@Component
@RequiredArgsConstructor
class FieldRuleShell implements MenuContribution, ToDoSource {

	private static final String CONFIRM = "production:rule:confirm";

	/** Working days in which somebody has looked at a proposal. */
	private static final int DAYS = 5;

	private final FieldRules rules;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.PRODUCTION, "production.menu.days", "/console/production-rules",
				"production:planting:view", 47));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CONFIRM)) {
			return List.of();
		}
		return rules.open()
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.map(it -> new ToDo("production-rule:" + it.id() + ":confirm", Section.PRODUCTION, "production.todo.rule",
					it.validFrom().toString(), it.decidedBy(), "/console/production-rules", CONFIRM,
					workingDays.until(it.proposedAt(), DAYS)))
			.toList();
	}

}
