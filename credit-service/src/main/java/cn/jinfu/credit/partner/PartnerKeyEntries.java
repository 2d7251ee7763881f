package cn.jinfu.credit.partner;

import java.util.List;
import java.util.Objects;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Menu and tasks about the keys of banks. */
@Component
@RequiredArgsConstructor
class PartnerKeyEntries implements MenuContribution, ToDoSource {

	private static final String PROPOSE = "credit:partner-key:propose";

	private static final String CONFIRM = "credit:partner-key:confirm";

	/** Working days in which somebody looks. */
	private static final int DAYS = 3;

	/** So long before its last day a key wants a successor. */
	private static final int BEFORE_END = 60;

	private final PartnerKeyDesk desk;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.SYSTEM, "credit.menu.partner-keys", "/console/partner-keys",
						"credit:partner-key:view", 17),
				new MenuEntry(Section.CREDIT, "credit.menu.conformance", "/console/partner-conformance",
						"credit:partner-conformance:view", 70),
				new MenuEntry(Section.CREDIT, "credit.menu.signatures", "/console/partner-signatures",
						"credit:partner-conformance:view", 71));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(PROPOSE) && !actor.may(CONFIRM)) {
			return List.of();
		}
		return desk.lines().stream().filter(it -> waits(it.key(), actor)).limit(limit).map(this::toDo).toList();
	}

	private boolean waits(PartnerKey it, Actor actor) {
		return switch (it.status()) {
			case ASKED -> actor.may(PROPOSE);
			case PROPOSED -> actor.may(CONFIRM) && !it.proposedBy(actor.personId());
			case ACTIVE -> actor.may(PROPOSE) && !it.validTo().minusDays(BEFORE_END).isAfter(clock.realDate());
			case ENDED -> false;
		};
	}

	private ToDo toDo(PartnerKeyDesk.Line line) {
		var it = line.key();
		var due = switch (it.status()) {
			case ASKED -> workingDays.until(it.askedAt(), DAYS);
			case PROPOSED -> workingDays.until(Objects.requireNonNullElse(it.proposedAt(), it.askedAt()), DAYS);
			case ACTIVE, ENDED -> BusinessClock.endOf(it.validTo());
		};
		return new ToDo("PartnerKey:" + it.id() + ":" + it.status(), Section.SYSTEM,
				"credit.todo.partner-key." + it.status(), line.bankName(), it.kid(), "/console/partner-keys",
				(it.status() == KeyStatus.PROPOSED) ? CONFIRM : PROPOSE, due);
	}

}
