package cn.jinfu.credit.facility;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Umbrellas and parts of them that wait for a second person. */
@Component
@RequiredArgsConstructor
class FacilityTasks implements ToDoSource {

	private static final String APPROVE = "credit:facility:approve";

	/** Working days in which a proposal is decided. */
	private static final int DAYS = 3;

	private final FacilityDesk desk;

	private final WorkingDays workingDays;

	@Override
	@Transactional(readOnly = true)
	public List<ToDo> open(Actor actor, int limit) {
		var result = new ArrayList<ToDo>();
		if (actor.may(APPROVE)) {
			for (var it : desk.waiting(actor.personId())) {
				result.add(new ToDo("Facility:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.facility",
						it.name(), String.valueOf(it.proposedName()), "/console/facilities/" + it.id(), APPROVE,
						workingDays.until(Objects.requireNonNull(it.proposedAt()), DAYS)));
			}
			for (var it : desk.waitingShares(actor.personId())) {
				result.add(new ToDo("FacilityShare:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.share",
						(it.productCode() != null) ? it.productCode() : String.valueOf(it.township()),
						it.proposedName(), "/console/facilities/" + it.umbrellaId(), APPROVE,
						workingDays.until(it.proposedAt(), DAYS)));
			}
		}
		return result.stream().limit(limit).toList();
	}

}
