package cn.jinfu.platform.twopeople;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Changes of the two-person rule that wait for another. */
@Component
@RequiredArgsConstructor
class TwoPeopleToDos implements ToDoSource {

	private static final String CHANGE = "platform:two-people:change";

	/** Working days in which the second person looks. */
	private static final int DAYS = 5;

	private final TwoPeopleSteps steps;

	private final WorkingDays workingDays;

	private final MessageSource messages;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CHANGE)) {
			return List.of();
		}
		return steps.waiting(actor)
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.map(it -> new ToDo("FourEyesChange:" + it.id() + ":confirm", Section.SYSTEM, "platform.two-people.todo",
					String.valueOf(messages.getMessage("four-eyes." + it.step(), null, it.step(),
							LocaleContextHolder.getLocale())),
					it.proposedName(), "/console/two-person-steps", CHANGE, workingDays.until(it.proposedAt(), DAYS)))
			.toList();
	}

}
