package cn.jinfu.production.expert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.DivisionCode;
import cn.jinfu.kernel.Divisions;
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
import cn.jinfu.member.MemberSummary;
import cn.jinfu.member.ServiceKind;
import cn.jinfu.member.ServiceUse;
import cn.jinfu.production.PlantingFacts;
import cn.jinfu.production.PlantingState;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.operation.OperationKind;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * 方案: a team writes down what to do about a problem, sends it, sends it again in a better
 * edition; farms go by it on their fields and say whether it helped.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Solutions {

	static final String TYPE = "Solution";

	/** What stands in the list of work from which a farm links. */
	private static final int WORKS = 30;

	/**
	 * For whom.
	 *
	 * @param memberId the farm; null for many
	 * @param township nine digits; null for one farm or the county
	 */
	public record To(Audience audience, @Nullable UUID memberId, @Nullable String township) {

		public static final To COUNTY = new To(Audience.COUNTY, null, null);

		public static To farm(UUID memberId) {
			return new To(Audience.MEMBER, memberId, null);
		}

		public static To township(String code) {
			return new To(Audience.TOWNSHIP, null, code);
		}

	}

	/**
	 * @param requestId the question it answers; null for none
	 */
	public record Draft(UUID teamId, String crop, To to, @Nullable UUID requestId, SolutionView.Text text) {
	}

	public record Filter(@Nullable String q, @Nullable SolutionState state, @Nullable String crop,
			@Nullable UUID teamId, @Nullable String after, int limit) {
	}

	private static final String FROM = """
			  from production_solution s
			  join production_expert_team t on t.tenant_id = s.tenant_id and t.id = s.team_id
			  join production_doctor d on d.tenant_id = s.tenant_id and d.id = s.doctor_id
			  join production_crop c on c.code = s.crop
			  left join production_solution_edition e on e.tenant_id = s.tenant_id and e.solution_id = s.id
			   and e.edition = s.edition
			""";

	private static final String SELECT = """
			select s.*, t.name as team_name, t.phone as team_phone, d.name as author, c.name as crop_name,
			       e.title as sent_title, e.problem as sent_problem, e.steps as sent_steps, e.note as sent_note,
			       (select count(*) from production_solution_adoption a
			         where a.tenant_id = s.tenant_id and a.solution_id = s.id) as adoptions,
			       exists (select 1 from production_expert x
			                 join production_doctor m on m.tenant_id = x.tenant_id and m.id = x.doctor_id
			                where x.tenant_id = s.tenant_id and x.team_id = s.team_id and m.login = :login and m.active) as mine
			"""
			+ FROM;

	/**
	 * A farm sees what was sent to it, to its township or to all, and what it goes by;
	 * staff of a township what concerns it; a draft only who writes.
	 */
	private static final String SEEN = """
			 (:reachMember = '' or (s.edition > 0 and (
			    exists (select 1 from production_solution_adoption a where a.tenant_id = s.tenant_id
			             and a.solution_id = s.id and a.member_id = nullif(:reachMember, '')::uuid)
			    or (s.state <> 'WITHDRAWN' and (s.member_id = nullif(:reachMember, '')::uuid or s.audience = 'COUNTY'
			        or (s.audience = 'TOWNSHIP' and :home like s.division || '%'))))))
			 and (s.edition > 0 or :writes) and (:reachDivision = '' or s.audience = 'COUNTY' or s.division like :reachDivision || '%')
			""";

	private static final String WHERE = """
			 where (:q = '' or s.no ilike '%' || :q || '%' or coalesce(e.title, s.title) like '%' || :q || '%')
			   and (:state = '' or s.state = :state) and (:crop = '' or s.crop = :crop)
			   and (:team = '' or s.team_id = nullif(:team, '')::uuid) and
			""" + SEEN;

	private final JdbcClient sql;

	private final ExpertTeams teams;

	private final ExpertRequests requests;

	private final Doctors doctors;

	private final MemberDirectory members;

	private final Farms farms;

	private final PlantingFacts plantings;

	private final Divisions divisions;

	private final Numbers numbers;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final ServiceUse uses;

	private final BusinessClock clock;

	/** The latest written first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public Paged<SolutionView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (s.written_at, s.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by s.written_at desc, s.id desc limit :limit""",
				filter)
			.param("login", Actor.current().login())
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(Solutions::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.writtenAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public SolutionView view(UUID id) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where s.id = :id and " + SEEN)
			.param("id", id)
			.param("login", Actor.current().login())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.param("home", home())
			.param("writes", writes())
			.query(Solutions::view)
			.list()).stream().findFirst().orElseThrow(() -> new NotFound("production.solution.not-found", id));
	}

	/** As they were sent, the latest first; for whoever may see the solution. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public List<SolutionView.Edition> editions(UUID id) {
		view(id);
		return sql.sql("select * from production_solution_edition where solution_id = ? order by edition desc")
			.param(id)
			.query((row, n) -> new SolutionView.Edition(row.getInt("edition"), text(row, ""),
					row.getObject("sent_at", OffsetDateTime.class).toInstant(), row.getString("by_name")))
			.list();
	}

	/**
	 * Who goes by it, within the reader's reach, with the work since; the latest first.
	 */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:expert:view')")
	public List<SolutionView.Adoption> adoptions(UUID id) {
		view(id);
		var reach = Reach.current();
		var rows = sql.sql("""
				select a.*, g.name as plot_name from production_solution_adoption a
				  join production_planting p on p.tenant_id = a.tenant_id and p.id = a.planting_id
				  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				 where a.solution_id = :id and (:reachMember = '' or a.member_id = nullif(:reachMember, '')::uuid)
				   and (:reachDivision = '' or g.division like :reachDivision || '%')
				 order by a.adopted_at desc, a.id desc limit 100""")
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(Solutions::adoption)
			.list();
		return farms.named(rows, SolutionView.Adoption::memberId, SolutionView.Adoption::withMemberName)
			.stream()
			.map(it -> it.withWorks(works(it)))
			.toList();
	}

	private List<SolutionView.Work> works(SolutionView.Adoption adoption) {
		return sql
			.sql("""
					select o.id, o.kind, o.on_day, o.state, i.name as product, l.operation_id is not null as linked
					  from production_operation_planting w
					  join production_operation o on o.tenant_id = w.tenant_id and o.id = w.operation_id
					  left join production_agri_input i on i.tenant_id = o.tenant_id and i.id = o.input_id
					  left join production_solution_operation l on l.tenant_id = w.tenant_id and l.operation_id = w.operation_id
					   and l.adoption_id = :adoption
					 where w.planting_id = :planting and (l.operation_id is not null or (o.state = 'DONE' and o.on_day >= :from))
					 order by l.operation_id is null, o.on_day desc, o.id limit :most""")
			.param("adoption", adoption.id())
			.param("planting", adoption.plantingId())
			.param("from", adoption.adoptedOn())
			.param("most", WORKS)
			.query((row, n) -> new SolutionView.Work(row.getObject("id", UUID.class),
					OperationKind.valueOf(row.getString("kind")), row.getObject("on_day", LocalDate.class),
					row.getString("product"), row.getBoolean("linked"), !row.getString("state").equals("DONE")))
			.list();
	}

	/** Begins one; nobody outside sees it before it is sent. */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public UUID write(Draft draft) {
		var team = teams.view(draft.teamId());
		var me = ofTeam(draft.teamId());
		if (!team.crops().contains(draft.crop())) {
			throw new RuleBroken("production.expert.not-its-crop", team.name()).at("crop");
		}
		check(draft.text());
		var division = division(draft.to());
		var asked = draft.requestId();
		if (asked != null) {
			var request = requests.view(asked);
			if (!request.teamId().equals(draft.teamId()) || !request.memberId().equals(draft.to().memberId())) {
				throw new RuleBroken("production.solution.other-request").at("requestId");
			}
		}
		var id = Ids.next();
		sql.sql("""
				insert into production_solution (id, tenant_id, version, no, team_id, doctor_id, request_id, crop, audience,
				  member_id, division, title, problem, steps, note, state, edition, written_at, changed_at)
				values (:id, :tenant, 0, :no, :team, :doctor, :request, :crop, :audience, :member, :division, :title, :problem,
				  :steps, null, 'DRAFT', 0, :now, :now)""")
			.param("id", id)
			.param("tenant", Tenant.require())
			.param("no", numbers.next("solution", "FA-%06d"))
			.param("team", draft.teamId())
			.param("doctor", me.id())
			.param("request", asked, java.sql.Types.OTHER)
			.param("crop", draft.crop())
			.param("audience", draft.to().audience().name())
			.param("member", draft.to().memberId(), java.sql.Types.OTHER)
			.param("division", division, java.sql.Types.VARCHAR)
			.param("title", draft.text().title().strip())
			.param("problem", draft.text().problem().strip())
			.param("steps", draft.text().steps().strip())
			.param("now", Timestamp.from(clock.now()))
			.update();
		history.record(TYPE, id, null, SolutionState.DRAFT, null);
		return id;
	}

	/** The draft, or the next edition of what was sent. */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void change(UUID id, SolutionView.Text text, long version) {
		var solution = locked(id, version);
		var next = solution.state().after(SolutionState.Action.WRITE);
		ofTeam(solution.teamId());
		check(text);
		var note = blankToNull(text.note());
		if (solution.edition() > 0 && note == null) {
			throw new RuleBroken("production.solution.note").at("note");
		}
		sql.sql("""
				update production_solution set title = :title, problem = :problem, steps = :steps, note = :note,
				       state = :state, changed_at = :now, version = version + 1 where id = :id""")
			.param("title", text.title().strip())
			.param("problem", text.problem().strip())
			.param("steps", text.steps().strip())
			.param("note", (solution.edition() > 0) ? note : null, java.sql.Types.VARCHAR)
			.param("state", next.name())
			.param("now", Timestamp.from(clock.now()))
			.param("id", id)
			.update();
		if (next != solution.state()) {
			history.record(TYPE, id, solution.state(), next, null);
		}
	}

	/**
	 * From here on this edition stands. Told are the farm, or the farms of the township
	 * where the crop stands, and always those that go by an earlier edition.
	 */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void send(UUID id, long version) {
		var solution = locked(id, version);
		var next = solution.state().after(SolutionState.Action.SEND);
		ofTeam(solution.teamId());
		var edition = solution.edition() + 1;
		var actor = Actor.current();
		sql.sql("""
				insert into production_solution_edition
				  (tenant_id, solution_id, edition, title, problem, steps, note, sent_at, sent_by, by_name)
				select tenant_id, id, :edition, title, problem, steps, note, :now, :person, :name
				  from production_solution where id = :id""")
			.param("edition", edition)
			.param("now", Timestamp.from(clock.now()))
			.param("person", actor.personId())
			.param("name", actor.displayName())
			.param("id", id)
			.update();
		sql.sql("""
				update production_solution set state = ?, edition = ?, changed_at = ?, version = version + 1 where id = ?""")
			.params(next.name(), edition, Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, solution.state(), next, null);
		var title = view(id).text().title();
		for (var farm : concerned(solution)) {
			messages.tell(farm, "production.message.solution-sent", solution.teamName(), title, edition);
		}
	}

	private List<UUID> concerned(SolutionView solution) {
		return sql.sql("""
				select distinct x.member_id from (
				  select cast(nullif(:member, '') as uuid) as member_id
				  union select p.member_id from production_planting p
				    join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
				   where :audience = 'TOWNSHIP' and p.crop = :crop and p.state in ('PLANNED', 'GROWING', 'HARVESTING')
				     and g.division like :division || '%'
				  union select a.member_id from production_solution_adoption a where a.solution_id = :id) x
				 where x.member_id is not null order by x.member_id""")
			.param("member", Objects.toString(solution.memberId(), ""))
			.param("audience", solution.audience().name())
			.param("crop", solution.crop())
			.param("division", Objects.toString(solution.division(), "-"))
			.param("id", solution.id())
			.query(UUID.class)
			.list();
	}

	/** Not to be gone by any more; who does is told why. */
	@PreAuthorize("hasAuthority('production:expert:answer')")
	public void withdraw(UUID id, String reason, long version) {
		var solution = locked(id, version);
		var next = solution.state().after(SolutionState.Action.WITHDRAW);
		ofTeam(solution.teamId());
		if (reason.isBlank()) {
			throw new RuleBroken("production.reason-missing").at("reason");
		}
		sql.sql("update production_solution set state = ?, changed_at = ?, version = version + 1 where id = ?")
			.params(next.name(), Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, solution.state(), next, reason.strip());
		for (var adoption : sql
			.sql("select distinct member_id from production_solution_adoption where solution_id = ? order by member_id")
			.param(id)
			.query(UUID.class)
			.list()) {
			messages.tell(adoption, "production.message.solution-withdrawn", solution.text().title(),
					solution.teamPhone());
		}
	}

	/**
	 * The farm goes by the edition in force on a field of its own; again when a later one
	 * came. Counted as a use of the service, once for each field.
	 * @return the adoption
	 */
	@PreAuthorize("hasAuthority('production:expert:ask')")
	public UUID adopt(UUID id, UUID plantingId) {
		lock(id);
		var solution = view(id);
		solution.state().after(SolutionState.Action.ADOPT);
		var member = members.requireActive(Actor.current().memberId()).memberId();
		var planting = plantings.find(plantingId)
			.filter(it -> it.memberId().equals(member))
			.orElseThrow(() -> new NotFound("production.planting.not-found", plantingId));
		if (!planting.crop().equals(solution.crop())) {
			throw new RuleBroken("production.solution.other-crop", solution.cropName()).at("plantingId");
		}
		if (planting.state() != PlantingState.PLANNED && planting.state() != PlantingState.GROWING
				&& planting.state() != PlantingState.HARVESTING) {
			throw new RuleBroken("production.solution.planting-over").at("plantingId");
		}
		var actor = Actor.current();
		var adopted = sql.sql("""
				insert into production_solution_adoption (id, tenant_id, solution_id, edition, member_id, planting_id,
				  adopted_on, adopted_at, adopted_by, by_name)
				values (:id, :tenant, :solution, :edition, :member, :planting, :on, :at, :by, :name)
				on conflict on constraint production_solution_adoption_once_uq do update
				  set edition = excluded.edition, adopted_at = excluded.adopted_at, adopted_by = excluded.adopted_by,
				      by_name = excluded.by_name
				  where production_solution_adoption.edition < excluded.edition
				returning id""")
			.param("id", Ids.next())
			.param("tenant", Tenant.require())
			.param("solution", id)
			.param("edition", solution.edition())
			.param("member", member)
			.param("planting", plantingId)
			.param("on", clock.today())
			.param("at", Timestamp.from(clock.now()))
			.param("by", actor.personId())
			.param("name", actor.displayName())
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("production.solution.adopted", planting.plotName()).at("plantingId"));
		uses.record(member, ServiceKind.FIELD_SERVICE, clock.today(), "production.solution", adopted);
		return adopted;
	}

	/** Work on that field was done by the solution: since the farm goes by it. */
	@PreAuthorize("hasAuthority('production:expert:ask')")
	public void link(UUID id, UUID adoptionId, UUID operationId) {
		var adoption = own(id, adoptionId);
		var work = adoption.works()
			.stream()
			.filter(it -> it.operationId().equals(operationId))
			.findFirst()
			.orElseThrow(
					() -> new RuleBroken("production.solution.other-work", adoption.adoptedOn()).at("operationId"));
		if (work.linked()) {
			throw new RuleBroken("production.solution.linked").at("operationId");
		}
		var done = sql.sql("""
				insert into production_solution_operation (tenant_id, adoption_id, planting_id, operation_id, linked_at)
				values (?, ?, ?, ?, ?) on conflict do nothing""")
			.params(Tenant.require(), adoptionId, adoption.plantingId(), operationId, Timestamp.from(clock.now()))
			.update();
		if (done == 0) {
			throw new RuleBroken("production.solution.linked").at("operationId");
		}
	}

	/** Whether it helped; the last word stands. */
	@PreAuthorize("hasAuthority('production:expert:ask')")
	public void tell(UUID id, UUID adoptionId, Outcome outcome, @Nullable String remark) {
		own(id, adoptionId);
		var said = blankToNull(remark);
		if (said != null && said.length() > 200) {
			throw new RuleBroken("production.expert.text", 200).at("remark");
		}
		sql.sql("""
				update production_solution_adoption set outcome = :outcome, remark = :remark, told_at = :at where id = :id""")
			.param("outcome", outcome.name())
			.param("remark", said, java.sql.Types.VARCHAR)
			.param("at", Timestamp.from(clock.now()))
			.param("id", adoptionId)
			.update();
	}

	private SolutionView.Adoption own(UUID id, UUID adoptionId) {
		var me = Actor.current().memberId();
		return adoptions(id).stream()
			.filter(it -> it.id().equals(adoptionId) && it.memberId().equals(me))
			.findFirst()
			.orElseThrow(() -> new NotFound("production.solution.not-adopted", adoptionId));
	}

	private Doctors.Doctor ofTeam(UUID teamId) {
		var me = doctors.requireMe();
		if (teams.experts(teamId).stream().noneMatch(it -> it.doctorId().equals(me.id()))) {
			throw new Forbidden("production.expert.not-of-team");
		}
		return me;
	}

	private static void check(SolutionView.Text text) {
		require(text.title(), 80, "title");
		require(text.problem(), 1000, "problem");
		require(text.steps(), 4000, "steps");
		var note = text.note();
		if (note != null && note.length() > 200) {
			throw new RuleBroken("production.expert.text", 200).at("note");
		}
	}

	private static void require(String text, int most, String field) {
		if (text.isBlank() || text.length() > most) {
			throw new RuleBroken("production.expert.text", most).at(field);
		}
	}

	/** Of the farm, or the township; null for the county. */
	private @Nullable String division(To to) {
		var memberId = to.memberId();
		var township = to.township();
		return switch (to.audience()) {
			case MEMBER -> {
				if (memberId == null) {
					throw new RuleBroken("production.solution.member").at("memberNo");
				}
				yield members.requireActive(memberId).divisionCode();
			}
			case TOWNSHIP -> {
				if (memberId != null || township == null || township.length() != 9) {
					throw new RuleBroken("production.solution.township").at("township");
				}
				divisions.require(new DivisionCode(township));
				yield township;
			}
			case COUNTY -> {
				if (memberId != null || township != null) {
					throw new RuleBroken("production.solution.township").at("township");
				}
				yield null;
			}
		};
	}

	private SolutionView locked(UUID id, long version) {
		lock(id);
		var solution = view(id);
		if (solution.version() != version) {
			throw new Stale("kernel.stale");
		}
		return solution;
	}

	private void lock(UUID id) {
		sql.sql("select id from production_solution where id = ? for update").param(id).query(UUID.class).optional();
	}

	private static boolean writes() {
		return Actor.current().may("production:expert:answer");
	}

	private String home() {
		var member = Reach.current().member();
		return member.isEmpty() ? ""
				: members.find(UUID.fromString(member)).map(MemberSummary::divisionCode).orElse("");
	}

	private List<SolutionView> named(List<SolutionView> rows) {
		var writes = writes();
		var known = farms
			.inSet(rows.stream().map(SolutionView::memberId).flatMap(Stream::ofNullable).collect(Collectors.toSet()));
		return rows.stream().map(row -> {
			var farm = (row.memberId() != null) ? known.get(row.memberId()) : null;
			var division = row.division();
			var it = (farm != null) ? row.withMemberName(farm.name())
					: (division != null) ? row.withPlace(divisions.name(new DivisionCode(division))) : row;
			return writes ? it : it.withDraft(null);
		}).toList();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("crop", Objects.toString(filter.crop(), ""))
			.param("team", Objects.toString(filter.teamId(), ""))
			.param("home", home())
			.param("writes", writes())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static SolutionView view(ResultSet row, int n) throws SQLException {
		var state = SolutionState.valueOf(row.getString("state"));
		var edition = row.getInt("edition");
		return new SolutionView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("team_id", UUID.class), row.getString("team_name"), row.getString("team_phone"),
				row.getString("author"), row.getObject("request_id", UUID.class), row.getString("crop"),
				row.getString("crop_name"), Audience.valueOf(row.getString("audience")),
				row.getObject("member_id", UUID.class), "", row.getString("division"), "", state, edition,
				text(row, (edition > 0) ? "sent_" : ""), (state == SolutionState.SENT) ? null : text(row, ""),
				row.getObject("written_at", OffsetDateTime.class).toInstant(),
				row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getLong("adoptions"),
				row.getBoolean("mine"), row.getLong("version"));
	}

	private static SolutionView.Text text(ResultSet row, String prefix) throws SQLException {
		return new SolutionView.Text(row.getString(prefix + "title"), row.getString(prefix + "problem"),
				row.getString(prefix + "steps"), row.getString(prefix + "note"));
	}

	private static SolutionView.Adoption adoption(ResultSet row, int n) throws SQLException {
		var outcome = row.getString("outcome");
		return new SolutionView.Adoption(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				row.getObject("planting_id", UUID.class), row.getString("plot_name"), row.getInt("edition"),
				row.getObject("adopted_on", LocalDate.class), (outcome != null) ? Outcome.valueOf(outcome) : null,
				row.getString("remark"), List.of());
	}

	private static @Nullable String blankToNull(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text.strip();
	}

}
