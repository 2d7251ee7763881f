package cn.jinfu.production.service.order;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.Reach;
import cn.jinfu.production.input.Farms;
import cn.jinfu.production.service.provider.ServiceItem;
import cn.jinfu.production.service.provider.ServiceUnit;
import cn.jinfu.production.service.provider.Terrain;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class ServiceOrderQueries {

	/** Whose orders of a member: those it gave, or those it serves. */
	public enum Side {

		ANY, FARM, PROVIDER

	}

	public record Filter(@Nullable String q, @Nullable ServiceOrderState state, Side side, @Nullable UUID providerId,
			@Nullable String after, int limit) {
	}

	private static final String FROM = """
			  from production_service_order o
			  join production_service_provider v on v.tenant_id = o.tenant_id and v.id = o.provider_id
			  join production_planting p on p.tenant_id = o.tenant_id and p.id = o.planting_id
			  join production_plot g on g.tenant_id = p.tenant_id and g.id = p.plot_id
			  join production_crop k on k.code = p.crop
			  left join production_machine m on m.tenant_id = o.tenant_id and m.id = o.machine_id
			""";

	private static final String SELECT = """
			select o.*, v.member_id as provider_member, v.phone, v.terrain, g.name as plot_name, k.name as crop_name,
			       m.name as machine_name""" + FROM;

	/**
	 * A member sees what it ordered and what it serves; staff what lies in their reach.
	 */
	private static final String REACH = """
			 (:reachMember = '' or o.member_id = nullif(:reachMember, '')::uuid or v.member_id = nullif(:reachMember, '')::uuid)
			 and (:reachDivision = '' or o.division like :reachDivision || '%')
			""";

	private static final String WHERE = """
			 where (:q = '' or o.no ilike '%' || :q || '%' or o.name like '%' || :q || '%' or g.name like '%' || :q || '%')
			   and (:state = '' or o.state = :state)
			   and (:provider = '' or o.provider_id = nullif(:provider, '')::uuid)
			   and (:side <> 'FARM' or o.member_id = nullif(:reachMember, '')::uuid)
			   and (:side <> 'PROVIDER' or v.member_id = nullif(:reachMember, '')::uuid) and
			"""
			+ REACH;

	private final JdbcClient sql;

	private final Farms farms;

	/** The latest first. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public Paged<ServiceOrderView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(
				SELECT + WHERE
						+ """
								and (:at = '' or (o.ordered_at, o.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
								order by o.ordered_at desc, o.id desc limit :limit""",
				filter)
			.param("at", from.isEmpty() ? "" : from.getFirst())
			.param("id", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query(ServiceOrderQueries::view)
			.list();
		var total = bind("select count(*) from (select 1" + FROM + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(named(rows), filter.limit(), total, row -> Cursor.of(row.orderedAt(), row.id()));
	}

	@PreAuthorize("hasAuthority('production:service:view')")
	public ServiceOrderView view(UUID orderId) {
		var reach = Reach.current();
		return named(sql.sql(SELECT + " where o.id = :id and " + REACH)
			.param("id", orderId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query(ServiceOrderQueries::view)
			.list()).stream()
			.findFirst()
			.orElseThrow(() -> new NotFound("production.service-order.not-found", orderId));
	}

	/** For whoever may see the order. */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<UUID> photos(UUID orderId) {
		view(orderId);
		return sql.sql("select file_id from production_service_photo where order_id = ? order by file_id")
			.param(orderId)
			.query(UUID.class)
			.list();
	}

	/**
	 * What a member has to do next about its orders, on either side, the oldest first.
	 */
	@PreAuthorize("hasAuthority('production:service:view')")
	public List<ServiceOrderView> waiting(int limit) {
		var reach = Reach.current();
		if (reach.member().isEmpty()) {
			return List.of();
		}
		return named(sql.sql(SELECT + """
				where (o.state = 'REPORTED' and o.member_id::text = :member)
				   or (o.state in ('ORDERED', 'TAKEN', 'REWORK', 'ACCEPTED') and v.member_id::text = :member)
				order by o.changed_at limit :limit""")
			.param("member", reach.member())
			.param("limit", limit)
			.query(ServiceOrderQueries::view)
			.list());
	}

	/** What nobody has answered since that moment, for the officer. */
	@PreAuthorize("hasAuthority('production:service:manage')")
	public List<ServiceOrderView> stale(Instant since, int limit) {
		return named(sql.sql(SELECT + """
				where o.state in ('ORDERED', 'REPORTED', 'REWORK') and o.changed_at < :since
				order by o.changed_at limit :limit""")
			.param("since", java.sql.Timestamp.from(since))
			.param("limit", limit)
			.query(ServiceOrderQueries::view)
			.list());
	}

	private List<ServiceOrderView> named(List<ServiceOrderView> rows) {
		return farms.named(farms.named(rows, ServiceOrderView::memberId, ServiceOrderView::withMemberName),
				ServiceOrderView::providerMemberId, ServiceOrderView::withProviderName);
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", Objects.requireNonNullElse(filter.q(), "").strip())
			.param("state", (filter.state() != null) ? filter.state().name() : "")
			.param("provider", Objects.toString(filter.providerId(), ""))
			.param("side", filter.side().name())
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static ServiceOrderView view(ResultSet row, int n) throws SQLException {
		var me = Reach.current().member();
		var member = row.getObject("member_id", UUID.class);
		var provider = row.getObject("provider_member", UUID.class);
		return new ServiceOrderView(row.getObject("id", UUID.class), row.getString("no"), member, "",
				row.getObject("provider_id", UUID.class), provider, "", row.getString("phone"),
				row.getObject("planting_id", UUID.class), row.getString("plot_name"), row.getString("crop_name"),
				ServiceItem.valueOf(row.getString("item")), row.getString("name"),
				ServiceUnit.valueOf(row.getString("unit")), new Money(row.getBigDecimal("unit_price")),
				row.getBigDecimal("quantity"), row.getObject("wanted_on", LocalDate.class), row.getString("note"),
				row.getBigDecimal("distance_km"), row.getBigDecimal("radius_km"),
				Terrain.valueOf(row.getString("terrain")).circleKm(), ServiceOrderState.valueOf(row.getString("state")),
				row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
				row.getObject("changed_at", OffsetDateTime.class).toInstant(), row.getString("machine_name"),
				row.getString("worker"), instant(row, "starts_at"), instant(row, "ends_at"),
				row.getObject("done_on", LocalDate.class), row.getBigDecimal("done_quantity"),
				money(row, "material_amount"), row.getString("report_note"), row.getObject("operation_id", UUID.class),
				row.getBigDecimal("accepted_quantity"), row.getObject("score", Integer.class),
				row.getObject("accept_warned_on", LocalDate.class), row.getBoolean("accepted_silently"),
				money(row, "work_amount"), money(row, "amount"), row.getObject("paid_on", LocalDate.class),
				row.getString("paid_ref"), member.toString().equals(me), provider.toString().equals(me),
				row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getObject(column, OffsetDateTime.class);
		return (at != null) ? at.toInstant() : null;
	}

	private static @Nullable Money money(ResultSet row, String column) throws SQLException {
		BigDecimal amount = row.getBigDecimal(column);
		return (amount != null) ? new Money(amount) : null;
	}

}
