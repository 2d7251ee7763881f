package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.JobDefinition;
import cn.jinfu.kernel.MenuContribution;
import cn.jinfu.kernel.MenuEntry;
import cn.jinfu.kernel.Section;
import cn.jinfu.kernel.ToDo;
import cn.jinfu.kernel.ToDoSource;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberDirectory;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What waits for people about ratings, and what the night does with them. */
@Component
@RequiredArgsConstructor
class RatingTasks implements MenuContribution, ToDoSource, JobDefinition {

	/** Working days in which a proposed override is decided. */
	private static final int OVERRIDE_DAYS = 3;

	private static final String ANSWER = "credit:objection:answer";

	private static final String DECIDE = "credit:override:decide";

	private static final String APPROVE = "credit:scorecard:approve";

	/** Working days in which a proposed edition of the card is decided. */
	private static final int CARD_DAYS = 5;

	private static final String RATE = "credit:rating:run";

	private final SuspensionDesk suspensions;

	private final RatingAlerts alerts;

	private final ScorecardDesk cards;

	private final Scorecards scorecards;

	private final MemberDirectory members;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Override
	public List<MenuEntry> entries() {
		return List.of(
				new MenuEntry(Section.CREDIT, "credit.menu.objections", "/console/rating-objections",
						"credit:rating:view", 22),
				new MenuEntry(Section.CREDIT, "credit.menu.overrides", "/console/rating-overrides",
						"credit:rating:view", 23),
				new MenuEntry(Section.CREDIT, "credit.menu.runs", "/console/rating-runs", "credit:rating:view", 21),
				new MenuEntry(Section.CREDIT, "credit.menu.scorecards", "/console/scorecards", "credit:scorecard:view",
						24));
	}

	/** A task before its farm's name is known. */
	private record Waiting(ToDo task, UUID memberId) {

		ToDo named(String name) {
			return new ToDo(task.key(), task.section(), task.titleKey(), name, task.detail(), task.path(),
					task.permission(), task.dueAt());
		}

	}

	@Override
	@Transactional(readOnly = true)
	public List<ToDo> open(Actor actor, int limit) {
		var waiting = new ArrayList<Waiting>();
		if (actor.may(ANSWER)) {
			waiting.addAll(objections(actor.personId(), limit));
		}
		if (actor.may(DECIDE) && waiting.size() < limit) {
			waiting.addAll(overrides(actor.personId(), limit - waiting.size()));
		}
		if (actor.may(RATE) && waiting.size() < limit) {
			waiting.addAll(ending(limit - waiting.size()));
		}
		var names = members.inSet(waiting.stream().map(Waiting::memberId).toList());
		var result = new ArrayList<ToDo>();
		if (actor.may(APPROVE)) {
			result.addAll(cards(actor.personId()));
		}
		for (var it : waiting) {
			var member = names.get(it.memberId());
			result.add(it.named((member != null) ? member.name() : ""));
		}
		return result.stream().limit(limit).toList();
	}

	private List<ToDo> cards(UUID person) {
		return cards.waiting(person)
			.stream()
			.map(it -> new ToDo("Scorecard:" + it.id() + ":PROPOSED", Section.CREDIT, "credit.todo.scorecard",
					it.code(), String.valueOf(it.proposedName()), "/console/scorecards/" + it.id(), APPROVE,
					workingDays.until(Objects.requireNonNull(it.proposedAt()), CARD_DAYS)))
			.toList();
	}

	private List<Waiting> objections(UUID person, int limit) {
		return sql.sql("""
				select id, no, member_id, answer_by from credit_rating_objection
				 where status = 'FILED' and :person <> all (array_remove(array[filed_by, rated_by, override_by], null))
				 order by answer_by limit :rows""")
			.param("person", person)
			.param("rows", limit)
			.query((row, n) -> new Waiting(new ToDo("RatingObjection:" + row.getString(1) + ":FILED", Section.CREDIT,
					"credit.todo.objection", "", row.getString(2), "/console/rating-objections/" + row.getString(1),
					ANSWER, BusinessClock.endOf(row.getObject(4, LocalDate.class))), row.getObject(3, UUID.class)))
			.list();
	}

	private List<Waiting> overrides(UUID person, int limit) {
		return sql.sql("""
				select o.id, r.no, o.member_id, o.proposed_at, o.rating_id from credit_rating_override o
				  join credit_rating r on r.tenant_id = o.tenant_id and r.id = o.rating_id
				 where o.status = 'PROPOSED' and o.proposed_by <> :person order by o.proposed_at limit :rows""")
			.param("person", person)
			.param("rows", limit)
			.query((row,
					n) -> new Waiting(new ToDo("RatingOverride:" + row.getString(1) + ":PROPOSED", Section.CREDIT,
							"credit.todo.override", "", row.getString(2), "/console/ratings/" + row.getString(5),
							DECIDE, workingDays.until(row.getTimestamp(4).toInstant(), OVERRIDE_DAYS)),
							row.getObject(3, UUID.class)))
			.list();
	}

	/** Ratings to make anew before they end. */
	private List<Waiting> ending(int limit) {
		return sql.sql("""
				select id, no, member_id, valid_to from credit_rating
				 where status = 'EFFECTIVE' and valid_to between :today and :until order by valid_to limit :rows""")
			.param("today", clock.today())
			.param("until", clock.today().plusDays(Ratings.END_TOLD_DAYS))
			.param("rows", limit)
			.query((row, n) -> new Waiting(new ToDo("RatingCase:" + row.getString(1) + ":RENEW", Section.CREDIT,
					"credit.todo.renew", "", row.getString(2), "/console/ratings/" + row.getString(1), RATE,
					BusinessClock.endOf(row.getObject(4, LocalDate.class))), row.getObject(3, UUID.class)))
			.list();
	}

	@Override
	public String name() {
		return "credit.ratings";
	}

	@Override
	public String cron() {
		return "0 30 1 * * *";
	}

	/** A new card takes over on its day; what the night found suspends. */
	@Override
	public int run(LocalDate businessDate) {
		return scorecards.startDue(businessDate) + suspensions.suspendFound(businessDate)
				+ alerts.handle(Optional.empty());
	}

}
