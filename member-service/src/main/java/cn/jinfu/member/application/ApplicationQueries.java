package cn.jinfu.member.application;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.application.AdmissionStatus.Action;
import cn.jinfu.member.person.PersonDesk;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Applications as their applicants and the offices see them. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class ApplicationQueries {

	private final Applications applications;

	private final ApplicationScope scope;

	private final PersonDesk persons;

	private final Divisions divisions;

	private final WorkingDays workingDays;

	private final StatusHistory history;

	private final JdbcClient sql;

	private final BusinessClock clock;

	@PreAuthorize("hasAnyAuthority('member:application:view', 'member:application:submit')")
	public ApplicationView view(UUID id) {
		return of(scope.require(id));
	}

	@PreAuthorize("hasAnyAuthority('member:application:view', 'member:application:submit')")
	public List<StatusHistory.Change> history(UUID id) {
		return history.of("MemberApplication", scope.require(id).id());
	}

	/** The acting person's own, newest first. */
	@PreAuthorize("hasAuthority('member:application:submit')")
	public List<ApplicationView> mine() {
		return applications.findByApplicantIdOrderByCreatedAtDesc(Actor.current().personId())
			.stream()
			.map(this::of)
			.toList();
	}

	/** In order of number, newest first. */
	@PreAuthorize("hasAuthority('member:application:view')")
	public Paged<ApplicationView> list(@Nullable AdmissionStatus status, @Nullable String after, int limit) {
		var where = new StringBuilder("true");
		var params = new ArrayList<Object>();
		var mine = Actor.current().scope();
		if (mine.kind() == Scope.Kind.TOWNSHIP) {
			where.append(" and township_code = ?");
			params.add(mine.ref());
		}
		else if (mine.kind() != Scope.Kind.ALL && mine.kind() != Scope.Kind.ORG) {
			where.append(" and false");
		}
		if (status != null) {
			where.append(" and status = ?");
			params.add(status.name());
		}
		var total = sql.sql("select count(*) from member_application where " + where)
			.params(params)
			.query(Long.class)
			.single();
		var place = Cursor.read(after, 1);
		if (!place.isEmpty()) {
			where.append(" and no < ?");
			params.add(place.getFirst());
		}
		params.add(limit + 1);
		var ids = sql.sql("select id from member_application where " + where + " order by no desc limit ?")
			.params(params)
			.query(UUID.class)
			.list();
		return Paged.of(ids.stream().map(applications::require).map(this::of).toList(), limit, total,
				view -> Cursor.of(view.no()));
	}

	private ApplicationView of(Application it) {
		var uscc = it.uscc();
		var area = it.areaMu();
		var due = it.dueOn();
		return new ApplicationView(it.id(), it.no(), it.status(), it.name(), it.kind(),
				(uscc == null) ? null : uscc.value(), it.divisionCode().value(), divisions.fullName(it.divisionCode()),
				it.address(), (area == null) ? null : area.mu(), it.mainProducts(), persons.nameOf(it.applicantId()),
				it.submittedAt(), due,
				(due == null) ? null
						: workingDays.sentence(workingDays.deadline(clock.today(),
								Math.max(0, workingDays.between(clock.today(), due)))),
				it.returnReason(), it.townshipOpinion(), it.townshipAt(), it.decisionReason(), it.memberId(), it.demo(),
				it.version(), actions(it));
	}

	/** What this person may do now: by state, permission and four eyes. */
	private static Set<Action> actions(Application it) {
		var actor = Actor.current();
		var may = EnumSet.noneOf(Action.class);
		var review = switch (it.status()) {
			case TOWNSHIP_REVIEW -> actor.may("member:application:opine") && it.mayReview(actor.personId());
			case COUNTY_REVIEW -> actor.may("member:application:admit") && it.mayReview(actor.personId());
			case DRAFT, RETURNED, ADMITTED, REJECTED, WITHDRAWN -> false;
		};
		var own = actor.personId().equals(it.applicantId()) || actor.personId().equals(it.submittedBy());
		for (var action : it.status().actions()) {
			var allowed = switch (action) {
				case PASS, RETURN, REJECT, ADMIT -> review;
				case CHANGE, SUBMIT, RESUBMIT, WITHDRAW -> own;
			};
			if (allowed) {
				may.add(action);
			}
		}
		return may;
	}

}
