package cn.jinfu.traceability.overview;

import java.util.List;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.traceability.lot.LotQueries;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.residue.ResidueQueries;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/** Menu and tasks of lots, tests and certificates. */
@Component
@RequiredArgsConstructor
class TraceShell implements MenuContribution, ToDoSource {

	private static final String REVIEW = "trace:test:review";

	private static final String RELEASE = "trace:lot:release";

	/** Working days in which a second person of the laboratory has looked. */
	private static final int CONFIRM_DAYS = 1;

	/** Working days in which goods that wait are released, or it is said why not. */
	private static final int RELEASE_DAYS = 2;

	private final LotQueries lots;

	private final ResidueQueries tests;

	private final WorkingDays workingDays;

	@Override
	public List<MenuEntry> entries() {
		return List.of(new MenuEntry(Section.TRACE, "trace.menu.lots", "/console/lots", "trace:lot:view", 10),
				new MenuEntry(Section.TRACE, "trace.menu.steps", "/console/lot-steps", "trace:lot:view", 11),
				new MenuEntry(Section.TRACE, "trace.menu.hand-overs", "/console/hand-overs", "trace:lot:view", 12),
				new MenuEntry(Section.TRACE, "trace.menu.tests", "/console/residue-tests", "trace:test:view", 20),
				new MenuEntry(Section.TRACE, "trace.menu.limits", "/console/residue-limits", "trace:test:view", 21),
				new MenuEntry(Section.TRACE, "trace.menu.laboratories", "/console/laboratories", "trace:test:view", 22),
				new MenuEntry(Section.TRACE, "trace.menu.certificates", "/console/certificates", "trace:lot:view", 30),
				new MenuEntry(Section.TRACE, "trace.menu.recalls", "/console/recalls", "trace:recall:view", 33),
				new MenuEntry(Section.TRACE, "trace.menu.scans", "/console/scans", ScanBook.SEE, 35),
				new MenuEntry(Section.TRACE, "trace.menu.events", "/console/trace-events", "trace:event:view", 36));
	}

	@Override
	public List<ToDo> open(Actor actor, int limit) {
		return Stream.concat(confirmations(actor, limit), held(actor, limit)).limit(limit).toList();
	}

	private Stream<ToDo> confirmations(Actor actor, int limit) {
		if (!actor.may(REVIEW)) {
			return Stream.empty();
		}
		return tests.waiting(limit)
			.stream()
			.map(test -> new ToDo("test:" + test.id() + ":confirm", Section.TRACE, "trace.todo.confirm",
					test.producer(), test.food() + " " + test.number(), "/console/residue-tests/" + test.id(), REVIEW,
					workingDays.until(test.enteredAt(), CONFIRM_DAYS)));
	}

	private Stream<ToDo> held(Actor actor, int limit) {
		if (!actor.may(RELEASE)) {
			return Stream.empty();
		}
		return lots.waiting(limit)
			.stream()
			.map(lot -> new ToDo("lot:" + lot.id() + ":" + lot.status(), Section.TRACE,
					(lot.status() == LotStatus.HELD) ? "trace.todo.held" : "trace.todo.release", lot.producer(),
					lot.cropName() + " " + lot.lotCode(), "/console/lots/" + lot.id(), RELEASE,
					workingDays.until(lot.statusAt(), RELEASE_DAYS)));
	}

}
