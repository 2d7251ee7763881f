package cn.jinfu.kernel.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoRouting;
import cn.jinfu.kernel.ToDoSource;
import lombok.RequiredArgsConstructor;

import org.springframework.stereotype.Component;

/**
 * The open tasks of all modules. The sidebar shows their number on every page, so that
 * number is remembered for a few seconds per account; a person's own changes drop it.
 */
@Component
@RequiredArgsConstructor
public class ToDos {

	private static final Duration KEPT = Duration.ofSeconds(20);

	private static final int LIMIT = 200;

	private static final int REMEMBERED = 10_000;

	private record Counts(Map<Section, Integer> bySection, Instant until) {
	}

	private final List<ToDoSource> sources;

	private final List<ToDoRouting> routings;

	private final Map<UUID, Counts> counts = new ConcurrentHashMap<>();

	/**
	 * What this person is to do now, by deadline; what has none comes last. What was
	 * handed to another is not among it.
	 */
	public List<ToDo> open(Actor actor) {
		var open = possible(actor);
		for (var routing : routings) {
			open = routing.routed(actor, open);
		}
		return open;
	}

	/** What this person could do, whoever was asked to. */
	public List<ToDo> possible(Actor actor) {
		return sources.stream()
			.flatMap(source -> source.open(actor, LIMIT).stream())
			.sorted(Comparator.comparing(ToDo::dueAt, Comparator.nullsLast(Comparator.naturalOrder())))
			.toList();
	}

	Map<Section, Integer> counts(Actor actor) {
		var known = counts.get(actor.accountId());
		if (known == null || known.until().isBefore(Instant.now())) {
			if (counts.size() > REMEMBERED) {
				counts.clear();
			}
			known = new Counts(count(actor), Instant.now().plus(KEPT));
			counts.put(actor.accountId(), known);
		}
		return known.bySection();
	}

	void forget(Actor actor) {
		counts.remove(actor.accountId());
	}

	private Map<Section, Integer> count(Actor actor) {
		var bySection = new EnumMap<Section, Integer>(Section.class);
		open(actor).forEach(toDo -> bySection.merge(toDo.section(), 1, Integer::sum));
		return bySection;
	}

}
