package cn.jinfu.credit.partner;

import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** A level that waits for its second person. */
@Component
@RequiredArgsConstructor
class PartnerLevelEntries implements ToDoSource {

	private static final String CONFIRM = "credit:partner-key:confirm";

	/** Working days in which somebody looks. */
	private static final int DAYS = 3;

	private final PartnerLevels levels;

	private final WorkingDays workingDays;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(CONFIRM)) {
			return List.of();
		}
		return levels.waiting()
			.stream()
			.filter(it -> !it.mine())
			.limit(limit)
			.map(it -> new ToDo("BankLevel:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.partner-level",
					it.bank(), String.valueOf(it.level()), "/console/partner-conformance?bank=" + it.clientId(),
					CONFIRM, workingDays.until(Objects.requireNonNull(it.proposedAt()), DAYS)))
			.toList();
	}

}
