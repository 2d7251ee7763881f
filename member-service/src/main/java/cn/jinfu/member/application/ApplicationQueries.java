package cn.jinfu.member.application;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
import cn.jinfu.kernel.FourEyes;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.WorkingDays;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberFourEyes;
import cn.jinfu.member.MemberKind;
import cn.jinfu.member.MemberSummary;
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

	/** One list page and how many applications stand behind each tab. */
	record Listing(Paged<ApplicationView.Row> page, Map<AdmissionStatus, Long> tabs, long all) {
	}

	private record Conditions(String where, List<Object> params) {
	}

	private final Applications applications;

	private final ApplicationScope scope;

	private final ApplicationSteps steps;

	private final PersonDesk persons;

	private final MemberDirectory members;

	private final Divisions divisions;

	private final WorkingDays workingDays;

	private final StatusHistory history;

	private final FourEyes fourEyes;

	private final JdbcClient sql;

	private final BusinessClock clock;

	@PreAuthorize("hasAnyAuthority('member:application:view', 'member:application:submit')")
	public ApplicationView view(UUID id) {
		return of(scope.require(id));
	}

	@PreAuthorize("hasAnyAuthority('member:application:view', 'member:application:submit')")
	public ApplicationView.File file(UUID id) {
		var application = scope.require(id);
		return new ApplicationView.File(of(application), steps.of(application), history.of("MemberApplication", id));
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
	public Listing list(ApplicationFilter filter) {
		var tabs = tabs(filter);
		var all = tabs.values().stream().mapToLong(Long::longValue).sum();
		var wanted = filter.status();
		var total = (wanted == null) ? all : tabs.getOrDefault(wanted, 0L);
		return new Listing(Paged.of(rows(filter), filter.size(), total, row -> Cursor.of(row.no())), tabs, all);
	}

	private List<ApplicationView.Row> rows(ApplicationFilter filter) {
		var conditions = conditions(filter, true);
		var params = new ArrayList<>(conditions.params());
		var place = Cursor.read(filter.after(), 1);
		var beyond = "";
		if (!place.isEmpty()) {
			beyond = " and a.no < ?";
			params.addAll(place);
		}
		params.add(filter.size() + 1);
		return sql.sql("""
				select a.id, a.no, a.status, a.name, a.kind, a.division_code, a.area_mu, a.main_products,
				       p.name as applicant, a.entered_by_name, a.submitted_at, a.due_on, a.demo
				  from member_application a join member_person p on p.id = a.applicant_id
				 where %s%s order by a.no desc limit ?""".formatted(conditions.where(), beyond))
			.params(params)
			.query((row, n) -> row(row))
			.list();
	}

	private ApplicationView.Row row(ResultSet row) throws SQLException {
		var due = row.getObject("due_on", LocalDate.class);
		return new ApplicationView.Row(row.getObject("id", UUID.class), row.getString("no"),
				AdmissionStatus.valueOf(row.getString("status")), row.getString("name"),
				MemberKind.valueOf(row.getString("kind")), place(row.getString("division_code")),
				row.getBigDecimal("area_mu"), row.getString("main_products"), row.getString("applicant"),
				row.getString("entered_by_name"), instant(row.getTimestamp("submitted_at")), due,
				due != null && due.isBefore(clock.today()), row.getBoolean("demo"));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at == null) ? null : at.toInstant();
	}

	private String place(String code) {
		var township = divisions.name(new DivisionCode(code.substring(0, 9)));
		return (code.length() == 9) ? township : township + " · " + divisions.name(new DivisionCode(code));
	}

	private Map<AdmissionStatus, Long> tabs(ApplicationFilter filter) {
		var conditions = conditions(filter, false);
		var tabs = new EnumMap<AdmissionStatus, Long>(AdmissionStatus.class);
		sql.sql("select a.status, count(*) from member_application a where " + conditions.where()
				+ " group by a.status")
			.params(conditions.params())
			.query((row, n) -> tabs.put(AdmissionStatus.valueOf(row.getString(1)), row.getLong(2)))
			.list();
		return tabs;
	}

	private static Conditions conditions(ApplicationFilter filter, boolean withStatus) {
		var where = new StringBuilder("true");
		var params = new ArrayList<Object>();
		var mine = Actor.current().scope();
		if (mine.kind() == Scope.Kind.TOWNSHIP) {
			where.append(" and a.township_code = ?");
			params.add(mine.ref());
		}
		else if (mine.kind() != Scope.Kind.ALL && mine.kind() != Scope.Kind.ORG) {
			where.append(" and false");
		}
		var township = filter.township();
		if (township != null) {
			where.append(" and a.township_code = ?");
			params.add(township);
		}
		var kind = filter.kind();
		if (kind != null) {
			where.append(" and a.kind = ?");
			params.add(kind.name());
		}
		var q = filter.q();
		if (q != null) {
			where.append(" and (position(lower(?) in lower(a.name)) > 0 or a.no = upper(?))");
			params.add(q);
			params.add(q);
		}
		var status = filter.status();
		if (withStatus && status != null) {
			where.append(" and a.status = ?");
			params.add(status.name());
		}
		return new Conditions(where.toString(), params);
	}

	private ApplicationView of(Application it) {
		var uscc = it.uscc();
		var area = it.areaMu();
		var due = it.dueOn();
		var memberId = it.memberId();
		var applicant = persons.card(it.applicantId());
		return new ApplicationView(it.id(), it.no(), it.status(), it.name(), it.kind(),
				(uscc == null) ? null : uscc.value(), it.divisionCode().value(), divisions.fullName(it.divisionCode()),
				it.address(), (area == null) ? null : area.mu(), it.mainProducts(), applicant.name(),
				applicant.mobileMasked(), applicant.idMasked(), it.enteredByName(), it.paperFile(), it.licenceFile(),
				it.submittedAt(), due, deadline(due), it.returnReason(), it.townshipOpinion(), it.townshipAt(),
				it.decisionReason(), it.decidedAt(), memberId,
				(memberId == null) ? null : members.find(memberId).map(MemberSummary::no).orElse(null), it.demo(),
				it.version(), actions(it), blocked(it));
	}

	private @Nullable String deadline(@Nullable LocalDate due) {
		if (due == null) {
			return null;
		}
		return workingDays
			.sentence(workingDays.deadline(clock.today(), Math.max(0, workingDays.between(clock.today(), due))));
	}

	/** What this person may do now: by state, permission and four eyes. */
	private Set<Action> actions(Application it) {
		var actor = Actor.current();
		var may = EnumSet.noneOf(Action.class);
		var review = stepIsMine(it, actor)
				&& it.blockedFor(actor.personId(), fourEyes.required(MemberFourEyes.ADMIT)) == null;
		var own = actor.personId().equals(it.applicantId()) || actor.personId().equals(it.submittedBy());
		var correct = own || actor.may("member:application:enter");
		for (var action : it.status().actions()) {
			var allowed = switch (action) {
				case PASS, RETURN, REJECT, ADMIT -> review;
				case CHANGE, RESUBMIT -> correct;
				case SUBMIT, WITHDRAW -> own;
			};
			if (allowed) {
				may.add(action);
			}
		}
		return may;
	}

	private @Nullable String blocked(Application it) {
		var actor = Actor.current();
		return stepIsMine(it, actor) ? it.blockedFor(actor.personId(), fourEyes.required(MemberFourEyes.ADMIT)) : null;
	}

	/** Whether the open step is the one this person's office takes. */
	private static boolean stepIsMine(Application it, Actor actor) {
		return switch (it.status()) {
			case TOWNSHIP_REVIEW -> actor.may("member:application:opine");
			case COUNTY_REVIEW -> actor.may("member:application:admit");
			case DRAFT, RETURNED, ADMITTED, REJECTED, WITHDRAWN -> false;
		};
	}

}
