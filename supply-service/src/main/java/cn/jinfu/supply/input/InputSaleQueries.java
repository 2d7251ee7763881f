package cn.jinfu.supply.input;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.production.InputUnit;
import cn.jinfu.supply.outlet.OutletQueries;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The ledger of sales, cut to the outlets that the reader reaches. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class InputSaleQueries {

	private static final String FROM = """
			  from supply_input_sale s join supply_outlet o on o.tenant_id = s.tenant_id and o.id = s.outlet_id
			  join member_member m on m.tenant_id = s.tenant_id and m.id = s.member_id
			 where
			""" + OutletQueries.VISIBLE + """
			   and (:q = '' or s.no ilike :like or s.buyer_name like :like or m.name like :like or m.no ilike :like)
			   and (:from = '' or s.sold_on >= cast(nullif(:from, '') as date))
			   and (:to = '' or s.sold_on <= cast(nullif(:to, '') as date))
			   and (:member = '' or s.member_id = nullif(:member, '')::uuid)
			""";

	private static final String SELECT = """
			select s.id, s.no, s.outlet_id, o.name as outlet, s.member_id, m.no as member_no, m.name as member, s.buyer_name,
			       s.id_method, s.id_masked, s.purpose_pest, s.prescription_id, s.prescription_no, s.total, s.quota_amount, s.deposit, s.sold_on, s.sold_at,
			       s.by_name, (select string_agg(l.input_name || ' × ' || l.packs, '; ' order by l.line_no)
			         from supply_input_sale_line l where l.sale_id = s.id) as goods,
			       (select coalesce(sum(l.returned_packs), 0) from supply_input_sale_line l where l.sale_id = s.id) as back
			"""
			+ FROM;

	/** What a list is narrowed to; empty means all. */
	record Filter(@Nullable String q, @Nullable LocalDate from, @Nullable LocalDate to, @Nullable UUID member) {

		static final Filter NONE = new Filter(null, null, null, null);

	}

	/**
	 * @param returnedPacks packages that came back
	 */
	public record Row(UUID id, String no, UUID outletId, String outlet, UUID memberId, String memberNo, String member,
			String buyerName, IdMethod idMethod, @Nullable String idMasked, @Nullable String pest,
			@Nullable UUID prescriptionId, @Nullable String prescriptionNo, Money total, Money quotaAmount,
			Money deposit, LocalDate soldOn, Instant soldAt, String byName, @Nullable String goods, int returnedPacks) {

		public Money due() {
			return total.plus(deposit);
		}

	}

	public record Line(UUID id, UUID inputId, String input, @Nullable String registrationNo, String manufacturer,
			String lotNo, int packs, BigDecimal packQuantity, InputUnit unit, String packName, Money price,
			Money amount, boolean zeroMargin, boolean restricted, int returnedPacks) {

		public int left() {
			return packs - returnedPacks;
		}

	}

	public record Return(String no, String input, int packs, Money paid, String reason, Instant at, String byName) {
	}

	private final JdbcClient sql;

	/** The latest first. */
	@PreAuthorize("hasAuthority('supply:input-sale:view')")
	Paged<Row> list(Filter filter, int limit, @Nullable String after) {
		var place = Cursor.read(after, 1);
		var rows = bind(SELECT + " and (:after = '' or s.no < :after) order by s.no desc limit :limit", filter)
			.param("after", place.isEmpty() ? "" : place.getFirst())
			.param("limit", limit + 1)
			.query((row, n) -> row(row))
			.list();
		var count = bind("select count(*)" + FROM, filter).query(Long.class).single();
		return Paged.of(rows, limit, count, row -> Cursor.of(row.no()));
	}

	@PreAuthorize("hasAuthority('supply:input-sale:view')")
	Row view(UUID id) {
		return bind(SELECT + " and s.id = :id", Filter.NONE).param("id", id)
			.query((row, n) -> row(row))
			.optional()
			.orElseThrow(() -> new NotFound("supply.input-sale.not-found", id));
	}

	@PreAuthorize("hasAuthority('supply:input-sale:view')")
	List<Line> lines(UUID saleId) {
		return sql
			.sql("""
					select l.id, l.input_id, l.input_name, i.registration_no, i.manufacturer, l.lot_no, l.packs, l.pack_quantity,
					       i.unit, l.pack_name, l.price, l.amount, l.zero_margin, l.restricted, l.returned_packs
					  from supply_input_sale_line l
					  join production_agri_input i on i.tenant_id = l.tenant_id and i.id = l.input_id
					 where l.sale_id = ? order by l.line_no""")
			.param(view(saleId).id())
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3),
					row.getString(4), row.getString(5), row.getString(6), row.getInt(7), row.getBigDecimal(8),
					InputUnit.valueOf(row.getString(9)), row.getString(10), new Money(row.getBigDecimal(11)),
					new Money(row.getBigDecimal(12)), row.getBoolean(13), row.getBoolean(14), row.getInt(15)))
			.list();
	}

	@PreAuthorize("hasAuthority('supply:input-sale:view')")
	List<Return> returns(UUID saleId) {
		return sql
			.sql("""
					select r.no, l.input_name, r.packs, r.refund + r.deposit, r.reason, r.at, r.by_name
					  from supply_input_return r join supply_input_sale_line l on l.tenant_id = r.tenant_id and l.id = r.line_id
					 where l.sale_id = ? order by r.at desc""")
			.param(view(saleId).id())
			.query((row, n) -> new Return(row.getString(1), row.getString(2), row.getInt(3),
					new Money(row.getBigDecimal(4)), row.getString(5), row.getTimestamp(6).toInstant(),
					row.getString(7)))
			.list();
	}

	/**
	 * What this member bought at any outlet: beside the till, and on the farm's own
	 * phone.
	 */
	@PreAuthorize("hasAnyAuthority('supply:input-sale:sell', 'portal:open')")
	List<Row> ofMember(UUID memberId, int limit) {
		return sql.sql(SELECT.replace(OutletQueries.VISIBLE, "true") + " order by s.no desc limit :limit")
			.param("q", "")
			.param("like", "")
			.param("from", "")
			.param("to", "")
			.param("member", memberId.toString())
			.param("limit", limit)
			.query((row, n) -> row(row))
			.list();
	}

	private JdbcClient.StatementSpec bind(String text, Filter filter) {
		var scope = Actor.current().scope();
		var q = Objects.requireNonNullElse(filter.q(), "").strip();
		return sql.sql(text)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.param("q", q)
			.param("like", "%" + q + "%")
			.param("from", Objects.toString(filter.from(), ""))
			.param("to", Objects.toString(filter.to(), ""))
			.param("member", Objects.toString(filter.member(), ""));
	}

	private static Row row(ResultSet row) throws SQLException {
		return new Row(row.getObject("id", UUID.class), row.getString("no"), row.getObject("outlet_id", UUID.class),
				row.getString("outlet"), row.getObject("member_id", UUID.class), row.getString("member_no"),
				row.getString("member"), row.getString("buyer_name"), IdMethod.valueOf(row.getString("id_method")),
				row.getString("id_masked"), row.getString("purpose_pest"), row.getObject("prescription_id", UUID.class),
				row.getString("prescription_no"), new Money(row.getBigDecimal("total")),
				new Money(row.getBigDecimal("quota_amount")), new Money(row.getBigDecimal("deposit")),
				row.getObject("sold_on", LocalDate.class), row.getTimestamp("sold_at").toInstant(),
				row.getString("by_name"), row.getString("goods"), row.getInt("back"));
	}

}
