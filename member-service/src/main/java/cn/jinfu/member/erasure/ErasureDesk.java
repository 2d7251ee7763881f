package cn.jinfu.member.erasure;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.ErasureGuard;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.ResidentId;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberFourEyes;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Requests that what is kept of a person be deleted (个人信息保护法第四十七条). One asks, another
 * decides; nothing is deleted while something of the person's is still open.
 */
@Service
@Transactional
@RequiredArgsConstructor
class ErasureDesk {

	private static final String TYPE = "Erasure";

	private static final int MOST_WORDS = 400;

	/**
	 * @param bySelf whether the person asked himself, else at the counter
	 * @param mine whether the reader asked, or is the person, so that somebody else
	 * decides
	 * @param open what stands against it, in words; empty when nothing does
	 */
	public record View(UUID id, UUID personId, String personName, ErasureStatus status, boolean bySelf, String reason,
			String requestedName, Instant requestedAt, @Nullable String decidedName, @Nullable Instant decidedAt,
			@Nullable String decisionReason, long version, boolean mine, String open) {
	}

	private final PersonDesk persons;

	private final ObjectProvider<ErasureGuard> guards;

	private final StatusHistory history;

	private final MessageSource messages;

	private final JdbcClient sql;

	private final BusinessClock clock;

	/** Those not decided first, then the newest. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('member:erasure:view')")
	public List<View> all() {
		return read("order by (e.status = 'REQUESTED') desc, e.id desc limit 100", Actor.current().personId());
	}

	/** Waiting, the oldest first; not the reader's own. */
	@Transactional(readOnly = true)
	public List<View> waiting(Actor reader) {
		return read("where e.status = 'REQUESTED' order by e.id limit 100", reader.personId()).stream()
			.filter(it -> !it.mine())
			.toList();
	}

	/** The acting person's own latest. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('portal:open')")
	public Optional<View> own() {
		var me = Actor.current().personId();
		return read("where e.person_id = ? order by e.id desc limit 1", me, me).stream().findFirst();
	}

	@PreAuthorize("hasAuthority('portal:open')")
	public UUID requestOwn(String reason) {
		var actor = Actor.current();
		if (actor.behalf() != null) {
			throw new Forbidden("member.erasure.himself");
		}
		return request(actor.personId(), reason);
	}

	/** At the counter, for whoever shows his card. */
	@PreAuthorize("hasAuthority('member:erasure:request')")
	public UUID requestFor(ResidentId card, String name, String reason) {
		var person = persons.holderOf(card, name)
			.orElseThrow(() -> new RuleBroken("member.erasure.unknown").at("idNumber"));
		if (person.equals(Actor.current().personId())) {
			throw new Forbidden("member.erasure.own-phone");
		}
		return request(person, reason);
	}

	private UUID request(UUID person, String reason) {
		requireWords(reason);
		requireNothingOpen(person);
		var actor = Actor.current();
		var id = Ids.next();
		try {
			sql.sql("""
					insert into member_erasure (id, tenant_id, person_id, status, by_self, reason, requested_by,
					  requested_name, requested_at)
					values (?, ?, ?, 'REQUESTED', ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), person, person.equals(actor.personId()), reason.strip(), actor.personId(),
						actor.displayName(), Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException open) {
			throw new WrongState("member.erasure.waiting");
		}
		history.record(TYPE, id, null, ErasureStatus.REQUESTED, null);
		return id;
	}

	@PreAuthorize("hasAuthority('portal:open')")
	public void withdrawOwn() {
		var mine = own().filter(it -> it.status() == ErasureStatus.REQUESTED)
			.orElseThrow(() -> new NotFound("member.erasure.not-found"));
		close(locked(mine.id()), ErasureStatus.WITHDRAWN, null);
	}

	/** Deletes for good; by another than who asked and than the person. */
	@PreAuthorize("hasAuthority('member:erasure:decide')")
	public void erase(UUID id, String reason, long version) {
		var request = decidable(id, reason, version);
		requireNothingOpen(request.personId());
		persons.tell(request.personId(), "member.message.erased");
		close(request, ErasureStatus.ERASED, reason.strip());
		persons.erase(request.personId(),
				String.valueOf(messages.getMessage("kernel.erased", null, Locale.SIMPLIFIED_CHINESE)));
	}

	@PreAuthorize("hasAuthority('member:erasure:decide')")
	public void refuse(UUID id, String reason, long version) {
		var request = decidable(id, reason, version);
		close(request, ErasureStatus.REFUSED, reason.strip());
		persons.tell(request.personId(), "member.message.erasure-refused");
	}

	private record Row(UUID id, UUID personId, ErasureStatus status, UUID requestedBy, long version) {
	}

	private Row decidable(UUID id, String reason, long version) {
		var request = locked(id);
		if (request.version() != version) {
			throw new Stale("kernel.stale");
		}
		if (request.status() != ErasureStatus.REQUESTED) {
			throw new WrongState("member.erasure.closed");
		}
		MemberFourEyes.DECIDE_ERASURE.requireOther("member.erasure.same-person", Actor.current().personId(),
				request.requestedBy(), request.personId());
		requireWords(reason);
		return request;
	}

	/** The person's row first: whatever else of his begins meanwhile waits. */
	private Row locked(UUID id) {
		sql.sql("""
				select p.id from member_person p join member_erasure e on e.person_id = p.id where e.id = ?
				   for update of p""").param(id).query(UUID.class).optional();
		return sql
			.sql("select id, person_id, status, requested_by, version from member_erasure where id = ? for update")
			.param(id)
			.query(Row.class)
			.optional()
			.orElseThrow(() -> new NotFound("member.erasure.not-found"));
	}

	private void close(Row request, ErasureStatus to, @Nullable String reason) {
		var actor = Actor.current();
		sql.sql("""
				update member_erasure set status = :to, decided_by = :by, decided_name = :name, decided_at = :at,
				  decision_reason = :reason, version = version + 1 where id = :id""")
			.param("to", to.name())
			.param("by", actor.personId())
			.param("name", actor.displayName())
			.param("at", Timestamp.from(clock.now()))
			.param("reason", reason)
			.param("id", request.id())
			.update();
		history.record(TYPE, request.id(), request.status(), to, reason);
	}

	private void requireNothingOpen(UUID person) {
		var open = openOf(person);
		if (!open.isEmpty()) {
			throw new RuleBroken("member.erasure.open", open);
		}
	}

	private String openOf(UUID person) {
		return guards.stream()
			.flatMap(it -> it.openOf(person).stream())
			.map(it -> say(it.key(), List.of(it.count())))
			.collect(Collectors.joining(say("member.erasure.comma", List.of())));
	}

	private String say(String key, List<Object> args) {
		return String.valueOf(messages.getMessage(key, args.toArray(), LocaleContextHolder.getLocale()));
	}

	private static void requireWords(String reason) {
		if (reason.strip().length() < 2 || reason.strip().length() > MOST_WORDS) {
			throw new RuleBroken("member.erasure.words", MOST_WORDS).at("reason");
		}
	}

	private List<View> read(String rest, Object... params) {
		return sql.sql("""
				select e.*, p.name, ? in (e.requested_by, e.person_id) as mine
				  from member_erasure e join member_person p on p.id = e.person_id
				""" + rest).params(List.of(params)).query((row, n) -> {
			var decided = row.getTimestamp("decided_at");
			var status = ErasureStatus.valueOf(row.getString("status"));
			var person = row.getObject("person_id", UUID.class);
			return new View(row.getObject("id", UUID.class), person, row.getString("name"), status,
					row.getBoolean("by_self"), row.getString("reason"), row.getString("requested_name"),
					row.getTimestamp("requested_at").toInstant(), row.getString("decided_name"),
					(decided != null) ? decided.toInstant() : null, row.getString("decision_reason"),
					row.getLong("version"), row.getBoolean("mine"), "");
		}).list().stream().map(it -> (it.status() == ErasureStatus.REQUESTED) ? withOpen(it) : it).toList();
	}

	private View withOpen(View it) {
		return new View(it.id(), it.personId(), it.personName(), it.status(), it.bySelf(), it.reason(),
				it.requestedName(), it.requestedAt(), it.decidedName(), it.decidedAt(), it.decisionReason(),
				it.version(), it.mine(), openOf(it.personId()));
	}

}
