package cn.jinfu.production.expert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Teams and requests in the menu, and what waits for an expert or is late. */
@Component
@RequiredArgsConstructor
class ExpertShell implements MenuContribution, ToDoSource {

	private static final String VIEW = "production:expert:view";

	private static final String ANSWER = "production:expert:answer";

	private static final String MANAGE = "production:expert:manage";

	private final ExpertRequests requests;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.PRODUCTION, "production.menu.expert-requests", "/console/expert-requests", VIEW,
						78),
				new MenuEntry(Section.PRODUCTION, "production.menu.solutions", "/console/expert-solutions", VIEW, 78),
				new MenuEntry(Section.PRODUCTION, "production.menu.expert-teams", "/console/expert-teams", VIEW, 79));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		var todos = new ArrayList<ToDo>();
		if (actor.may(ANSWER)) {
			requests.waiting(limit).forEach(it -> todos.add(todo(it, "answer", ANSWER)));
		}
		if (actor.may(MANAGE)) {
			requests.late(clock.now().minus(Duration.ofDays(ExpertRequestView.ANSWER_DAYS)), limit)
				.forEach(it -> todos.add(todo(it, "late", MANAGE)));
		}
		return todos.stream().limit(limit).toList();
	}

	private ToDo todo(ExpertRequestView it, String step, String permission) {
		return new ToDo("expert:" + it.id() + ":" + step, Section.PRODUCTION, "production.todo.expert-" + step,
				it.memberName(), it.cropName() + " " + it.question(), "/console/expert-requests/" + it.id(), permission,
				workingDays.until(it.askedAt(), ExpertRequestView.ANSWER_DAYS));
	}

}
