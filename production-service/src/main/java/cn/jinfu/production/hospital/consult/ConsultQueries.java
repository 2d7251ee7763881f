package cn.jinfu.production.hospital.consult;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Reach;
import cn.jinfu.production.hospital.doctor.DoctorLevel;
import cn.jinfu.production.hospital.doctor.Doctors;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class ConsultQueries {

	/** No doctor's. */
	private static final String NOBODY = new UUID(0, 0).toString();

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param open whether a doctor owes an answer
	 * @param mine only the reader's own cases
	 */
	public record Filter(@Nullable String q, @Nullable ConsultState state, boolean open, boolean mine,
			@Nullable UUID memberId, @Nullable String after, int limit) {
	}

	/**
	 * One thing that was said: words or a picture.
	 */
	public record Said(boolean byDoctor, @Nullable String text, @Nullable UUID fileId, Instant at, String byName) {
	}

	/**
	 * How fast questions of a time were answered.
	 *
	 * @param medianMinutes from question to first answer; null when none was answered
	 * @param withinPercent of those answered, or open for longer than the target, how
	 * many had their answer within it; null when there are none
	 */
	public record Figures(long asked, long answered, long open, @Nullable BigDecimal medianMinutes,
			@Nullable BigDecimal withinPercent, @Nullable BigDecimal rating) {
	}

	public record OfDoctor(UUID doctorId, String name, String hospital, long answered,
			@Nullable BigDecimal medianMinutes, @Nullable BigDecimal withinPercent, @Nullable BigDecimal rating) {
	}

	private static final String FROM = """
			  from production_consult c
			  join production_planting p on p.tenant_id = c.tenant_id and p.id = c.planting_id
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			  join production_crop k on k.code = c.crop
			  left join production_doctor d on d.tenant_id = c.tenant_id and d.id = coalesce(c.doctor_id, c.referred_to)
			""";

	private static final String SELECT = "select c.*, g.name as plot_name, k.name as crop_name, d.name as doctor_name"
			+ FROM;

	private static final String WHERE = """
			 where (:q = '' or c.no ilike '%' || :q || '%' or c.question like '%' || :q || '%' or k.name = :q
			        or g.name like '%' || :q || '%')
			   and (:state = '' or c.state = :state)
			   and (not :open or c.state in ('WAITING', 'TAKEN', 'DIAGNOSING', 'NEEDS_MORE'))
			   and (:doctor = '' or c.doctor_id = nullif(:doctor, '')::uuid) and (:member = '' or c.member_id = nullif(:member, '')::uuid) and
			"""
			+ Reach.on("c", "c");

	private static final String SPEED = """
			 percentile_cont(0.5) within group (order by extract(epoch from c.answered_at - c.opened_at) / 60)
			   filter (where c.answered_at is not null) as median,
			 round(100.0 * count(*) filter (where c.answered_at <= c.opened_at + :target * interval '1 second')
			   / nullif(count(*) filter (where c.answered_at is not null
			                               or c.opened_at + :target * interval '1 second' < :now), 0), 1) as within,
			 round(avg(c.rating), 1) as rating
			""";

	/** Within so many minutes a farm should have its answer. */
	public static long targetMinutes() {
		return ConsultRules.TARGET.toMinutes();
	}

	private final JdbcClient sql;

	private final Farms farms;

	private final Doctors doctors;

	private final BusinessClock clock;

	/** The latest first. */
	@PreAuthorize("hasAuthority('production:consult:view')")
	public Paged<ConsultView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var me = me();
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (c.opened_at, c.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by c.opened_at desc, c.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row, me))
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.openedAt(), row.id()));
	}

	/**
	 * The pool as this doctor sees it: sent to him first, then what was not answered in
	 * time, then the longest waiting.
	 */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public List<ConsultView> pool(int limit) {
		var me = me();
		return named(sql.sql(SELECT + """
				where c.state = 'WAITING' and (c.referred_to is null or c.referred_to::text = :me)
				order by c.referred_to is null, c.escalated_at is null, c.waiting_since limit :limit""")
			.param("me", Objects.toString(me, ""))
			.param("limit", limit)
			.query((row, n) -> view(row, me))
			.list());
	}

	/** What this doctor has in hand, the longest waiting farm first. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public List<ConsultView> mine(int limit) {
		var me = me();
		return named(sql.sql(SELECT + """
				where c.state in ('TAKEN', 'DIAGNOSING', 'NEEDS_MORE') and c.doctor_id::text = :me
				order by c.opened_at limit :limit""")
			.param("me", Objects.toString(me, ""))
			.param("limit", limit)
			.query((row, n) -> view(row, me))
			.list());
	}

	/** Whoever was asked for more, for the farm's to-do list. */
	@PreAuthorize("hasAuthority('production:consult:ask')")
	public List<ConsultView> askedForMore(UUID memberId) {
		return sql.sql(SELECT + " where c.state = 'NEEDS_MORE' and c.member_id = ? order by c.opened_at")
			.param(memberId)
			.query((row, n) -> view(row, null))
			.list();
	}

	/** Questions that nobody answered within the target, the oldest first. */
	@PreAuthorize("hasAuthority('production:hospital:manage')")
	public List<ConsultView> late(int limit) {
		return named(sql.sql(SELECT + """
				where c.state in ('WAITING', 'TAKEN', 'DIAGNOSING') and c.answered_at is null and c.opened_at < ?
				order by c.opened_at limit ?""")
			.params(Timestamp.from(clock.now().minus(ConsultRules.TARGET)), limit)
			.query((row, n) -> view(row, null))
			.list());
	}

	/** What colleagues left unanswered, for a chief doctor; empty for every other one. */
	@PreAuthorize("hasAuthority('production:consult:answer')")
	public List<ConsultView> lateWithColleagues(int limit) {
		var chief = doctors.me().filter(it -> it.level() == DoctorLevel.CHIEF).map(Doctors.Doctor::id).orElse(null);
		if (chief == null) {
			return List.of();
		}
		return named(sql.sql(SELECT + """
				where c.state in ('TAKEN', 'DIAGNOSING') and c.answered_at is null and c.escalated_at is not null
				  and c.doctor_id <> ? order by c.opened_at limit ?""")
			.params(chief, limit)
			.query((row, n) -> view(row, chief))
			.list());
	}

	@PreAuthorize("hasAuthority('production:consult:view')")
	public ConsultView view(UUID consultId) {
		var reach = Reach.current();
		var me = me();
		var found = sql.sql(SELECT + " where c.id = :id and " + Reach.on("c", "c"))
			.param("id", consultId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> view(row, me))
			.list();
		return named(found).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.consult.not-found", consultId));
	}

	/** In the order in which it was said. */
	@PreAuthorize("hasAuthority('production:consult:view')")
	public List<Said> said(UUID consultId) {
		view(consultId);
		return sql.sql("""
				select side, text, file_id, at, by_name from production_consult_message
				 where consult_id = ? order by id limit 500""")
			.param(consultId)
			.query((row, n) -> new Said("DOCTOR".equals(row.getString(1)), row.getString(2),
					row.getObject(3, UUID.class), row.getTimestamp(4).toInstant(), row.getString(5)))
			.list();
	}

	/** Over the questions asked on these days, within the reader's reach. */
	@PreAuthorize("hasAuthority('production:consult:view')")
	public Figures figures(LocalDate from, LocalDate to) {
		return window("""
				select count(*) as asked, count(*) filter (where c.answered_at is not null) as answered,
				       count(*) filter (where c.state in ('WAITING', 'TAKEN', 'DIAGNOSING', 'NEEDS_MORE')) as open,
				""" + SPEED + " from production_consult c where c.opened_at >= :from and c.opened_at < :to and "
				+ Reach.on("c", "c"), from, to)
			.query((row, n) -> new Figures(row.getLong("asked"), row.getLong("answered"), row.getLong("open"),
					minutes(row), row.getBigDecimal("within"), row.getBigDecimal("rating")))
			.single();
	}

	/** The same by the doctor who answered, most answers first. */
	@PreAuthorize("hasAuthority('production:consult:view')")
	public List<OfDoctor> byDoctor(LocalDate from, LocalDate to) {
		return window("select d.id, d.name, h.name as hospital, count(*) as answered, " + SPEED + """
				 from production_consult c
				 join production_doctor d on d.tenant_id = c.tenant_id and d.id = c.doctor_id
				 join production_hospital h on h.tenant_id = d.tenant_id and h.id = d.hospital_id
				where c.answered_at is not null and c.opened_at >= :from and c.opened_at < :to and
				""" + Reach.on("c", "c") + " group by d.id, d.name, h.name order by count(*) desc, d.name", from, to)
			.query((row, n) -> new OfDoctor(row.getObject("id", UUID.class), row.getString("name"),
					row.getString("hospital"), row.getLong("answered"), minutes(row), row.getBigDecimal("within"),
					row.getBigDecimal("rating")))
			.list();
	}

	private JdbcClient.StatementSpec window(String statement, LocalDate from, LocalDate to) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("from", Timestamp.from(from.atStartOfDay(BusinessClock.ZONE).toInstant()))
			.param("to", Timestamp.from(to.plusDays(1).atStartOfDay(BusinessClock.ZONE).toInstant()))
			.param("target", ConsultRules.TARGET.toSeconds())
			.param("now", Timestamp.from(clock.now()))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static @Nullable BigDecimal minutes(ResultSet row) throws SQLException {
		var median = row.getBigDecimal("median");
		return (median != null) ? median.setScale(0, java.math.RoundingMode.HALF_UP) : null;
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		var state = filter.state();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (state != null) ? state.name() : "")
			.param("open", filter.open())
			.param("doctor", filter.mine() ? Objects.toString(me(), NOBODY) : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private @Nullable UUID me() {
		return doctors.me().map(Doctors.Doctor::id).orElse(null);
	}

	private List<ConsultView> named(List<ConsultView> rows) {
		return farms.named(rows, ConsultView::memberId, ConsultView::withMemberName);
	}

	private static ConsultView view(ResultSet row, @Nullable UUID me) throws SQLException {
		var state = ConsultState.valueOf(row.getString("state"));
		var doctor = row.getObject("doctor_id", UUID.class);
		var referred = row.getObject("referred_to", UUID.class);
		var mine = me != null && me.equals(doctor);
		var forMe = me != null && state == ConsultState.WAITING && (referred == null || referred.equals(me));
		return new ConsultView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), "", row.getString("division"),
				row.getObject("planting_id", UUID.class), row.getString("plot_name"), row.getString("crop"),
				row.getString("crop_name"), row.getString("question"), ConsultChannel.valueOf(row.getString("channel")),
				state, doctor, row.getString("doctor_name"), referred, mine, forMe,
				row.getTimestamp("opened_at").toInstant(), row.getTimestamp("waiting_since").toInstant(),
				instant(row, "taken_at"), row.getObject("visit_on", LocalDate.class), row.getString("answer"),
				instant(row, "answered_at"), instant(row, "escalated_at"), row.getObject("rating", Integer.class),
				row.getString("rating_note"), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
