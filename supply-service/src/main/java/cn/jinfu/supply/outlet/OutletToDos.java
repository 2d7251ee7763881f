package cn.jinfu.supply.outlet;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Licences that end within ninety days: renewal is due then (农药管理条例第二十五条). */
@Component
@RequiredArgsConstructor
class OutletToDos implements ToDoSource {

	private final OutletQueries outlets;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may("supply:outlet:manage") && !actor.may("supply:input-sale:sell")) {
			return List.of();
		}
		return outlets.ending(limit)
			.stream()
			.map(outlet -> new ToDo("outlet:" + outlet.id() + ":licence", Section.SUPPLY, "supply.todo.licence",
					outlet.name(), outlet.licenceNo(), "/console/outlets/" + outlet.id(), "supply:outlet:view",
					outlet.licenceUntil().atTime(17, 0).atZone(BusinessClock.ZONE).toInstant()))
			.toList();
	}

}
