package cn.jinfu.platform.todo;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoRouting;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where each passed task lies. A task nobody passed on is everybody's who may do it; one
 * that was is its receiver's, and during a delegation his stand-in's as well.
 */
@Component
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class TodoDesk implements ToDoRouting {

	/** A task on its way; live until it ends. */
	public record Assignment(long id, String key, UUID fromPerson, String fromName, UUID toPerson, String toName,
			String note, Instant handedAt, @Nullable Instant openedAt) {
	}

	/** Somebody stands in for somebody. */
	public record Delegation(long id, UUID fromPerson, String fromName, UUID toPerson, String toName, LocalDate fromDay,
			LocalDate toDay, String note) {
	}

	/**
	 * What a list says beside a task.
	 *
	 * @param assignment null when nobody passed it on
	 */
	public record Mark(@Nullable Assignment assignment, int urges) {
	}

	/** Told for information. */
	public record Copy(long id, String key, String byName, String titleKey, String subject, String path, Instant at) {
	}

	private final JdbcClient sql;

	private final BusinessClock clock;

	@Override
	public List<ToDo> routed(Actor actor, List<ToDo> open) {
		if (open.isEmpty() || actor.kind() != Actor.Kind.PERSON) {
			return open;
		}
		var assignments = live(open.stream().map(ToDo::key).toList());
		if (assignments.isEmpty()) {
			return open;
		}
		var standIns = new HashMap<UUID, UUID>();
		delegations().forEach(it -> standIns.put(it.fromPerson(), it.toPerson()));
		return open.stream().filter(toDo -> {
			var assignment = assignments.get(toDo.key());
			return assignment == null || assignment.toPerson().equals(actor.personId())
					|| actor.personId().equals(standIns.get(assignment.toPerson()));
		}).toList();
	}

	/** By key; tasks without a word are absent. */
	public Map<String, Mark> marks(Collection<ToDo> toDos) {
		var keys = toDos.stream().map(ToDo::key).toList();
		if (keys.isEmpty()) {
			return Map.of();
		}
		var urges = new HashMap<String, Integer>();
		sql.sql("""
				select todo_key, count(*) from platform_todo_notice
				 where kind = 'URGE' and todo_key = any(?) and seen_at is null group by todo_key""")
			.param(keys.toArray(String[]::new))
			.query(row -> {
				urges.put(row.getString(1), row.getInt(2));
			});
		var marks = new HashMap<String, Mark>();
		live(keys).forEach((key, it) -> marks.put(key, new Mark(it, urges.getOrDefault(key, 0))));
		urges.forEach((key, count) -> marks.putIfAbsent(key, new Mark(null, count)));
		return marks;
	}

	public Optional<Assignment> live(String key) {
		return Optional.ofNullable(live(List.of(key)).get(key));
	}

	/** What this person has passed on and nobody has ended, newest first. */
	public List<Assignment> handedOn(UUID person) {
		return assignments("from_person = ? order by id desc limit 100", person);
	}

	/** What lies with this person. */
	List<Assignment> lyingWith(UUID person) {
		return assignments("to_person = ? order by id", person);
	}

	/** Today's. */
	public List<Delegation> delegations() {
		return sql.sql("""
				select id, from_person, from_name, to_person, to_name, from_day, to_day, note
				  from platform_todo_delegation where ended_at is null and ? between from_day and to_day""")
			.param(clock.today())
			.query(Delegation.class)
			.list();
	}

	/** One's own that has not ended, begun or not. */
	public Optional<Delegation> delegationOf(UUID person) {
		return sql.sql("""
				select id, from_person, from_name, to_person, to_name, from_day, to_day, note
				  from platform_todo_delegation where ended_at is null and from_person = ? and to_day >= ?""")
			.params(person, clock.today())
			.query(Delegation.class)
			.optional();
	}

	/** Unseen, newest first. */
	public List<Copy> copies(UUID person) {
		return sql.sql("""
				select id, todo_key, by_name, title_key, subject, path, at from platform_todo_notice
				 where kind = 'COPY' and to_person = ? and seen_at is null order by id desc limit 50""")
			.param(person)
			.query((row, n) -> new Copy(row.getLong(1), row.getString(2), row.getString(3), row.getString(4),
					row.getString(5), row.getString(6), row.getTimestamp(7).toInstant()))
			.list();
	}

	private Map<String, Assignment> live(List<String> keys) {
		var found = new HashMap<String, Assignment>();
		assignments("todo_key = any(?)", keys.toArray(String[]::new)).forEach(it -> found.put(it.key(), it));
		return found;
	}

	private List<Assignment> assignments(String condition, Object value) {
		return new ArrayList<>(sql
			.sql("select id, todo_key, from_person, from_name, to_person, to_name, note, handed_at, opened_at"
					+ " from platform_todo_assignment where ended_at is null and " + condition)
			.param(value)
			.query((row, n) -> {
				var opened = row.getTimestamp(9);
				return new Assignment(row.getLong(1), row.getString(2), row.getObject(3, UUID.class), row.getString(4),
						row.getObject(5, UUID.class), row.getString(6), row.getString(7),
						row.getTimestamp(8).toInstant(), (opened != null) ? opened.toInstant() : null);
			})
			.list());
	}

}
