package cn.jinfu.member.erasure;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Requests for deletion that wait for somebody who may decide. */
@Component
@RequiredArgsConstructor
class ErasureToDos implements ToDoSource {

	private static final String DECIDE = "member:erasure:decide";

	/** Working days in which it is decided; the federation's own, to be confirmed. */
	private static final int DAYS = 10;

	private final ErasureDesk desk;

	private final WorkingDays workingDays;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(DECIDE)) {
			return List.of();
		}
		return desk.waiting(actor)
			.stream()
			.limit(limit)
			.map(it -> new ToDo("Erasure:" + it.id() + ":decide", Section.MEMBER, "member.todo.erasure",
					it.personName(), it.requestedName(), "/console/erasures", DECIDE,
					workingDays.until(it.requestedAt(), DAYS)))
			.toList();
	}

}
