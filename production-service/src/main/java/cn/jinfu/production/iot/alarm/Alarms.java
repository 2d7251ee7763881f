package cn.jinfu.production.iot.alarm;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Colleagues;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was raised: seen, given to somebody, commented and looked up. Only readings and
 * rules end an alarm.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class Alarms {

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param open true: only what is not over
	 * @param crop on plots where it stands now
	 */
	public record Filter(@Nullable AlarmState state, @Nullable Severity severity, @Nullable UUID deviceId,
			@Nullable String division, boolean open, @Nullable String crop, @Nullable String after, int limit) {

		public Filter(@Nullable AlarmState state, @Nullable Severity severity, @Nullable UUID deviceId,
				@Nullable String division, @Nullable String after, int limit) {
			this(state, severity, deviceId, division, false, null, after, limit);
		}

		public Filter(@Nullable AlarmState state, @Nullable Severity severity, @Nullable UUID deviceId,
				@Nullable String after, int limit) {
			this(state, severity, deviceId, null, after, limit);
		}
	}

	private static final String ACKNOWLEDGE = "production:alarm:acknowledge";

	private static final String TYPE = "Alarm";

	private static final int TEXT = 400;

	/** So many steps are shown; a reminder every few minutes makes many. */
	private static final int STEPS = 200;

	private static final String FROM = """
			 from production_alarm a
			 join production_alarm_rule r on r.tenant_id = a.tenant_id and r.id = a.rule_id
			 join production_series s on s.tenant_id = a.tenant_id and s.id = a.series_id
			 join production_device d on d.tenant_id = a.tenant_id and d.id = a.device_id
			 left join production_plot g on g.tenant_id = a.tenant_id and g.id = a.plot_id
			""";

	private static final String SELECT = """
			select a.*, r.name as rule_name, s.name as channel, s.unit, s.scale, d.name as device_name,
			       g.name as plot_name""" + FROM;

	private static final String WHERE = """
			 where (:open = '' or (a.cleared_at is null) = (:open = 'yes'))
			   and (:seen = '' or (a.acked_at is not null) = (:seen = 'yes'))
			   and (:severity = '' or a.severity = :severity) and (:device = '' or a.device_id = nullif(:device, '')::uuid)
			   and (:crop = '' or exists (select 1 from production_planting x where x.tenant_id = a.tenant_id
			     and x.plot_id = a.plot_id and x.crop = :crop and x.state in ('PLANNED', 'GROWING', 'HARVESTING')))
			   and (not :pending or a.cleared_at is null) and a.division like :division || '%' and
			"""
			+ Reach.on("a", "a");

	private final JdbcClient sql;

	private final Farms farms;

	private final ObjectProvider<Colleagues> colleagues;

	private final Audit audit;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public Paged<AlarmView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(SELECT + WHERE + """
				and (:at = '' or (a.raised_at, a.id) < (:at::timestamptz, :id::uuid))
				order by a.raised_at desc, a.id desc limit :limit""", filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? null : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(Alarms::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(farms.named(rows, AlarmView::memberId, AlarmView::withMemberName), filter.limit(), total,
				alarm -> Cursor.of(alarm.raisedAt(), alarm.id()));
	}

	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public AlarmView view(UUID alarmId) {
		var reach = Reach.current();
		var found = sql.sql(SELECT + " where a.id = :id and " + Reach.on("a", "a"))
			.param("id", alarmId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(Alarms::view)
			.list();
		return farms.named(found, AlarmView::memberId, AlarmView::withMemberName)
			.stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.alarm.not-found", alarmId));
	}

	/**
	 * Somebody has seen it and sees to it. The first one counts.
	 * @param note what is being done, may be empty
	 */
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	public void acknowledge(UUID alarmId, @Nullable String note, long version) {
		var alarm = view(alarmId);
		if (!alarm.state().actions().contains(AlarmState.Action.ACKNOWLEDGE)) {
			throw new WrongState("production.alarm.seen-already", alarm.ackedName() + "");
		}
		var text = said(note, "note");
		var actor = Actor.current();
		var done = sql.sql("""
				update production_alarm set note = ?, acked_by = ?, acked_name = ?, acked_at = ?, version = version + 1
				 where id = ? and version = ? and acked_at is null""")
			.param(text)
			.params(actor.personId(), actor.displayName(), Timestamp.from(clock.now()), alarmId, version)
			.update();
		if (done == 0) {
			throw new Stale("kernel.stale");
		}
		audit.record("acknowledge", TYPE, alarmId, null);
	}

	/** Whom this alarm may be given to: who could acknowledge it himself, by name. */
	@PreAuthorize("hasAuthority('production:alarm:assign')")
	@Transactional(readOnly = true)
	public List<Actor> assignees(UUID alarmId) {
		return able(view(alarmId));
	}

	private List<Actor> able(AlarmView alarm) {
		var division = sql.sql("select division from production_alarm where id = ?")
			.param(alarm.id())
			.query(String.class)
			.single();
		return colleagues.stream()
			.flatMap(it -> it.able(ACKNOWLEDGE).stream())
			.filter(it -> Reach.of(it.scope()).covers(alarm.memberId(), division))
			.toList();
	}

	/**
	 * Somebody is asked to see to it. It lies with him alone until he has seen it or the
	 * rule's patience is over once more.
	 * @param note what is to be done, may be empty
	 */
	@PreAuthorize("hasAuthority('production:alarm:assign')")
	public void assign(UUID alarmId, UUID personId, @Nullable String note, long version) {
		var alarm = view(alarmId);
		if (!alarm.state().actions().contains(AlarmState.Action.ASSIGN)) {
			throw new WrongState("production.alarm.over");
		}
		if (personId.equals(alarm.assigneeId())) {
			throw new WrongState("production.alarm.assigned-already", alarm.assigneeName() + "");
		}
		var text = said(note, "note");
		var assignee = able(alarm).stream()
			.filter(it -> it.personId().equals(personId))
			.findFirst()
			.orElseThrow(() -> new RuleBroken("production.alarm.assignee-unknown").at("personId"));
		var done = sql.sql("""
				update production_alarm set assignee_id = ?, assignee_name = ?, assigned_at = ?, escalated_at = null,
				       version = version + 1
				 where id = ? and version = ? and cleared_at is null""")
			.params(personId, assignee.displayName(), Timestamp.from(clock.now()), alarmId, version)
			.update();
		if (done == 0) {
			throw new Stale("kernel.stale");
		}
		step(alarmId, AlarmStepKind.ASSIGNED, assignee.displayName(), text);
		audit.record("assign", TYPE, alarmId, null);
	}

	/** A word about it, for the farm and for the staff. */
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	public void comment(UUID alarmId, @Nullable String text) {
		view(alarmId);
		var said = said(text, "text");
		if (said == null) {
			throw new RuleBroken("production.alarm.comment-missing").at("text");
		}
		step(alarmId, AlarmStepKind.COMMENTED, null, said);
	}

	private static @Nullable String said(@Nullable String text, String field) {
		var said = (text != null) ? text.strip() : "";
		if (said.length() > TEXT) {
			throw new RuleBroken("production.alarm.text-long", TEXT).at(field);
		}
		return said.isEmpty() ? null : said;
	}

	private void step(UUID alarmId, AlarmStepKind kind, @Nullable String toName, @Nullable String text) {
		var actor = Actor.current();
		sql.sql("""
				insert into production_alarm_step (tenant_id, alarm_id, kind, at, by_person, by_name, to_name, text)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), alarmId, kind.name(), Timestamp.from(clock.now()), actor.personId(),
					actor.displayName())
			.param(toName)
			.param(text)
			.update();
	}

	/** From its beginning to its end, newest first. */
	@PreAuthorize("hasAuthority('production:device:view')")
	@Transactional(readOnly = true)
	public List<AlarmStep> steps(UUID alarmId) {
		view(alarmId);
		return sql.sql("""
				select kind, at, by_name, to_name, text from (
				  select 'RAISED' as kind, raised_at as at, null as by_name, null as to_name, null as text, 0 as id
				    from production_alarm where id = :id
				  union all
				  select 'ACKNOWLEDGED', acked_at, acked_name, null, note, 0
				    from production_alarm where id = :id and acked_at is not null
				  union all
				  select 'CLEARED', cleared_at, null, null, null, 0
				    from production_alarm where id = :id and cleared_at is not null
				  union all
				  select kind, at, by_name, to_name, text, id from production_alarm_step where alarm_id = :id) x
				 order by at desc, id desc limit :limit""")
			.param("id", alarmId)
			.param("limit", STEPS)
			.query((row, n) -> new AlarmStep(AlarmStepKind.valueOf(row.getString(1)), row.getTimestamp(2).toInstant(),
					row.getString(3), row.getString(4), row.getString(5)))
			.list();
	}

	/**
	 * For the to-do list, the most urgent first. A farm sees what nobody has seen yet;
	 * staff see what lies with them, what is urgent and lies with nobody, and what was
	 * left too long.
	 */
	@PreAuthorize("hasAuthority('production:alarm:acknowledge')")
	@Transactional(readOnly = true)
	public List<AlarmView> waiting(boolean farm, int limit) {
		var rows = bind(SELECT + WHERE
				+ """
						and a.cleared_at is null
						and ((not :farm and a.assignee_id = :me) or (a.acked_at is null and (:farm or a.escalated_at is not null
						     or (a.severity = 'URGENT' and a.assignee_id is null))))
						order by array_position(array['URGENT','MAJOR','MINOR','HINT'], a.severity::text), a.raised_at limit :limit""",
				new Filter(null, null, null, null, limit))
			.param("farm", farm)
			.param("me", Actor.current().personId())
			.param("limit", limit)
			.query(Alarms::view)
			.list();
		return farms.named(rows, AlarmView::memberId, AlarmView::withMemberName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		var state = filter.state();
		return sql.sql(statement)
			.param("open", (state != null) ? yes(state.open()) : "")
			.param("seen", (state != null) ? yes(!state.waiting()) : "")
			.param("severity", (filter.severity() != null) ? filter.severity().name() : "")
			.param("device", (filter.deviceId() != null) ? filter.deviceId().toString() : "")
			.param("division", (filter.division() != null) ? filter.division() : "")
			.param("pending", filter.open())
			.param("crop", (filter.crop() != null) ? filter.crop() : "")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static String yes(boolean it) {
		return it ? "yes" : "no";
	}

	private static AlarmView view(ResultSet row, int n) throws SQLException {
		var cleared = instant(row, "cleared_at");
		var acked = instant(row, "acked_at");
		return new AlarmView(row.getObject("id", UUID.class), row.getObject("rule_id", UUID.class),
				row.getString("rule_name"), row.getInt("series_id"), row.getString("channel"), row.getString("unit"),
				row.getInt("scale"), row.getObject("device_id", UUID.class), row.getString("device_name"),
				row.getObject("member_id", UUID.class), "", row.getObject("plot_id", UUID.class),
				row.getString("plot_name"), AlarmKind.valueOf(row.getString("kind")),
				Severity.valueOf(row.getString("severity")), AlarmState.of(cleared != null, acked != null),
				row.getTimestamp("raised_at").toInstant(), number(row, "value"), number(row, "peak"),
				number(row, "limit_low"), number(row, "limit_high"), cleared, row.getString("acked_name"), acked,
				row.getString("note"), instant(row, "escalated_at"), row.getObject("assignee_id", UUID.class),
				row.getString("assignee_name"), instant(row, "reminded_at"), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

	private static @Nullable Double number(ResultSet row, String column) throws SQLException {
		var value = row.getDouble(column);
		return row.wasNull() ? null : value;
	}

}
