package cn.jinfu.credit.rating;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.credit.rating.RunStatus.Action;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Starting, pausing and watching batch ratings. */
@Service
@Transactional
@RequiredArgsConstructor
public class RatingRunDesk {

	private final RatingRuns runs;

	private final Scorecards scorecards;

	private final MemberDirectory members;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @param counts members by what became of them; who waits is not in it
	 */
	public record View(RatingRun run, String model, Map<RowOutcome, Integer> counts,
			List<StatusHistory.Change> changes) {

		public int done() {
			return counts.values().stream().mapToInt(Integer::intValue).sum();
		}

		public int percent() {
			return (run.total() == 0) ? 100 : (int) (100L * done() / run.total());
		}

		public int count(String outcome) {
			return counts.getOrDefault(RowOutcome.valueOf(outcome), 0);
		}

		public boolean can(String action) {
			return run.status().allows(Action.valueOf(action));
		}

	}

	/** One member of a run; null grade where it was not rated. */
	public record Row(int nr, UUID memberId, String memberName, RowOutcome outcome, @Nullable String gradeBefore,
			@Nullable String grade, @Nullable Integer score, @Nullable UUID ratingId, @Nullable String detail) {
	}

	/**
	 * Queues every member in good standing.
	 * @throws WrongState while another one is under way
	 */
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	public UUID start() {
		if (runs.open().isPresent()) {
			throw new WrongState("credit.run.under-way");
		}
		var actor = Actor.current();
		var everybody = members.activeOf(EnumSet.allOf(MemberKind.class));
		var run = runs.saveAndFlush(RatingRun.of(clock.today(), scorecards.champion(clock.today()).id(),
				everybody.size(), actor.personId(), actor.displayName(), clock.now()));
		sql.sql("""
				insert into credit_rating_run_row (tenant_id, run_id, nr, member_id)
				select :tenant, :run, m.nr, m.id from unnest(:ids) with ordinality m(id, nr)""")
			.param("tenant", Tenant.require())
			.param("run", run.id())
			.param("ids", everybody.toArray(UUID[]::new))
			.update();
		history.record(RatingRun.TYPE, run.id(), null, run.status(), null);
		return run.id();
	}

	@PreAuthorize("hasAuthority('credit:rating:batch')")
	public void pause(UUID id) {
		move(id, Action.PAUSE);
	}

	@PreAuthorize("hasAuthority('credit:rating:batch')")
	public void resume(UUID id) {
		move(id, Action.RESUME);
	}

	/** What is rated is rated; the rest is not. */
	@PreAuthorize("hasAuthority('credit:rating:batch')")
	public void stop(UUID id) {
		move(id, Action.STOP);
	}

	private void move(UUID id, Action action) {
		runs.require(id);
		var run = runs.lock(id).orElseThrow();
		var before = run.status();
		run.move(action, clock.now());
		runs.saveAndFlush(run);
		history.record(RatingRun.TYPE, id, before, run.status(), null);
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public List<View> list() {
		return runs.findTop50ByOrderByStartedAtDesc().stream().map(this::view).toList();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public View show(UUID id) {
		return view(runs.require(id));
	}

	private View view(RatingRun run) {
		var counts = new EnumMap<RowOutcome, Integer>(RowOutcome.class);
		sql.sql("""
				select outcome, count(*) from credit_rating_run_row
				 where run_id = ? and outcome is not null group by outcome""").param(run.id()).query(row -> {
			counts.put(RowOutcome.valueOf(row.getString(1)), row.getInt(2));
		});
		return new View(run, scorecards.require(run.cardId()).card().code(), counts,
				history.of(RatingRun.TYPE, run.id()));
	}

	/** Members dealt with, in their order; null means all outcomes. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:rating:view')")
	public Paged<Row> rows(UUID id, @Nullable RowOutcome outcome, @Nullable String after, int limit) {
		var from = Cursor.read(after, 1);
		var view = view(runs.require(id));
		var rows = sql.sql("""
				select nr, member_id, outcome, grade_before, grade, score, rating_id, detail from credit_rating_run_row
				 where run_id = :run and outcome is not null and (:outcome = '' or outcome = :outcome) and nr > :after
				 order by nr limit :rows""")
			.param("run", id)
			.param("outcome", (outcome != null) ? outcome.name() : "")
			.param("after", from.isEmpty() ? 0 : Integer.parseInt(from.getFirst()))
			.param("rows", limit + 1)
			.query((row, n) -> new Row(row.getInt(1), row.getObject(2, UUID.class), "",
					RowOutcome.valueOf(row.getString(3)), row.getString(4), row.getString(5),
					row.getObject(6, Integer.class), row.getObject(7, UUID.class), row.getString(8)))
			.list();
		var names = members.inSet(rows.stream().map(Row::memberId).toList());
		var total = (outcome != null) ? view.count(outcome.name()) : view.done();
		return Paged.of(rows, limit, (long) total, it -> Cursor.of(it.nr())).map(it -> {
			var named = names.get(it.memberId());
			return new Row(it.nr(), it.memberId(), (named != null) ? named.name() : "", it.outcome(), it.gradeBefore(),
					it.grade(), it.score(), it.ratingId(), it.detail());
		});
	}

}
