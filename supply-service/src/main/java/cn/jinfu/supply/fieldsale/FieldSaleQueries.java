package cn.jinfu.supply.fieldsale;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import com.fasterxml.jackson.annotation.JsonIgnore;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class FieldSaleQueries {

	private static final String SELECT = """
			select f.id, f.no, f.member_id, m.name as member, p.id as product_id, p.name as product, f.harvest_lot_id,
			       h.no as lot_no, f.kg, f.price_per_kg, f.amount, f.buyer_name, f.pay_method, f.sold_on, f.token,
			       f.link_until, f.status, f.confirmed_name, f.evidence_id, f.void_reason, f.version
			""";

	private static final String FROM = """
			  from supply_field_sale f join member_member m on m.tenant_id = f.tenant_id and m.id = f.member_id
			  join supply_product p on p.tenant_id = f.tenant_id and p.id = f.product_id
			  left join production_harvest_lot h on h.tenant_id = f.tenant_id and h.id = f.harvest_lot_id
			""";

	private static final String WHERE = """
			 where (:scope = 'ALL' or (:scope = 'MEMBER' and f.member_id::text = :ref))
			   and (:q = '' or f.no ilike :like or m.name like :like or f.buyer_name like :like)
			   and (:status = '' or f.status = :status)
			""";

	/**
	 * One sale over the fence.
	 *
	 * @param token the link's secret part; only the seller's own pages show it
	 */
	public record Row(UUID id, String no, UUID memberId, String member, UUID productId, String product,
			@Nullable UUID harvestLotId, @Nullable String lotNo, BigDecimal kg, Money pricePerKg, Money amount,
			String buyerName, PayMethod payMethod, LocalDate soldOn, @JsonIgnore String token, LocalDate linkUntil,
			FieldSaleStatus status, @Nullable String confirmedName, @Nullable UUID evidenceId,
			@Nullable String voidReason, long version) {

		/** As the field counts: two 斤 to the kilogram. */
		public BigDecimal jin() {
			return kg.multiply(BigDecimal.TWO);
		}

		public boolean can(String action) {
			return status.actions().contains(FieldSaleStatus.Action.valueOf(action));
		}

	}

	private final JdbcClient sql;

	/** The latest first. */
	@PreAuthorize("hasAuthority('supply:field-sale:view')")
	Paged<Row> list(@Nullable String q, @Nullable FieldSaleStatus status, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var rows = bind(SELECT + FROM + WHERE + " and (:after = '' or f.no < :after) order by f.no desc limit :limit",
				q, status)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> row(row))
			.list();
		var count = bind("select count(*)" + FROM + WHERE, q, status).query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.no()));
	}

	@PreAuthorize("hasAuthority('supply:field-sale:view')")
	Row view(UUID id) {
		return bind(SELECT + FROM + WHERE + " and f.id = :id", null, null).param("id", id)
			.query((row, n) -> row(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.field-sale.not-found", id));
	}

	/** By the buyer's link; nothing else is asked of him. */
	Row byToken(String token) {
		return sql.sql(SELECT + FROM + " where f.token = ?")
			.param(token)
			.query((row, n) -> row(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.field-sale.not-found", ""));
	}

	/** The last sale of this farm, to fill the next one in. */
	@PreAuthorize("hasAuthority('supply:field-sale:record')")
	Optional<Row> last() {
		return sql.sql(SELECT + FROM + " where f.member_id = ? order by f.no desc limit 1")
			.param(Actor.current().memberId())
			.query((row, n) -> row(row))
			.optional();
	}

	/** Names of the last buyers of this farm, the latest first. */
	@PreAuthorize("hasAuthority('supply:field-sale:record')")
	List<String> lastBuyers(int limit) {
		return sql.sql("""
				select buyer_name from supply_field_sale where member_id = ? and status <> 'VOID'
				 group by buyer_name order by max(no) desc limit ?""")
			.params(Actor.current().memberId(), limit)
			.query(String.class)
			.list();
	}

	private JdbcClient.StatementSpec bind(String text, @Nullable String q, @Nullable FieldSaleStatus status) {
		var scope = Actor.current().scope();
		var typed = Objects.requireNonNullElse(q, "").strip();
		return sql.sql(text)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("q", typed)
			.param("like", "%" + typed + "%")
			.param("status", Objects.toString(status, ""));
	}

	private static Row row(ResultSet row) throws SQLException {
		return new Row(row.getObject("id", UUID.class), row.getString("no"), row.getObject("member_id", UUID.class),
				row.getString("member"), row.getObject("product_id", UUID.class), row.getString("product"),
				row.getObject("harvest_lot_id", UUID.class), row.getString("lot_no"),
				row.getBigDecimal("kg").stripTrailingZeros(), new Money(row.getBigDecimal("price_per_kg")),
				new Money(row.getBigDecimal("amount")), row.getString("buyer_name"),
				PayMethod.valueOf(row.getString("pay_method")), row.getObject("sold_on", LocalDate.class),
				row.getString("token"), row.getObject("link_until", LocalDate.class),
				FieldSaleStatus.valueOf(row.getString("status")), row.getString("confirmed_name"),
				row.getObject("evidence_id", UUID.class), row.getString("void_reason"), row.getLong("version"));
	}

}
