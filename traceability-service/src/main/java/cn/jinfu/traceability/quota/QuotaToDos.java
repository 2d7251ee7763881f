package cn.jinfu.traceability.quota;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Further releases that wait for the second person. */
@Component
@RequiredArgsConstructor
class QuotaToDos implements ToDoSource {

	private static final String RELEASE = "brand:quota:release";

	private final LabelQuotaQueries queries;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return !actor.may(RELEASE) ? List.of() : queries.toRelease(limit)
			.stream()
			.map(it -> new ToDo("quota:" + it.id() + ":release", Section.TRACE, "brand.todo.release", it.memberName(),
					it.plotName() + " " + it.cropName(), "/console/label-quotas/" + it.id(), RELEASE, null))
			.toList();
	}

}
