package cn.jinfu.credit.committee;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * One vote for each person and round, never changed: three at least, two thirds for it.
 */
@Component
@Transactional
@RequiredArgsConstructor
public class CommitteeVotes {

	public static final int QUORUM = 3;

	private final JdbcClient sql;

	private final Audit audit;

	private final BusinessClock clock;

	public record Vote(UUID personId, String name, boolean agrees, String words, Instant at) {
	}

	/** The votes of a round, in the order they were cast. */
	public record Tally(List<Vote> votes) {

		public long ayes() {
			return votes.stream().filter(Vote::agrees).count();
		}

		/** How many have to vote. */
		public int quorum() {
			return QUORUM;
		}

		public boolean carried() {
			return votes.size() >= QUORUM && 3 * ayes() >= 2L * votes.size();
		}

		public boolean has(UUID person) {
			return votes.stream().anyMatch(it -> it.personId().equals(person));
		}

	}

	@Transactional(readOnly = true)
	public Tally of(UUID applicationId, int round) {
		return new Tally(sql.sql("""
				select person_id, person_name, agrees, words, voted_at from credit_guarantee_vote
				 where application_id = ? and vote_round = ? order by id""")
			.params(applicationId, round)
			.query((row, n) -> new Vote(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3),
					row.getString(4), row.getTimestamp(5).toInstant()))
			.list());
	}

	/**
	 * @throws WrongState where this person voted in this round already
	 */
	public void cast(UUID applicationId, int round, boolean agrees, String words) {
		var actor = Actor.current();
		var id = Ids.next();
		try {
			sql.sql("""
					insert into credit_guarantee_vote (id, tenant_id, application_id, vote_round, person_id, person_name,
					  agrees, words, voted_at)
					values (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
				.params(id, Tenant.require(), applicationId, round, actor.personId(), actor.displayName(), agrees,
						words, Timestamp.from(clock.now()))
				.update();
		}
		catch (DuplicateKeyException twice) {
			throw new WrongState("credit.committee.once");
		}
		audit.record("vote-guarantee", "FinancingApplication", applicationId, agrees + " " + words);
	}

	/**
	 * Before the guarantee is approved, by somebody who did not vote on it.
	 * @throws RuleBroken where too few voted, or too few for it
	 */
	@Transactional(readOnly = true)
	public void requireCarried(UUID applicationId, int round) {
		var tally = of(applicationId, round);
		if (tally.has(Actor.current().personId())) {
			throw new Forbidden("credit.committee.voted");
		}
		if (!tally.carried()) {
			throw new RuleBroken("credit.committee.not-carried", tally.votes().size(), tally.ayes(), QUORUM);
		}
	}

}
