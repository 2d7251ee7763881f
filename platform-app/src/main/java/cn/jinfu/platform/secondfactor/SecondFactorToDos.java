package cn.jinfu.platform.secondfactor;

import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Changes of the second factor that wait for another person. */
@Component
@RequiredArgsConstructor
class SecondFactorToDos implements ToDoSource {

	private static final String CHANGE = "platform:second-factor:change";

	/** Working days in which the second person looks: somebody may be shut out. */
	private static final int DAYS = 1;

	private final SecondFactorRules rules;

	private final WorkingDays workingDays;

	private final MessageSource messages;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CHANGE)) {
			return List.of();
		}
		return rules.waiting(actor)
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.map(it -> new ToDo("SecondFactorChange:" + it.id() + ":confirm", Section.SYSTEM,
					"platform.second-factor.todo", subject(it), it.proposedName(), "/console/second-factors", CHANGE,
					workingDays.until(it.proposedAt(), DAYS)))
			.toList();
	}

	private String subject(SecondFactorRules.Change change) {
		return (change.accountName() != null) ? change.accountName()
				: String.valueOf(messages.getMessage("role." + change.role(), null,
						Objects.requireNonNullElse(change.role(), ""), LocaleContextHolder.getLocale()));
	}

}
