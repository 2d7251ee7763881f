package cn.jinfu.production.operation;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.FreshPlan;
import cn.jinfu.production.InputUnit;
import cn.jinfu.production.Reach;
import cn.jinfu.production.Told;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.standard.StandardFinding;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class OperationQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable OperationKind kind, @Nullable OperationState state,
			@Nullable UUID memberId, @Nullable UUID plantingId, boolean waiting, @Nullable String after, int limit) {

		static Filter ofMember(UUID memberId, int limit) {
			return new Filter(null, null, null, memberId, null, false, null, limit);
		}

	}

	/** A use that waits for a technician. */
	public record Waiting(UUID useId, UUID operationId, UUID memberId, String product, String plotName, String cropName,
			LocalDate on, List<Finding> findings, boolean mine, Instant recordedAt) {
	}

	private static final String SELECT = """
			select o.*, i.name as product, i.registration_no, i.unit, coalesce(h.outside, false) as outside,
			       production_over_day(o.id) as over_day, v.id as voice_note_id, v.arrived_at as said_at,
			       array_remove(o.photo_id || array(select x.file_id from production_operation_photo x
			         where x.tenant_id = o.tenant_id and x.operation_id = o.id order by x.added_at, x.file_id), null) as photo_ids,
			       coalesce(f.fields, '') as fields, coalesce(f.planting_ids, '{}') as planting_ids
			  from production_operation o
			  left join production_agri_input i on i.tenant_id = o.tenant_id and i.id = o.input_id
			  left join production_holding h on h.tenant_id = o.tenant_id and h.member_id = o.member_id
			   and h.input_id = o.input_id and h.lot_no = o.lot_no
			  left join production_voice_note v on v.tenant_id = o.tenant_id and v.operation_id = o.id
			  left join lateral (select string_agg(g.name || ' · ' || c.name, '; ' order by g.name) as fields,
			         min(g.division) as division, array_agg(p.id order by p.id) as planting_ids
			    from production_operation_planting l
			    join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			    join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			    join production_crop c on c.code = p.crop
			   where l.tenant_id = o.tenant_id and l.operation_id = o.id) f on true
			""";

	/** What a list is searched by; the rest is looked up for a page's rows only. */
	private static final String SEARCHED = """
			 from production_operation o
			 where (:kind = '' or o.kind = :kind) and (:state = '' or o.state = :state)
			   and (:member = '' or o.member_id = nullif(:member, '')::uuid)
			   and (:reachMember = '' or o.member_id = nullif(:reachMember, '')::uuid)
			""";

	private static final String FIELDS = """
			 from production_operation_planting l
			 join production_planting p on p.tenant_id = l.tenant_id and p.id = l.planting_id
			 join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			 join production_crop c on c.code = p.crop
			""";

	private static final String NAMED = """
			and o.id in (select y.id from production_operation y
			  join production_agri_input i on i.tenant_id = y.tenant_id and i.id = y.input_id
			 where i.name like '%' || :q || '%' union all select l.operation_id""" + FIELDS + """
			  where g.name || ' · ' || c.name like '%' || :q || '%')
			""";

	private static final String OF_PLANTING = """
			 and o.id in (select x.operation_id from production_operation_planting x where x.planting_id = :planting::uuid)
			""";

	private static final String WAITING = """
			 and o.id in (select u.operation_id from production_input_use u where u.standing = 'BLOCKED')
			""";

	/** Work on several fields lies where the first of them lies, as the row has it. */
	private static final String WITHIN = " and o.id in (select l.operation_id" + FIELDS
			+ " where g.division like :reachDivision || '%') and (select min(g.division)" + FIELDS
			+ " where l.tenant_id = o.tenant_id and l.operation_id = o.id) like :reachDivision || '%' ";

	private final JdbcClient sql;

	private final Farms members;

	@PreAuthorize("hasAuthority('production:operation:view')")
	public Paged<OperationView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		FreshPlan.in(sql);
		var found = found(filter);
		var rows = bind(SELECT + " where o.id in (select o.id" + found + """
				and (:afterDay = '' or (o.on_day, o.id) <
				     (cast(nullif(:afterDay, '') as date), cast(nullif(:afterId, '') as uuid)))
				order by o.on_day desc, o.id desc limit :limit) order by o.on_day desc, o.id desc""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, n) -> view(row, List.of(), List.of()))
			.list();
		var total = bind("select count(*) from (select 1" + found + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.on(), row.id()));
	}

	/** A condition that is a query of its own stands there only where it is asked for. */
	private static String found(Filter filter) {
		return SEARCHED + ((filter.q() == null || filter.q().isBlank()) ? "" : NAMED)
				+ ((filter.plantingId() != null) ? OF_PLANTING : "") + (filter.waiting() ? WAITING : "")
				+ (Reach.current().division().isEmpty() ? "" : WITHIN);
	}

	@PreAuthorize("hasAuthority('production:operation:view')")
	public OperationView view(UUID operationId) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where o.id = :id and" + Reach.on("o", "f"))
			.param("id", operationId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, n) -> view(row, workers(operationId), uses(operationId)))
			.list()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.operation.not-found", operationId));
	}

	/** The last one with something put on the field, for "same as last". */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public Optional<OperationView> last(UUID memberId) {
		return sql
			.sql(SELECT + " where o.member_id = ? and o.state = 'DONE' order by o.recorded_at desc, o.id desc limit 1")
			.param(memberId)
			.query((row, n) -> view(row, List.of(), List.of()))
			.optional();
	}

	/** What a farm has planned up to a day, the nearest first. */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<OperationView> planned(UUID memberId, LocalDate upTo) {
		return sql.sql(SELECT
				+ " where o.member_id = ? and o.state = 'PLANNED' and o.on_day <= ? order by o.on_day, o.id limit 50")
			.params(memberId, upTo)
			.query((row, n) -> view(row, List.of(), List.of()))
			.list();
	}

	/** How a farm last told a quantity of each input; the unit it thinks in. */
	@PreAuthorize("hasAuthority('production:operation:view')")
	public Map<UUID, Told> lastTold(UUID memberId) {
		var told = new HashMap<UUID, Told>();
		sql.sql("""
				select distinct on (input_id) input_id, told_count, told_unit, told_each from production_operation
				 where member_id = ? and told_unit is not null and state = 'DONE'
				 order by input_id, recorded_at desc, id desc""")
			.param(memberId)
			.query((row, n) -> Map.entry(row.getObject(1, UUID.class),
					Objects.requireNonNull(Told.of(row.getBigDecimal(2), row.getString(3), row.getBigDecimal(4)))))
			.list()
			.forEach(entry -> told.put(entry.getKey(), entry.getValue()));
		return told;
	}

	/** Uses that wait for a technician, the oldest first. */
	@PreAuthorize("hasAuthority('production:use:decide')")
	public List<Waiting> waiting(int limit) {
		var reach = Reach.current();
		return sql.sql("""
				select u.id, u.operation_id, u.member_id, u.product, f.plot_name, f.crop_name, u.on_day, u.findings,
				       u.recorded_by, o.recorded_at
				  from production_input_use u
				  join production_operation o on o.tenant_id = u.tenant_id and o.id = u.operation_id
				  join production_planting_fact f on f.tenant_id = u.tenant_id and f.id = u.planting_id
				 where u.standing = 'BLOCKED' and""" + Reach.on("u", "f") + " order by u.on_day, u.id limit :limit")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.param("limit", limit)
			.query((row, n) -> new Waiting(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					row.getObject(3, UUID.class), row.getString(4), row.getString(5), row.getString(6),
					row.getObject(7, LocalDate.class), findings(row.getArray(8)),
					Actor.current().personId().equals(row.getObject(9, UUID.class)), row.getTimestamp(10).toInstant()))
			.list();
	}

	private List<OperationView.Use> uses(UUID operationId) {
		return sql.sql("""
				select u.*, f.plot_name, f.crop_name from production_input_use u
				  join production_planting_fact f on f.tenant_id = u.tenant_id and f.id = u.planting_id
				 where u.operation_id = ? order by f.plot_name""")
			.param(operationId)
			.query((row, n) -> new OperationView.Use(row.getObject("id", UUID.class),
					row.getObject("planting_id", UUID.class), row.getString("plot_name"), row.getString("crop_name"),
					row.getBigDecimal("quantity"), row.getBigDecimal("dose_per_mu"), row.getBigDecimal("dose_max"),
					row.getInt("nth_use"), row.getObject("max_times", Integer.class),
					row.getObject("interval_days", Integer.class), row.getObject("safe_on", LocalDate.class),
					findings(row.getArray("findings")), offStandard(row.getArray("off_standard")),
					Standing.valueOf(row.getString("standing")), row.getObject("decided_safe_on", LocalDate.class),
					row.getString("decided_reason"), row.getString("test_ref"),
					Actor.current().personId().equals(row.getObject("recorded_by", UUID.class)),
					row.getLong("version")))
			.list();
	}

	private List<About.Worker> workers(UUID operationId) {
		return sql.sql("select name, hours from production_operation_worker where operation_id = ? order by name")
			.param(operationId)
			.query((row, n) -> new About.Worker(row.getString(1), row.getBigDecimal(2)))
			.list();
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	private static <E extends Enum<E>> @Nullable E word(Class<E> type, ResultSet row, String column)
			throws SQLException {
		var name = row.getString(column);
		return (name != null) ? Enum.valueOf(type, name) : null;
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("kind", (filter.kind() != null) ? filter.kind().name() : "")
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("planting", Objects.toString(filter.plantingId(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private List<OperationView> named(List<OperationView> rows) {
		return members.named(rows, OperationView::memberId, OperationView::withMemberName);
	}

	private static OperationView view(ResultSet row, List<About.Worker> workers, List<OperationView.Use> uses)
			throws SQLException {
		var unit = row.getString("unit");
		return new OperationView(row.getObject("id", UUID.class), row.getObject("member_id", UUID.class), "",
				OperationKind.valueOf(row.getString("kind")), row.getObject("on_day", LocalDate.class),
				OperationState.valueOf(row.getString("state")), row.getBoolean("late"), row.getString("late_reason"),
				row.getString("note"), word(Weather.class, row, "weather"), word(UseMethod.class, row, "method"),
				row.getBigDecimal("amount"), word(AmountUnit.class, row, "amount_unit"), workers,
				row.getBoolean("over_day"), List.of((UUID[]) row.getArray("photo_ids").getArray()),
				row.getObject("input_id", UUID.class), row.getString("product"), row.getString("registration_no"),
				row.getString("lot_no"), row.getBigDecimal("quantity"), (unit != null) ? InputUnit.valueOf(unit) : null,
				Told.of(row.getBigDecimal("told_count"), row.getString("told_unit"), row.getBigDecimal("told_each")),
				row.getString("pest"), row.getBoolean("outside"),
				row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getString("by_name"),
				row.getString("void_reason"), row.getString("fields"),
				List.of((UUID[]) row.getArray("planting_ids").getArray()), uses,
				row.getObject("voice_note_id", UUID.class), instant(row, "said_at"), row.getLong("version"));
	}

	private static List<StandardFinding> offStandard(Array array) throws SQLException {
		return Arrays.stream((String[]) array.getArray()).map(StandardFinding::valueOf).toList();
	}

	private static List<Finding> findings(Array array) throws SQLException {
		return Arrays.stream((String[]) array.getArray()).map(Finding::valueOf).toList();
	}

}
