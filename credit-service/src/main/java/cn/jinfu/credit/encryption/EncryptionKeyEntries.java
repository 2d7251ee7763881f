package cn.jinfu.credit.encryption;

import java.util.List;

import cn.jinfu.credit.encryption.EncryptionKey.Standing;
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

/** Menu and tasks about the keys for personal data. */
@Component
@RequiredArgsConstructor
class EncryptionKeyEntries implements MenuContribution, ToDoSource {

	private static final String PROPOSE = "credit:partner-key:propose";

	private static final String CONFIRM = "credit:partner-key:confirm";

	/** Working days in which somebody looks. */
	private static final int DAYS = 3;

	/** So long before its last day a key wants a successor. */
	private static final int BEFORE_END = 60;

	private final EncryptionKeys keys;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.SYSTEM, "credit.menu.encryption-keys", EncryptionKeyPages.PATH,
				"credit:partner-key:view", 17));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		if (!actor.may(PROPOSE) && !actor.may(CONFIRM)) {
			return List.of();
		}
		return keys.waiting(clock.realDate().plusDays(BEFORE_END))
			.stream()
			.filter(it -> (it.status() == Standing.PROPOSED) ? actor.may(CONFIRM) && !it.mine() : actor.may(PROPOSE))
			.limit(limit)
			.map(this::toDo)
			.toList();
	}

	private ToDo toDo(EncryptionKey it) {
		var proposed = it.status() == Standing.PROPOSED;
		return new ToDo("EncryptionKey:" + it.id() + ":" + it.status(), Section.SYSTEM,
				"credit.todo.encryption-key." + it.status(), it.bankName(), it.kid(), EncryptionKeyPages.PATH,
				proposed ? CONFIRM : PROPOSE,
				proposed ? workingDays.until(it.proposedAt(), DAYS) : BusinessClock.endOf(it.validTo()));
	}

}
