package cn.jinfu.production.fieldcase;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.production.ProductionFourEyes;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Cases as staff handle them and farms read them; {@link CaseOpening} makes them. */
@Service
@Transactional
@RequiredArgsConstructor
public class FieldCases {

	static final String TYPE = "FieldCase";

	/**
	 * What a list may be narrowed to; empty means all.
	 *
	 * @param division code of a township or village
	 * @param crop of the planting it is about
	 * @param open true: only what is not closed
	 */
	public record Filter(@Nullable String q, @Nullable FieldCaseState state, @Nullable CaseKind kind,
			@Nullable String division, @Nullable String crop, boolean open, @Nullable String after, int limit) {

		public Filter(@Nullable String q, @Nullable FieldCaseState state, @Nullable CaseKind kind,
				@Nullable String after, int limit) {
			this(q, state, kind, null, null, false, after, limit);
		}

	}

	private static final String FROM = """
			  from production_field_case c
			  left join production_planting p on p.tenant_id = c.tenant_id and p.id = c.planting_id
			  left join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			  left join production_input_use u on u.tenant_id = c.tenant_id and u.id = c.use_id
			""";

	private static final String SELECT = "select c.*, coalesce(g.name, '') as plot_name, u.operation_id" + FROM;

	private static final String WHERE = """
			 where (:q = '' or c.no ilike '%' || :q || '%' or c.product like '%' || :q || '%')
			   and (:state = '' or c.state = :state) and (:kind = '' or c.kind = :kind)
			   and c.division like :division || '%' and (:crop = '' or p.crop = :crop)
			   and (not :open or c.state <> 'CLOSED') and
			""" + Reach.on("c", "c");

	private final JdbcClient sql;

	private final Farms farms;

	private final StatusHistory history;

	private final MemberMessages messages;

	private final BusinessClock clock;

	/** The latest opened first. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public Paged<FieldCaseView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (c.opened_at, c.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by c.opened_at desc, c.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(FieldCases::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.openedAt(), row.id()));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public FieldCaseView view(UUID id) {
		return within(" where c.id = :id and ", id).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.field-case.not-found", id));
	}

	/** Those about the uses of an operation. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<FieldCaseView> ofOperation(UUID operationId) {
		return within(" where u.operation_id = :id and ", operationId);
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<FieldCaseView> ofHarvest(UUID harvestLotId) {
		return within(" where c.harvest_lot_id = :id and ", harvestLotId);
	}

	/** What is not closed, the oldest first, within the reader's reach. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('production:operation:view')")
	public List<FieldCaseView> open(int limit) {
		var reach = Reach.current();
		return named(sql
			.sql(SELECT + " where c.state <> 'CLOSED' and " + Reach.on("c", "c")
					+ " order by c.opened_at, c.id limit :limit")
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.param("limit", limit)
			.query(FieldCases::view)
			.list());
	}

	/** Somebody was there or rang, and this is what he found; the last word stands. */
	@PreAuthorize("hasAuthority('production:use:decide')")
	public void look(UUID id, LocalDate on, String finding, long version) {
		var it = locked(id, version);
		var next = it.state().after(FieldCaseState.Action.LOOK);
		require(finding, "finding");
		if (on.isAfter(clock.today()) || on.isBefore(it.openedAt().atZone(BusinessClock.ZONE).toLocalDate())) {
			throw new RuleBroken("production.field-case.day").at("on");
		}
		var actor = Actor.current();
		sql.sql("""
				update production_field_case set state = ?, finding = ?, looked_on = ?, looked_by = ?, looked_name = ?,
				       changed_at = ?, version = version + 1 where id = ?""")
			.params(next.name(), finding.strip(), on, actor.personId(), actor.displayName(),
					Timestamp.from(clock.now()), id)
			.update();
		if (next != it.state()) {
			history.record(TYPE, id, it.state(), next, null);
		}
	}

	/** Never by who made the entry. The farm is told the outcome. */
	@PreAuthorize("hasAuthority('production:use:decide')")
	public void close(UUID id, CaseConclusion conclusion, String closing, long version) {
		var it = locked(id, version);
		var next = it.state().after(FieldCaseState.Action.CLOSE);
		if (!conclusion.fits(it.kind())) {
			throw new RuleBroken("production.field-case.conclusion", it.kind()).at("conclusion");
		}
		require(closing, "closing");
		var actor = Actor.current();
		ProductionFourEyes.DECIDE_USE.requireOther("production.field-case.same-person", actor.personId(),
				enteredBy(id));
		sql.sql("""
				update production_field_case set state = ?, conclusion = ?, closing = ?, closed_by = ?, closed_name = ?,
				       closed_at = ?, changed_at = ?, version = version + 1 where id = ?""")
			.params(next.name(), conclusion.name(), closing.strip(), actor.personId(), actor.displayName(),
					Timestamp.from(clock.now()), Timestamp.from(clock.now()), id)
			.update();
		history.record(TYPE, id, it.state(), next, closing.strip());
		messages.tell(it.memberId(), "production.message.case-closed", it.no());
	}

	private static void require(String text, String field) {
		if (text.isBlank() || text.length() > 500) {
			throw new RuleBroken("production.expert.text", 500).at(field);
		}
	}

	private UUID enteredBy(UUID id) {
		return sql.sql("select entered_by from production_field_case where id = ?")
			.param(id)
			.query(UUID.class)
			.single();
	}

	private FieldCaseView locked(UUID id, long version) {
		sql.sql("select id from production_field_case where id = ? for update").param(id).query(UUID.class).optional();
		var it = view(id);
		if (it.version() != version) {
			throw new Stale("kernel.stale");
		}
		return it;
	}

	private List<FieldCaseView> within(String condition, UUID id) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + condition + Reach.on("c", "c") + " order by c.opened_at, c.id limit 50")
			.param("id", id)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(FieldCases::view)
			.list());
	}

	private List<FieldCaseView> named(List<FieldCaseView> rows) {
		return farms.named(rows, FieldCaseView::memberId, FieldCaseView::withMemberName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("kind", (filter.kind() != null) ? filter.kind().name() : "")
			.param("division", Objects.requireNonNullElse(filter.division(), ""))
			.param("crop", Objects.requireNonNullElse(filter.crop(), ""))
			.param("open", filter.open())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static FieldCaseView view(ResultSet row, int n) throws SQLException {
		var conclusion = row.getString("conclusion");
		var closed = row.getObject("closed_at", OffsetDateTime.class);
		return new FieldCaseView(row.getObject("id", UUID.class), row.getString("no"),
				CaseKind.valueOf(row.getString("kind")), row.getObject("member_id", UUID.class), "",
				row.getString("division"), row.getObject("planting_id", UUID.class), row.getString("plot_name"),
				row.getObject("operation_id", UUID.class), row.getObject("harvest_lot_id", UUID.class),
				row.getObject("purchase_id", UUID.class), row.getString("product"),
				row.getObject("safe_on", LocalDate.class), row.getObject("days_short", Integer.class),
				row.getBigDecimal("above_kg"), FieldCaseState.valueOf(row.getString("state")),
				row.getObject("opened_at", OffsetDateTime.class).toInstant(),
				row.getObject("looked_on", LocalDate.class), row.getString("looked_name"), row.getString("finding"),
				(conclusion != null) ? CaseConclusion.valueOf(conclusion) : null, row.getString("closing"),
				row.getString("closed_name"), (closed != null) ? closed.toInstant() : null,
				Actor.current().personId().equals(row.getObject("entered_by", UUID.class)), row.getLong("version"));
	}

}
