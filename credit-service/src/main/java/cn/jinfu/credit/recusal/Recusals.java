package cn.jinfu.credit.recusal;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Nobody decides on a member that he is related to: who is says so himself, and from then
 * on takes no step of its cases and ratings, until another person ends it with a reason.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class Recusals {

	private static final String TYPE = "Recusal";

	private static final int MOST_WORDS = 200;

	/**
	 * One that stands.
	 *
	 * @param relation in his own words
	 * @param mine whether it is the reader's own, so that somebody else must end it
	 */
	public record Recusal(UUID id, String personName, String relation, Instant since, boolean mine) {
	}

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	/** Those that stand for a member, the oldest first. */
	@Transactional(readOnly = true)
	public List<Recusal> of(UUID memberId) {
		return sql.sql("""
				select id, person_name, relation, declared_at, person_id = ? from credit_recusal
				 where member_id = ? and ended_at is null order by declared_at, id""")
			.params(Actor.current().personId(), memberId)
			.query((row, n) -> new Recusal(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getTimestamp(4).toInstant(), row.getBoolean(5)))
			.list();
	}

	/**
	 * @param person null bars nothing
	 */
	@Transactional(readOnly = true)
	public boolean bars(@Nullable UUID person, UUID memberId) {
		return sql.sql("""
				select exists (select 1 from credit_recusal
				                where person_id = ? and member_id = ? and ended_at is null)""")
			.param(person)
			.param(memberId)
			.query(Boolean.class)
			.single();
	}

	/**
	 * Before each step of the acting person.
	 * @throws Forbidden where he said that he is related to this member
	 */
	@Transactional(readOnly = true)
	public void requireUnrelated(UUID memberId) {
		if (bars(Actor.current().personId(), memberId)) {
			throw new Forbidden("credit.recusal.related");
		}
	}

	/** The acting person keeps out of this member's cases from now on. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:review', 'credit:guarantee:approve')")
	public void declare(UUID memberId, String relation) {
		requireWords(relation);
		var actor = Actor.current();
		var id = Ids.next();
		try {
			sql.sql("""
					insert into credit_recusal (id, tenant_id, member_id, person_id, person_name, relation, declared_at)
					values (?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), memberId, actor.personId(), actor.displayName(), relation.strip(),
						Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException twice) {
			throw new WrongState("credit.recusal.already");
		}
		audit.record("declare-recusal", TYPE, id, memberId.toString());
	}

	/** By another person: nobody lets himself in again. */
	@PreAuthorize("hasAnyAuthority('credit:application:review', 'credit:guarantee:approve')")
	public void end(UUID memberId, UUID id, String reason) {
		requireWords(reason);
		var actor = Actor.current();
		var mine = of(memberId).stream()
			.filter(it -> it.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new NotFound("credit.recusal.not-found"))
			.mine();
		if (mine) {
			throw new Forbidden("credit.recusal.own");
		}
		var ended = sql.sql("""
				update credit_recusal set ended_at = ?, ended_by = ?, ended_name = ?, ended_reason = ?
				 where id = ? and ended_at is null""")
			.params(Timestamp.from(clock.now()), actor.personId(), actor.displayName(), reason.strip(), id)
			.update();
		if (ended == 0) {
			throw new NotFound("credit.recusal.not-found");
		}
		audit.record("end-recusal", TYPE, id, memberId.toString());
	}

	private static void requireWords(String words) {
		if (words.strip().length() < 2 || words.strip().length() > MOST_WORDS) {
			throw new RuleBroken("credit.webhook.words", MOST_WORDS).at("reason");
		}
	}

}
