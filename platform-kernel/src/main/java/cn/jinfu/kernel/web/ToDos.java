package cn.jinfu.kernel.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoRouting;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * The open tasks of all modules. The sidebar shows their number on every page, so that
 * number is remembered for a few seconds per account. Whatever anybody commits in the
 * tenant drops it, and a list that was just read replaces it: number and list agree.
 */
@Component
@RequiredArgsConstructor
public class ToDos {

	private static final Duration KEPT = Duration.ofSeconds(20);

	private static final int LIMIT = 200;

	private static final int REMEMBERED = 10_000;

	private record Counts(Map<Section, Integer> bySection, long seen, Instant until) {
	}

	private final List<ToDoSource> sources;

	private final List<ToDoRouting> routings;

	private final Audit audit;

	private final Map<String, Counts> counts = new ConcurrentHashMap<>();

	/**
	 * What this person is to do now, by deadline; what has none comes last. What was
	 * handed to another is not among it.
	 */
	public List<ToDo> open(Actor actor) {
		// asked before the reading: what is committed meanwhile drops it again
		var seen = audit.changes(actor.tenantId());
		var open = possible(actor);
		for (var routing : routings) {
			open = routing.routed(actor, open);
		}
		remember(actor, open, seen);
		return open;
	}

	private void remember(Actor actor, List<ToDo> open, long seen) {
		var bySection = new EnumMap<Section, Integer>(Section.class);
		open.forEach(toDo -> bySection.merge(toDo.section(), 1, Integer::sum));
		if (counts.size() > REMEMBERED) {
			counts.clear();
		}
		counts.put(desk(actor), new Counts(bySection, seen, Instant.now().plus(KEPT)));
	}

	/** What this person could do, whoever was asked to. */
	public List<ToDo> possible(Actor actor) {
		return sources.stream()
			.flatMap(source -> source.open(actor, LIMIT).stream())
			.sorted(Comparator.comparing(ToDo::dueAt, Comparator.nullsLast(Comparator.naturalOrder())))
			.toList();
	}

	Map<Section, Integer> counts(Actor actor) {
		var known = counts.get(desk(actor));
		if (known == null || known.until().isBefore(Instant.now()) || known.seen() != audit.changes(actor.tenantId())) {
			open(actor);
			known = counts.get(desk(actor));
		}
		return (known != null) ? known.bySection() : Map.of();
	}

	void forget(Actor actor) {
		counts.remove(desk(actor));
	}

	/** One account has several: of each farm it acts for, and its own. */
	private static String desk(Actor actor) {
		return actor.accountId() + "/" + actor.scope().kind() + actor.scope().ref();
	}

}
