package cn.jinfu.production.transfer;

import java.util.List;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.springframework.stereotype.Component;

/** Transfers that wait for an officer. */
@Component
@RequiredArgsConstructor
class TransferShell implements ToDoSource {

	private static final String VERIFY = "production:plot:verify";

	private final TransferQueries transfers;

	private final WorkingDays workingDays;

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(VERIFY)) {
			return List.of();
		}
		return transfers.waiting(limit)
			.stream()
			.map(it -> new ToDo("transfer:" + it.id() + ":verify", Section.PRODUCTION, "production.todo.transfer",
					it.memberName(), it.plotName() + " " + it.partner(), "/console/plots/" + it.plotId() + "/transfers",
					VERIFY, workingDays.until(it.recordedAt(), TransferView.VERIFY_DAYS)))
			.toList();
	}

}
