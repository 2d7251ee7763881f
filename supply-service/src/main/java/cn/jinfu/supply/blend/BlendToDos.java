package cn.jinfu.supply.blend;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** What the counter has to prepare by the day the farm comes. */
@Component
@RequiredArgsConstructor
class BlendToDos implements ToDoSource {

	private static final String SERVE = "supply:blend:serve";

	private final BlendOrders orders;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(SERVE) || actor.scope().kind() != Scope.Kind.OUTLET) {
			return List.of();
		}
		return orders.waiting(limit)
			.stream()
			.map(it -> new ToDo("blend:" + it.id() + ":prepare", Section.SUPPLY, "supply.todo.blend", it.memberName(),
					it.no() + " " + it.recipeNo(), "/console/blend-orders/" + it.id(), SERVE,
					it.wantedOn().atTime(8, 0).atZone(BusinessClock.ZONE).toInstant()))
			.toList();
	}

}
