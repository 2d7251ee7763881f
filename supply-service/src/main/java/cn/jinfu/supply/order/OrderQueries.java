package cn.jinfu.supply.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class OrderQueries {

	private static final String FROM = """
			 from supply_sales_order o join member_member s on s.id = o.seller_id join member_member b on b.id = o.buyer_id
			where (:scope = 'ALL' or (:scope = 'MEMBER' and :ref in (o.seller_id::text, o.buyer_id::text)))
			""";

	private static final String SELECT = """
			select o.id, o.no, o.seller_id, o.buyer_id, s.name as seller, b.name as buyer, o.total, o.status,
			       o.created_on, o.shipped_on, o.received_on, o.paid_on, o.version
			""" + FROM;

	private final JdbcClient sql;

	/** Newest first. */
	@PreAuthorize("hasAuthority('supply:order:view')")
	Paged<OrderView> list(@Nullable String q, @Nullable OrderStatus status, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var where = """
				 and (o.no ilike :like or s.name ilike :like or b.name ilike :like)
				 and (:status::text is null or o.status = :status)
				""";
		var rows = bind(SELECT + where + " and (:after = '' or o.no < :after) order by o.no desc limit :limit")
			.param("like", like(q))
			.param("status", (status != null) ? status.name() : null, java.sql.Types.VARCHAR)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> row(row))
			.list();
		var count = bind("select count(*)" + FROM + where).param("like", like(q))
			.param("status", (status != null) ? status.name() : null, java.sql.Types.VARCHAR)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.no()));
	}

	@PreAuthorize("hasAuthority('supply:order:view')")
	OrderView view(UUID id) {
		return bind(SELECT + " and o.id = :id").param("id", id)
			.query((row, n) -> row(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.order.not-found", id));
	}

	@PreAuthorize("hasAuthority('supply:order:view')")
	List<OrderView.Line> lines(UUID id) {
		return bind("""
				select p.name, h.no, l.kg, l.price_per_kg, l.amount
				  from supply_sales_order_line l join supply_product p on p.id = l.product_id
				  left join production_harvest_lot h on h.id = l.harvest_lot_id
				 where l.order_id = (select o.id""" + " " + FROM + " and o.id = :id) order by l.line_no")
			.param("id", id)
			.query((row, n) -> new OrderView.Line(row.getString(1), row.getString(2), row.getBigDecimal(3),
					row.getBigDecimal(4), row.getBigDecimal(5)))
			.list();
	}

	private JdbcClient.StatementSpec bind(String text) {
		var scope = Actor.current().scope();
		return sql.sql(text).param("scope", scope.kind().name()).param("ref", scope.ref());
	}

	private static String like(@Nullable String q) {
		return (q == null || q.isBlank()) ? "%" : "%" + q.strip() + "%";
	}

	private static OrderView row(ResultSet row) throws SQLException {
		var status = OrderStatus.valueOf(row.getString("status"));
		var party = OrderCommands.party(Actor.current(), row.getObject("seller_id", UUID.class),
				row.getObject("buyer_id", UUID.class));
		var may = status.actions().stream().filter(party::may).collect(Collectors.toUnmodifiableSet());
		return new OrderView(row.getObject("id", UUID.class), row.getString("no"), row.getString("seller"),
				row.getString("buyer"), row.getBigDecimal("total"), status,
				row.getObject("created_on", LocalDate.class), row.getObject("shipped_on", LocalDate.class),
				row.getObject("received_on", LocalDate.class), row.getObject("paid_on", LocalDate.class),
				row.getLong("version"), may);
	}

}
