package cn.jinfu.credit.rating;

import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.rating.RunStatus.Action;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;
import lombok.extern.slf4j.Slf4j;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works off a batch rating, a few members at a time, each few in a transaction of their
 * own: killed in the middle, the next start goes on with who was not done.
 */
@Service
@RequiredArgsConstructor
@Slf4j
class RatingRunner {

	/** Members in one transaction: long enough to ask the sources once for many. */
	static final int BATCH = 100;

	private static final int[] ROW_TYPES = { Types.VARCHAR, Types.VARCHAR, Types.VARCHAR, Types.INTEGER, Types.OTHER,
			Types.VARCHAR, Types.OTHER, Types.INTEGER };

	private final RatingRuns runs;

	private final RatingCases cases;

	private final Scorecards scorecards;

	private final FactCollector facts;

	private final Consents consents;

	private final MemberDirectory members;

	private final Numbers numbers;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final TransactionTemplate transaction;

	private final JdbcClient sql;

	private final JdbcTemplate jdbc;

	private record Queued(int nr, UUID memberId) {
	}

	/** A row of the result; what is null stays empty. */
	private record Result(Queued of, RowOutcome outcome, @Nullable Grade before, @Nullable RatingCase rating,
			@Nullable String detail) {

		static Result without(Queued of, RowOutcome outcome) {
			return new Result(of, outcome, null, null, null);
		}

	}

	/** A farm's present rating, as far as it matters here. */
	private record Present(UUID id, RatingStatus status, Grade grade, boolean overridden) {
	}

	/** The run that is to be worked on in this tenant. */
	Optional<UUID> running() {
		return Objects.requireNonNull(transaction.execute(_ -> find()));
	}

	private Optional<UUID> find() {
		return sql.sql("select id from credit_rating_run where status = 'RUNNING'").query(UUID.class).optional();
	}

	/**
	 * Deals with the next few members nobody else is dealing with.
	 * @return how many; zero when nobody is left or the run does not run
	 */
	int step(UUID runId) {
		var taken = new ArrayList<Queued>();
		try {
			int done = Objects.requireNonNull(transaction.execute(_ -> {
				var run = runs.findById(runId).filter(it -> it.status() == RunStatus.RUNNING).orElse(null);
				if (run == null) {
					return 0;
				}
				taken.addAll(next(runId));
				if (taken.isEmpty()) {
					return 0;
				}
				write(runId, rate(run, taken));
				return taken.size();
			}));
			if (done == 0) {
				finish(runId);
			}
			return done;
		}
		catch (RuntimeException failure) {
			log.warn("a batch of {} members was not rated together; each is tried alone: {}", taken.size(),
					failure.toString());
			taken.forEach(it -> alone(runId, it));
			return taken.size();
		}
	}

	private List<Queued> next(UUID runId) {
		return sql.sql("""
				select nr, member_id from credit_rating_run_row where run_id = ? and outcome is null
				 order by nr limit ? for update skip locked""")
			.params(runId, BATCH)
			.query((row, n) -> new Queued(row.getInt(1), row.getObject(2, UUID.class)))
			.list();
	}

	/** What goes wrong with one leaves the others alone, and is listed. */
	private void alone(UUID runId, Queued one) {
		try {
			transaction.executeWithoutResult(_ -> {
				if (take(runId, one)) {
					write(runId, rate(runs.require(runId), List.of(one)));
				}
			});
		}
		catch (RuntimeException failure) {
			log.error("member {} was not rated", one.memberId(), failure);
			transaction.executeWithoutResult(_ -> write(runId,
					List.of(new Result(one, RowOutcome.FAILED, null, null, failure.getClass().getSimpleName()))));
		}
	}

	/** Another worker may have it by now. */
	private boolean take(UUID runId, Queued one) {
		return sql.sql("""
				select 1 from credit_rating_run_row where run_id = ? and nr = ? and outcome is null
				   for update skip locked""").params(runId, one.nr()).query(Integer.class).optional().isPresent();
	}

	private List<Result> rate(RatingRun run, List<Queued> queued) {
		var ids = queued.stream().map(Queued::memberId).toList();
		var standing = members.inSet(ids);
		var consented = consents.ratingAllowed(ids);
		var present = present(ids);
		var result = new ArrayList<Result>();
		var due = new ArrayList<Queued>();
		for (var it : queued) {
			var member = standing.get(it.memberId());
			var now = present.get(it.memberId());
			if (member == null || !member.active()) {
				result.add(Result.without(it, RowOutcome.INACTIVE));
			}
			else if (!consented.containsKey(it.memberId())) {
				result.add(Result.without(it, RowOutcome.NO_CONSENT));
			}
			else if (now != null && (now.status() != RatingStatus.EFFECTIVE || now.overridden())) {
				result.add(new Result(it, RowOutcome.HELD, now.grade(), null, now.status().name()));
			}
			else {
				due.add(it);
			}
		}
		if (!due.isEmpty()) {
			result.addAll(rateDue(run, due, present, consented));
		}
		return result;
	}

	private List<Result> rateDue(RatingRun run, List<Queued> due, Map<UUID, Present> present,
			Map<UUID, UUID> consented) {
		var snapshots = facts.collect(due.stream().map(Queued::memberId).toList(), run.asOf());
		var engine = new RatingEngine(scorecards.require(run.cardId()).card());
		var supersede = due.stream().map(it -> present.get(it.memberId())).filter(Objects::nonNull).toList();
		if (!supersede.isEmpty()) {
			sql.sql("update credit_rating set status = 'SUPERSEDED', version = version + 1 where id = any (?)")
				.param(supersede.stream().map(Present::id).toArray(UUID[]::new))
				.update();
			history.record(Ratings.TYPE, RatingStatus.EFFECTIVE, RatingStatus.SUPERSEDED,
					supersede.stream().map(it -> new StatusHistory.Entry(it.id(), null)).toList());
		}
		var numbered = numbers.next("credit_rating", "PJ-%06d", due.size()).iterator();
		var result = new ArrayList<Result>();
		for (var it : due) {
			var snapshot = Objects.requireNonNull(snapshots.get(it.memberId()));
			var rating = cases.save(RatingCase.of(numbered.next(), snapshot, run.cardId(), engine.rate(snapshot),
					run.startedBy(), clock.now()));
			var before = present.get(it.memberId());
			result.add(new Result(it, RowOutcome.RATED, (before != null) ? before.grade() : null, rating, null));
		}
		cases.flush();
		history.record(Ratings.TYPE, null, RatingStatus.EFFECTIVE,
				result.stream().map(it -> new StatusHistory.Entry(rated(it).id(), null)).toList());
		consents.used(due.stream().map(Queued::memberId).toList(), consented, run.startedName(),
				RatingRun.TYPE + " " + run.asOf());
		return result;
	}

	private static RatingCase rated(Result it) {
		return Objects.requireNonNull(it.rating());
	}

	private Map<UUID, Present> present(List<UUID> memberIds) {
		var result = new HashMap<UUID, Present>();
		sql.sql("""
				select r.member_id, r.id, r.status, r.grade, exists (select 1 from credit_rating_override o
				         where o.tenant_id = r.tenant_id and o.rating_id = r.id and o.status in ('PROPOSED', 'IN_FORCE'))
				  from credit_rating r
				 where r.member_id = any (?) and r.status in ('EFFECTIVE', 'UNDER_OBJECTION', 'SUSPENDED') for update of r""")
			.param(memberIds.toArray(UUID[]::new))
			.query(row -> {
				result.put(row.getObject(1, UUID.class), new Present(row.getObject(2, UUID.class),
						RatingStatus.valueOf(row.getString(3)), Grade.valueOf(row.getString(4)), row.getBoolean(5)));
			});
		return result;
	}

	private void write(UUID runId, List<Result> results) {
		var rows = new ArrayList<@Nullable Object[]>();
		for (var it : results) {
			var rating = it.rating();
			rows.add(new @Nullable Object[] { it.outcome().name(), (it.before() != null) ? it.before().name() : null,
					(rating != null) ? rating.grade().name() : null, (rating != null) ? rating.score() : null,
					(rating != null) ? rating.id() : null, it.detail(), runId, it.of().nr() });
		}
		jdbc.batchUpdate(
				"""
						update credit_rating_run_row set outcome = ?, grade_before = ?, grade = ?, score = ?, rating_id = ?, detail = ?
						 where run_id = ? and nr = ? and outcome is null""",
				rows, ROW_TYPES);
	}

	/** Once nobody is left, also in another's hands. */
	private void finish(UUID runId) {
		transaction.executeWithoutResult(
				_ -> runs.lock(runId).filter(it -> it.status() == RunStatus.RUNNING && !left(runId)).ifPresent(run -> {
					run.move(Action.FINISH, clock.now());
					runs.saveAndFlush(run);
					history.record(RatingRun.TYPE, runId, RunStatus.RUNNING, run.status(), null);
				}));
	}

	private boolean left(UUID runId) {
		return sql.sql("select exists (select 1 from credit_rating_run_row where run_id = ? and outcome is null)")
			.param(runId)
			.query(Boolean.class)
			.single();
	}

}
