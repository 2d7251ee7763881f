package cn.jinfu.platform.client;

import java.util.List;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Changes of a client's way in that wait for another person. */
@Component
@RequiredArgsConstructor
class ClientToDos implements ToDoSource {

	private static final String ADMIT = "platform:client:admit";

	/** Working days in which the second person looks. */
	private static final int DAYS = 3;

	private final ClientDesk desk;

	private final WorkingDays workingDays;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(ADMIT)) {
			return List.of();
		}
		return desk.lines().stream().flatMap(it -> toDo(it, actor)).limit(limit).toList();
	}

	private Stream<ToDo> toDo(ClientDesk.Line line, Actor actor) {
		var wanted = line.wanted();
		return (wanted == null || wanted.by().equals(actor.personId())) ? Stream.empty()
				: Stream.of(new ToDo("Client:" + line.id() + ":confirm", Section.SYSTEM, "platform.client.todo",
						line.name(), line.clientId(), "/console/clients", ADMIT, workingDays.until(wanted.at(), DAYS)));
	}

}
