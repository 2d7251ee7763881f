package cn.jinfu.platform.client;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * Changes of a client's way in that wait for another person, and certificates that end
 * soon.
 */
@Component
@RequiredArgsConstructor
class ClientToDos implements ToDoSource {

	private static final String ADMIT = "platform:client:admit";

	/** Working days in which the second person looks. */
	private static final int DAYS = 3;

	/** So long before its last day a certificate wants a successor. */
	private static final int BEFORE_END = 60;

	private final ClientDesk desk;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(ADMIT)) {
			return List.of();
		}
		return desk.lines().stream().flatMap(it -> Stream.concat(toDo(it, actor), ending(it))).limit(limit).toList();
	}

	/** A certificate that ends soon wants a successor. */
	private Stream<ToDo> ending(ClientDesk.Line line) {
		return line.door()
			.certificates()
			.stream()
			.filter(it -> it.lastDay() != null && !it.lastDay().minusDays(BEFORE_END).isAfter(clock.realDate()))
			.map(it -> new ToDo("ClientCertificate:" + line.id() + ":" + it.sha256().substring(0, 12), Section.SYSTEM,
					"platform.client.todo.certificate", line.name(), line.clientId(), "/console/clients", ADMIT,
					BusinessClock.endOf(Objects.requireNonNull(it.lastDay()))));
	}

	private Stream<ToDo> toDo(ClientDesk.Line line, Actor actor) {
		var wanted = line.wanted();
		return (wanted == null || wanted.by().equals(actor.personId())) ? Stream.empty()
				: Stream.of(new ToDo("Client:" + line.id() + ":confirm", Section.SYSTEM, "platform.client.todo",
						line.name(), line.clientId(), "/console/clients", ADMIT, workingDays.until(wanted.at(), DAYS)));
	}

}
