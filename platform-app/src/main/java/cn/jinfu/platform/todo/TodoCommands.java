package cn.jinfu.platform.todo;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.web.ToDos;
import cn.jinfu.platform.account.Accounts;
import cn.jinfu.platform.account.TaskHeir;
import cn.jinfu.platform.todo.TodoDesk.Assignment;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Passing tasks on. Only to a colleague who could do that very task anyway: passing gives
 * nobody a right, and four eyes stay two people's.
 */
@Component
@Transactional
@PreAuthorize("hasAuthority('console:open')")
@RequiredArgsConstructor
public class TodoCommands implements TaskHeir {

	private static final int URGES_A_DAY = 3;

	private final JdbcClient sql;

	private final ToDos toDos;

	private final TodoDesk desk;

	private final Accounts accounts;

	private final Audit audit;

	private final BusinessClock clock;

	/** Colleagues who could do this task. */
	@Transactional(readOnly = true)
	public List<Actor> able(ToDo toDo) {
		return colleagues().stream().filter(it -> it.may(toDo.permission()) && could(it, toDo.key())).toList();
	}

	/**
	 * Who may be told or stand in: of the federation's own house, or of the same outlet
	 * or buyer.
	 */
	@Transactional(readOnly = true)
	public List<Actor> colleagues() {
		var me = Actor.current();
		return accounts.staff(me.tenantId())
			.stream()
			.filter(it -> !it.personId().equals(me.personId())
					&& (me.scope().inHouse() ? it.scope().inHouse() : it.scope().equals(me.scope())))
			.toList();
	}

	/**
	 * One's own task, or one that one has passed on.
	 * @throws Refusal.NotFound when it is neither
	 */
	@Transactional(readOnly = true)
	public ToDo require(String key) {
		var me = Actor.current();
		var handed = desk.live(key).filter(it -> it.fromPerson().equals(me.personId())).isPresent();
		return (handed ? toDos.possible(me) : toDos.open(me)).stream()
			.filter(it -> it.key().equals(key))
			.findFirst()
			.orElseThrow(() -> new Refusal.NotFound("platform.todo.unknown"));
	}

	void handOn(String key, UUID toAccount, String note) {
		var me = Actor.current();
		var toDo = toDos.open(me)
			.stream()
			.filter(it -> it.key().equals(key))
			.findFirst()
			.orElseThrow(() -> new Refusal.NotFound("platform.todo.unknown"));
		var receiver = able(toDo).stream()
			.filter(it -> it.accountId().equals(toAccount))
			.findFirst()
			.orElseThrow(() -> new Refusal.RuleBroken("platform.todo.unable").at("to"));
		desk.live(key).ifPresent(it -> end(it, "HANDED_ON"));
		assign(key, me, receiver.personId(), receiver.displayName(), note);
		audit.record("hand-on", "ToDo", null, key + " -> " + receiver.login());
	}

	/** The receiver has looked at it: from now on it cannot be taken back. */
	void opened(String key) {
		sql.sql("""
				update platform_todo_assignment set opened_at = ?
				 where todo_key = ? and to_person = ? and ended_at is null and opened_at is null""")
			.params(Timestamp.from(clock.now()), key, Actor.current().personId())
			.update();
	}

	void takeBack(String key) {
		var mine = desk.live(key)
			.filter(it -> it.fromPerson().equals(Actor.current().personId()))
			.orElseThrow(() -> new Refusal.NotFound("platform.todo.unknown"));
		var taken = sql.sql("""
				update platform_todo_assignment set ended_at = ?, ending = 'TAKEN_BACK'
				 where id = ? and ended_at is null and opened_at is null""")
			.params(Timestamp.from(clock.now()), mine.id())
			.update();
		if (taken == 0) {
			throw new Refusal.WrongState("platform.todo.opened", mine.toName());
		}
		audit.record("take-back", "ToDo", null, key);
	}

	/**
	 * A colleague does what lies with another: who had it is not asked, but the record
	 * says from whom it came. Nobody gets a right by it.
	 */
	void takeOver(String key) {
		var me = Actor.current();
		if (toDos.possible(me).stream().noneMatch(it -> it.key().equals(key))) {
			throw new Refusal.NotFound("platform.todo.unknown");
		}
		var with = desk.live(key).orElseThrow(() -> new Refusal.WrongState("platform.todo.free"));
		if (with.toPerson().equals(me.personId())) {
			throw new Refusal.WrongState("platform.todo.yours");
		}
		end(with, "HANDED_ON");
		insert(key, with.toPerson(), with.toName(), me.personId(), me.displayName(), "");
		audit.record("take-over", "ToDo", null, key);
	}

	/** Returns the task to whoever sent it, with a word why. */
	void handBack(String key, String note) {
		var me = Actor.current();
		if (note.strip().length() < 2) {
			throw new Refusal.RuleBroken("platform.todo.reason").at("note");
		}
		var received = desk.live(key)
			.filter(it -> it.toPerson().equals(me.personId()))
			.orElseThrow(() -> new Refusal.NotFound("platform.todo.unknown"));
		end(received, "RETURNED");
		accounts.staff(me.tenantId())
			.stream()
			.filter(it -> it.personId().equals(received.fromPerson()) && could(it, key))
			.findFirst()
			.ifPresent(sender -> assign(key, me, sender.personId(), sender.displayName(), note));
		audit.record("hand-back", "ToDo", null, key);
	}

	void urge(String key) {
		var me = Actor.current();
		var toDo = require(key);
		var today = sql.sql("""
				select count(*) from platform_todo_notice
				 where kind = 'URGE' and todo_key = ? and by_person = ? and at > ?""")
			.params(key, me.personId(), Timestamp.from(clock.today().atStartOfDay(BusinessClock.ZONE).toInstant()))
			.query(Integer.class)
			.single();
		if (today >= URGES_A_DAY) {
			throw new Refusal.TooMany("platform.todo.urged");
		}
		notice("URGE", toDo, desk.live(key).map(Assignment::toPerson).orElse(null));
	}

	void copy(String key, UUID toAccount) {
		var toDo = require(key);
		var reader = colleagues().stream()
			.filter(it -> it.accountId().equals(toAccount))
			.findFirst()
			.orElseThrow(() -> new Refusal.RuleBroken("platform.todo.unable").at("to"));
		notice("COPY", toDo, reader.personId());
	}

	void seen(long copy) {
		sql.sql("update platform_todo_notice set seen_at = ? where id = ? and kind = 'COPY' and to_person = ?")
			.params(Timestamp.from(clock.now()), copy, Actor.current().personId())
			.update();
	}

	void delegate(UUID toAccount, LocalDate from, LocalDate to, String note) {
		var me = Actor.current();
		if (from.isBefore(clock.today()) || to.isBefore(from) || to.isAfter(from.plusDays(180))) {
			throw new Refusal.RuleBroken("platform.todo.period").at("to");
		}
		var standIn = colleagues().stream()
			.filter(it -> it.accountId().equals(toAccount))
			.findFirst()
			.orElseThrow(() -> new Refusal.RuleBroken("platform.todo.unable").at("account"));
		if (desk.delegations().stream().anyMatch(it -> it.fromPerson().equals(standIn.personId()))) {
			throw new Refusal.RuleBroken("platform.todo.stand-in-away", standIn.displayName()).at("account");
		}
		sql.sql("""
				update platform_todo_delegation set ended_at = ?
				 where from_person = ? and ended_at is null and to_day < ?""")
			.params(Timestamp.from(clock.now()), me.personId(), clock.today())
			.update();
		try {
			sql.sql("""
					insert into platform_todo_delegation (tenant_id, from_person, from_name, to_person, to_name, from_day,
					                                      to_day, note, made_at)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(Tenant.require(), me.personId(), me.displayName(), standIn.personId(), standIn.displayName(),
						from, to, note.strip(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException running) {
			throw new Refusal.WrongState("platform.todo.delegated");
		}
		audit.record("delegate", "Person", me.personId(), from + " - " + to + " -> " + standIn.login());
	}

	void endDelegation() {
		sql.sql("update platform_todo_delegation set ended_at = ? where from_person = ? and ended_at is null")
			.params(Timestamp.from(clock.now()), Actor.current().personId())
			.update();
		audit.record("end-delegation", "Person", Actor.current().personId(), null);
	}

	/**
	 * They go to the heir where he could do them, and back to everybody who may where
	 * not.
	 */
	@Override
	@PreAuthorize("hasAuthority('platform:account:manage')")
	public int moveAll(UUID leaver, @Nullable UUID toAccount) {
		var me = Actor.current();
		var heir = accounts.staff(me.tenantId())
			.stream()
			.filter(it -> it.accountId().equals(toAccount) && !it.personId().equals(leaver))
			.findFirst();
		if (toAccount != null && heir.isEmpty()) {
			throw new Refusal.RuleBroken("platform.todo.unable").at("to");
		}
		var possible = heir.map(this::keys).orElse(List.of());
		var lying = desk.lyingWith(leaver);
		for (var assignment : lying) {
			end(assignment, "MOVED");
			heir.filter(it -> possible.contains(assignment.key()) && !it.personId().equals(assignment.fromPerson()))
				.ifPresent(it -> insert(assignment.key(), assignment.fromPerson(), assignment.fromName(), it.personId(),
						it.displayName(), assignment.note()));
		}
		sql.sql("""
				update platform_todo_delegation set ended_at = ?
				 where (from_person = ? or to_person = ?) and ended_at is null""")
			.params(Timestamp.from(clock.now()), leaver, leaver)
			.update();
		return lying.size();
	}

	private boolean could(Actor actor, String key) {
		return keys(actor).contains(key);
	}

	/**
	 * The modules ask for permissions themselves, so they must be asked as that person.
	 */
	private List<String> keys(Actor actor) {
		var keys = new ArrayList<String>();
		actor.run(() -> toDos.possible(actor).forEach(it -> keys.add(it.key())));
		return keys;
	}

	private void assign(String key, Actor from, UUID toPerson, String toName, String note) {
		insert(key, from.personId(), from.displayName(), toPerson, toName, note);
	}

	private void insert(String key, UUID fromPerson, String fromName, UUID toPerson, String toName, String note) {
		try {
			sql.sql("""
					insert into platform_todo_assignment (tenant_id, todo_key, from_person, from_name, to_person, to_name,
					                                      note, handed_at)
					values (?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(Tenant.require(), key, fromPerson, fromName, toPerson, toName, note.strip(),
						Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException faster) {
			throw new Refusal.Stale("kernel.stale");
		}
	}

	private void end(Assignment assignment, String ending) {
		sql.sql("update platform_todo_assignment set ended_at = ?, ending = ? where id = ? and ended_at is null")
			.params(Timestamp.from(clock.now()), ending, assignment.id())
			.update();
	}

	private void notice(String kind, ToDo toDo, @Nullable UUID toPerson) {
		var me = Actor.current();
		sql.sql("""
				insert into platform_todo_notice (tenant_id, kind, todo_key, to_person, by_person, by_name, title_key,
				                                  subject, path, at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(Tenant.require())
			.param(kind)
			.param(toDo.key())
			.param(toPerson)
			.param(me.personId())
			.param(me.displayName())
			.param(toDo.titleKey())
			.param((toDo.subject().length() > 200) ? toDo.subject().substring(0, 200) : toDo.subject())
			.param(toDo.path())
			.param(Timestamp.from(clock.now()))
			.update();
		audit.record(kind.toLowerCase(java.util.Locale.ROOT), "ToDo", null, toDo.key());
	}

}
