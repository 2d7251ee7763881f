package cn.jinfu.platform.home;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.IndicatorSource;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.web.ToDos;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.security.Roles;
import cn.jinfu.platform.todo.TodoDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What must I do today: one list over all modules, and my key figures. */
@Controller
@RequiredArgsConstructor
class WorkbenchPages {

	private static final int TILES = 5;

	private static final int FIRST = 10;

	/** Took part in nothing, so that no step is left out for the sake of four eyes. */
	private static final UUID SOMEBODY = new UUID(0, 0);

	/** One saved view of the list. */
	public record Tab(@Nullable Section section, int count, boolean current) {
	}

	/** A task that this person has passed on, still to be done. */
	public record Handed(ToDo toDo, TodoDesk.Assignment assignment) {
	}

	private final ToDos toDos;

	private final TodoDesk desk;

	private final List<IndicatorSource> indicators;

	private final Accounts accounts;

	private final Roles roles;

	private final BusinessClock clock;

	@GetMapping("/console")
	@PreAuthorize("hasAuthority('console:open')")
	String workbench(@RequestParam(required = false) @Nullable Section section,
			@RequestParam(defaultValue = "false") boolean all, Model model) {
		var actor = Actor.current();
		var open = toDos.open(actor);
		var shown = open.stream().filter(toDo -> section == null || toDo.section() == section).toList();
		model.addAttribute("count", open.size());
		model.addAttribute("late", open.stream().filter(toDo -> dueBefore(toDo, clock.now())).count());
		model.addAttribute("today", open.stream().filter(this::dueToday).count());
		model.addAttribute("tabs", tabs(open, section));
		model.addAttribute("toDos", all ? shown : shown.stream().limit(FIRST).toList());
		model.addAttribute("total", shown.size());
		model.addAttribute("tiles", tiles(actor));
		model.addAttribute("date", clock.today());
		passed(actor, open, model);
		model.addAttribute("unstaffed", actor.may("platform:account:manage") ? unstaffed(actor) : List.<ToDo>of());
		return "platform/home/workbench";
	}

	/** What colleagues have passed to this person, and he to them. */
	private void passed(Actor actor, List<ToDo> open, Model model) {
		model.addAttribute("marks", desk.marks(open));
		model.addAttribute("copies", desk.copies(actor.personId()));
		model.addAttribute("standingIn",
				desk.delegations().stream().filter(it -> it.toPerson().equals(actor.personId())).toList());
		var given = desk.handedOn(actor.personId());
		var possible = given.isEmpty() ? List.<ToDo>of() : toDos.possible(actor);
		model.addAttribute("handed",
				given.stream()
					.flatMap(it -> possible.stream()
						.filter(toDo -> toDo.key().equals(it.key()))
						.map(toDo -> new Handed(toDo, it)))
					.toList());
	}

	/** Steps that wait although nobody in this federation may do them. */
	private List<ToDo> unstaffed(Actor actor) {
		var everybody = new Actor(Actor.Kind.SYSTEM, actor.accountId(), SOMEBODY, actor.login(), actor.displayName(),
				actor.tenantId(), Scope.ALL, roles.permissions(roles.ofTheHouse()));
		var staffed = accounts.staffed(actor.tenantId());
		var waiting = new ArrayList<ToDo>();
		// the sources ask for permissions themselves, so they must be asked as that
		// somebody
		everybody.run(() -> waiting.addAll(toDos.open(everybody)));
		return waiting.stream().filter(toDo -> !staffed.contains(toDo.permission())).toList();
	}

	private static List<Tab> tabs(List<ToDo> open, @Nullable Section current) {
		Map<Section, Integer> counts = new EnumMap<>(Section.class);
		open.forEach(toDo -> counts.merge(toDo.section(), 1, Integer::sum));
		var tabs = new ArrayList<Tab>();
		tabs.add(new Tab(null, open.size(), current == null));
		counts.forEach((section, count) -> tabs.add(new Tab(section, count, section == current)));
		return tabs;
	}

	private List<IndicatorSource.Indicator> tiles(Actor actor) {
		return indicators.stream()
			.flatMap(source -> source.indicators().stream())
			.filter(indicator -> actor.may(indicator.permission()))
			.sorted(Comparator.comparingInt(IndicatorSource.Indicator::order))
			.limit(TILES)
			.toList();
	}

	private static boolean dueBefore(ToDo toDo, Instant then) {
		var due = toDo.dueAt();
		return due != null && due.isBefore(then);
	}

	private boolean dueToday(ToDo toDo) {
		var due = toDo.dueAt();
		return due != null && !due.isBefore(clock.now())
				&& due.atZone(BusinessClock.ZONE).toLocalDate().equals(clock.today());
	}

}
