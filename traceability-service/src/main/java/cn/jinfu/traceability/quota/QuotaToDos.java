package cn.jinfu.traceability.quota;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Further releases that wait for the second person. */
@Component
@RequiredArgsConstructor
class QuotaToDos implements ToDoSource {

	private static final String RELEASE = "brand:quota:release";

	/** Working days in which the second person decides. */
	private static final int RELEASE_DAYS = 3;

	private final LabelQuotaQueries queries;

	private final WorkingDays workingDays;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return !actor.may(RELEASE) ? List.of() : queries.toRelease(limit).stream().map(waiting -> {
			var it = waiting.quota();
			return new ToDo("quota:" + it.id() + ":release", Section.TRACE, "brand.todo.release", it.memberName(),
					it.plotName() + " " + it.cropName(), "/console/label-quotas/" + it.id(), RELEASE,
					workingDays.until(waiting.askedAt(), RELEASE_DAYS));
		}).toList();
	}

}
