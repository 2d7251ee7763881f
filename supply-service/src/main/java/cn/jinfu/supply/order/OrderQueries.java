package cn.jinfu.supply.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
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
			select o.id, o.no, o.seller_id, o.buyer_id, s.name as seller, b.name as buyer, o.total, o.status, o.origin,
			       o.created_on, o.shipped_on, o.received_on, o.paid_on, o.bank_txn_no, o.ended_reason, o.version,
			       (select string_agg(p.name || ' ' || trim_scale(l.kg) || ' kg', ' + ' order by l.line_no)
			          from supply_sales_order_line l join supply_product p on p.id = l.product_id
			         where l.order_id = o.id) as goods
			""" + FROM;

	private final JdbcClient sql;

	/** Newest first. */
	@PreAuthorize("hasAuthority('supply:order:view')")
	Paged<OrderView> list(@Nullable String q, @Nullable OrderStatus status, @Nullable UUID member, int limit,
			@Nullable String after) {
		var place = Cursor.read(after, 1);
		var where = """
				 and (o.no ilike :like or s.name ilike :like or b.name ilike :like)
				 and (:status::text is null or o.status = :status)
				 and (:member = '' or :member in (o.seller_id::text, o.buyer_id::text))
				""";
		var rows = bind(SELECT + where + " and (:after = '' or o.no < :after) order by o.no desc limit :limit")
			.param("like", like(q))
			.param("status", (status != null) ? status.name() : null, java.sql.Types.VARCHAR)
			.param("member", Objects.toString(member, ""))
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> row(row))
			.list();
		var count = bind("select count(*)" + FROM + where).param("like", like(q))
			.param("status", (status != null) ? status.name() : null, java.sql.Types.VARCHAR)
			.param("member", Objects.toString(member, ""))
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.no()));
	}

	/** Orders in which the reader has something to do now, the oldest first. */
	@PreAuthorize("hasAuthority('supply:order:view')")
	List<OrderView> waiting(int limit) {
		return bind(
				SELECT + """
						and o.status in ('DRAFT', 'PLACED', 'CONFIRMED', 'SHIPPED', 'RECEIVED', 'PAID') order by o.no limit 500""")
			.query((row, n) -> row(row))
			.list()
			.stream()
			.filter(order -> order.next() != null)
			.limit(limit)
			.toList();
	}

	/** Those to whom this seller sold last, the latest first. */
	@PreAuthorize("hasAuthority('supply:order:sell')")
	List<Choice> lastBuyers(int limit) {
		return sql.sql("""
				select b.id, b.name from supply_sales_order o join member_member b on b.id = o.buyer_id
				 where o.seller_id = ? group by b.id, b.name order by max(o.no) desc limit ?""")
			.params(Actor.current().memberId(), limit)
			.query((row, n) -> new Choice(row.getString(1), row.getString(2)))
			.list();
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
		return bind(
				"""
						select l.id, p.id, p.name, p.crop, l.harvest_lot_id, coalesce(h.no, l.lot_no), h.picked_on, l.kg, l.price_per_kg, l.amount
						  from supply_sales_order_line l join supply_product p on p.id = l.product_id
						  left join production_harvest_lot h on h.id = l.harvest_lot_id
						 where l.order_id = (select o.id"""
						+ " " + FROM + " and o.id = :id) order by l.line_no")
			.param("id", id)
			.query((row, n) -> new OrderView.Line(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					row.getString(3), row.getString(4), row.getObject(5, UUID.class), row.getString(6),
					row.getObject(7, LocalDate.class), row.getBigDecimal(8).stripTrailingZeros(),
					new Money(row.getBigDecimal(9)), new Money(row.getBigDecimal(10))))
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
		return new OrderView(row.getObject("id", UUID.class), row.getString("no"),
				row.getObject("seller_id", UUID.class), row.getString("seller"), row.getObject("buyer_id", UUID.class),
				row.getString("buyer"), new Money(row.getBigDecimal("total")), status,
				SalesOrder.Origin.valueOf(row.getString("origin")), row.getObject("created_on", LocalDate.class),
				row.getObject("shipped_on", LocalDate.class), row.getObject("received_on", LocalDate.class),
				row.getObject("paid_on", LocalDate.class), row.getString("bank_txn_no"), row.getString("ended_reason"),
				row.getString("goods"), row.getLong("version"), may);
	}

}
