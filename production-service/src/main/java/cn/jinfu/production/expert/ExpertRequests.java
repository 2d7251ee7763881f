package cn.jinfu.production.expert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** From the farm's question to the answer, what came of it, and what the farm thinks. */
@Service
@Transactional
@RequiredArgsConstructor
public class ExpertRequests {

	static final String TYPE = "ExpertRequest";

	private static final int AHEAD_DAYS = 180;

	/**
	 * @param on the day wanted, for a visit or a training
	 * @param people who come, for a training
	 */
	public record Wish(UUID teamId, RequestKind kind, String crop, String question, @Nullable LocalDate on,
			@Nullable Integer people) {
	}

	public record Filter(@Nullable String q, @Nullable RequestState state, @Nullable UUID teamId,
			@Nullable String after, int limit) {
	}

	private static final String FROM = """
			  from production_expert_request r
			  join production_expert_team t on t.tenant_id = r.tenant_id and t.id = r.team_id
			  join production_crop c on c.code = r.crop
			  left join production_doctor d on d.tenant_id = r.tenant_id and d.id = r.doctor_id
			""";

	private static final String SELECT = """
			select r.*, t.name as team_name, c.name as crop_name, d.name as expert_name, d.login as expert_login"""
			+ FROM;

	private static final String WHERE = """
			 where (:q = '' or r.no ilike '%' || :q || '%' or r.question like '%' || :q || '%')
			   and (:state = '' or r.state = :state) and (:team = '' or r.team_id = nullif(:team, '')::uuid) and
			""" + Reach.on("r", "r");

	private final JdbcClient sql;

	private final ExpertTeams teams;

	private final Doctors doctors;

	private final MemberDirectory members;

	private final Farms farms;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final ServiceUse uses;

	private final BusinessClock clock;

	/** The latest first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public Paged<ExpertRequestView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (r.asked_at, r.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by r.asked_at desc, r.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(ExpertRequests::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.askedAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public ExpertRequestView view(UUID id) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where r.id = :id and " + Reach.on("r", "r"))
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(ExpertRequests::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.expert.not-found", id));
	}

	/**
	 * What waits for an answer from the reader or from a team of his, the oldest first.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public List<ExpertRequestView> waiting(int limit) {
		return named(sql.sql(SELECT + """
				where (r.state = 'TAKEN' and d.login = :login)
				   or (r.state = 'ASKED' and exists (select 1 from production_expert e
				         join production_doctor m on m.tenant_id = e.tenant_id and m.id = e.doctor_id
				        where e.tenant_id = r.tenant_id and e.team_id = r.team_id and m.login = :login and m.active))
				order by r.asked_at, r.id limit :limit""")
			.param("login", Actor.current().login())
			.param("limit", limit)
			.query(ExpertRequests::view)
			.list());
	}

	/** What nobody has answered since that moment, for the officer. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:manage')")
	public List<ExpertRequestView> late(Instant since, int limit) {
		return named(sql.sql(SELECT + """
				where r.state in ('ASKED', 'TAKEN') and r.asked_at < ? and coalesce(r.agreed_on, r.asked_at::date) <= ?
				order by r.asked_at, r.id limit ?""")
			.params(Timestamp.from(since), clock.today(), limit)
			.query(ExpertRequests::view)
			.list());
	}

	@PreAuthorize("hasAuthority('production:expert:ask')")
	public UUID ask(Wish wish) {
		var member = members.requireActive(Actor.current().memberId());
		var team = teams.view(wish.teamId());
		if (!team.active()) {
			throw new RuleBroken("production.expert.resting", team.name()).at("teamId");
		}
		if (!team.crops().contains(wish.crop())) {
			throw new RuleBroken("production.expert.not-its-crop", team.name()).at("crop");
		}
		if (wish.question().isBlank() || wish.question().length() > 500) {
			throw new RuleBroken("production.expert.text", 500).at("question");
		}
		checkDay(wish);
		var id = Ids.next();
		var now = Timestamp.from(clock.now());
		sql.sql("""
				insert into production_expert_request
				  (id, tenant_id, version, no, member_id, division, team_id, kind, crop, question, wanted_on, people, state,
				   asked_at, asked_by, changed_at)
				values (:id, :tenant, 0, :no, :member, :division, :team, :kind, :crop, :question, :on, :people, 'ASKED',
				        :now, :person, :now)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("no", numbers.next("expert", "ZJ-%06d"))
			.param("member", member.memberId())
			.param("division", member.divisionCode())
			.param("team", wish.teamId())
			.param("kind", wish.kind().name())
			.param("crop", wish.crop())
			.param("question", wish.question().strip())
			.param("on", (wish.kind() != RequestKind.QUESTION) ? wish.on() : null, java.sql.Types.DATE)
			.param("people", (wish.kind() == RequestKind.TRAINING) ? wish.people() : null, java.sql.Types.INTEGER)
			.param("now", now)
			.param("person", Actor.current().personId())
			.update();
		history.record(TYPE, id, null, RequestState.ASKED, null);
		return id;
	}

	private void checkDay(Wish wish) {
		var on = wish.on();
		if (wish.kind() != RequestKind.QUESTION
				&& (on == null || on.isBefore(clock.today()) || on.isAfter(clock.today().plusDays(AHEAD_DAYS)))) {
			throw new RuleBroken("production.expert.day", AHEAD_DAYS).at("on");
		}
		var people = wish.people();
		if (wish.kind() == RequestKind.TRAINING && (people == null || people < 1 || people > 1000)) {
			throw new RuleBroken("production.expert.people").at("people");
		}
	}

	/**
	 * An expert of the team takes it.
	 * @param on the day agreed with the farm; for a question none
	 */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void take(UUID id, @Nullable LocalDate on, long version) {
		var request = locked(id, version);
		var next = request.state().after(RequestState.Action.TAKE);
		var me = doctors.requireMe();
		requireMember(request, me);
		var question = request.kind() == RequestKind.QUESTION;
		if (!question && (on == null || on.isBefore(clock.today()) || on.isAfter(clock.today().plusDays(AHEAD_DAYS)))) {
			throw new RuleBroken("production.expert.day", AHEAD_DAYS).at("on");
		}
		sql.sql("""
				update production_expert_request set state = :state, doctor_id = :doctor, agreed_on = :on,
				       changed_at = :now, version = version + 1 where id = :id""")
			.param("state", next.name())
			.param("doctor", me.id())
			.param("on", question ? null : on, java.sql.Types.DATE)
			.param("now", Timestamp.from(clock.now()))
			.param("id", id)
			.update();
		history.record(TYPE, id, request.state(), next, null);
		messages.tell(request.memberId(), "production.message.expert-taken", request.no(), me.name(),
				(question || on == null) ? "" : on.toString());
	}

	/** What the expert says, or what was done at the visit or the training. */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void answer(UUID id, String answer, long version) {
		var request = locked(id, version);
		var next = request.state().after(RequestState.Action.ANSWER);
		requireMine(request);
		if (answer.isBlank() || answer.length() > 2000) {
			throw new RuleBroken("production.expert.text", 2000).at("answer");
		}
		var on = request.agreedOn();
		if (on != null && clock.today().isBefore(on)) {
			throw new RuleBroken("production.expert.too-early", on).at("answer");
		}
		sql.sql("""
				update production_expert_request set state = ?, answer = ?, answered_at = ?, changed_at = ?,
				       version = version + 1 where id = ?""")
			.params(next.name(), answer.strip(), Timestamp.from(clock.now()), Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, request.state(), next, null);
		uses.record(request.memberId(),
				(request.kind() == RequestKind.TRAINING) ? ServiceKind.TRAINING : ServiceKind.FIELD_SERVICE,
				clock.today(), "production.expert-request", id);
		messages.tell(request.memberId(), "production.message.expert-answered", request.no());
	}

	/** Looked again whether it helped; the last word stands. */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void followUp(UUID id, String text, long version) {
		var request = locked(id, version);
		request.state().after(RequestState.Action.FOLLOW_UP);
		requireMine(request);
		if (text.isBlank() || text.length() > 1000) {
			throw new RuleBroken("production.expert.text", 1000).at("followUp");
		}
		sql.sql("""
				update production_expert_request set follow_up = ?, followed_at = ?, version = version + 1 where id = ?""")
			.params(text.strip(), Timestamp.from(clock.now()), id)
			.update();
		messages.tell(request.memberId(), "production.message.expert-answered", request.no());
	}

	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void decline(UUID id, String reason, long version) {
		var request = locked(id, version);
		requireMember(request, doctors.requireMe());
		move(request, RequestState.Action.DECLINE, reason);
		messages.tell(request.memberId(), "production.message.expert-declined", request.no());
	}

	/** The farm needs it no more. */
	@PreAuthorize("hasAuthority('production:expert:ask')")
	public void cancel(UUID id, String reason, long version) {
		move(owned(id, version), RequestState.Action.CANCEL, reason);
	}

	@PreAuthorize("hasAuthority('production:expert:ask')")
	public void rate(UUID id, int score, @Nullable String remark, long version) {
		var request = owned(id, version);
		var next = request.state().after(RequestState.Action.RATE);
		if (score < 1 || score > 5) {
			throw new RuleBroken("production.expert.score").at("score");
		}
		var said = Objects.requireNonNullElse(remark, "").strip();
		if (said.length() > 200) {
			throw new RuleBroken("production.expert.text", 200).at("remark");
		}
		sql.sql("""
				update production_expert_request set state = ?, score = ?, remark = nullif(?, ''), changed_at = ?,
				       version = version + 1 where id = ?""")
			.params(next.name(), score, said, Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, request.state(), next, null);
	}

	private void move(ExpertRequestView request, RequestState.Action action, String reason) {
		var next = request.state().after(action);
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		sql.sql("update production_expert_request set state = ?, changed_at = ?, version = version + 1 where id = ?")
			.params(next.name(), Timestamp.from(clock.now()), request.id())
			.update();
		history.record(TYPE, request.id(), request.state(), next, reason.strip());
	}

	private void requireMember(ExpertRequestView request, Doctors.Doctor me) {
		if (teams.experts(request.teamId()).stream().noneMatch(it -> it.doctorId().equals(me.id()))) {
			throw new Forbidden("production.expert.not-of-team");
		}
	}

	private static void requireMine(ExpertRequestView request) {
		if (!request.mine()) {
			throw new Forbidden("production.expert.not-mine");
		}
	}

	private ExpertRequestView owned(UUID id, long version) {
		var request = locked(id, version);
		if (!request.memberId().equals(Actor.current().memberId())) {
			throw new NotFound("production.expert.not-found", id);
		}
		return request;
	}

	private ExpertRequestView locked(UUID id, long version) {
		sql.sql("select id from production_expert_request where id = ? for update")
			.param(id)
			.query(UUID.class)
			.optional();
		var request = view(id);
		if (request.version() != version) {
			throw new Stale("kernel.stale");
		}
		return request;
	}

	private List<ExpertRequestView> named(List<ExpertRequestView> rows) {
		return farms.named(rows, ExpertRequestView::memberId, ExpertRequestView::withMemberName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("team", Objects.toString(filter.teamId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static ExpertRequestView view(ResultSet row, int n) throws SQLException {
		return new ExpertRequestView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getObject("team_id", UUID.class),
				row.getString("team_name"), RequestKind.valueOf(row.getString("kind")), row.getString("crop"),
				row.getString("crop_name"), row.getString("question"), row.getObject("wanted_on", LocalDate.class),
				row.getObject("people", Integer.class), RequestState.valueOf(row.getString("state")),
				row.getObject("asked_at", OffsetDateTime.class).toInstant(),
				row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getString("expert_name"),
				row.getObject("agreed_on", LocalDate.class), row.getString("answer"), instant(row, "answered_at"),
				row.getString("follow_up"), instant(row, "followed_at"), row.getObject("score", Integer.class),
				row.getString("remark"), Actor.current().login().equals(row.getString("expert_login")),
				row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

}
