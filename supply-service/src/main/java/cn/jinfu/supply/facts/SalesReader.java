package cn.jinfu.supply.facts;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.supply.LotProofs;
import cn.jinfu.supply.LotProofs.LotProof;
import cn.jinfu.supply.SalesFacts;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Orders and field-side sales read as one, and judged by {@link SaleProof}. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class SalesReader implements SalesFacts {

	private static final String LINES = """
			select * from (
			  select l.id as line_id, o.id as sale_id, o.no, o.seller_id as member_id, o.shipped_on as on_day, p.name as product,
			         b.name as buyer, o.buyer_id::text as buyer_key, l.kg, l.amount, l.harvest_lot_id as lot,
			         o.received_on is not null as received, coalesce(o.arms_length, false) as arms_length,
			         o.paid_on is not null as paid, false as evidence, o.status = 'RETURNED' as returned,
			         '/console/orders/' || o.id as path, l.line_no
			    from supply_sales_order o
			    join supply_sales_order_line l on l.order_id = o.id
			    join supply_product p on p.id = l.product_id
			    join member_member b on b.id = o.buyer_id
			   where o.shipped_on is not null
			  union all
			  select f.id, f.id, f.no, f.member_id, f.sold_on, p.name, f.buyer_name, f.buyer_name, f.kg, f.amount,
			         f.harvest_lot_id, f.status = 'CONFIRMED', f.status = 'CONFIRMED', false, f.evidence_id is not null,
			         false, '/console/field-sales/' || f.id, 1
			    from supply_field_sale f join supply_product p on p.id = f.product_id
			   where f.status <> 'VOID'
			) s
			""";

	/** One line as stored, before it is judged. */
	private record Line(UUID lineId, UUID saleId, String no, UUID memberId, LocalDate on, String product, String buyer,
			String buyerKey, BigDecimal kg, Money yuan, @Nullable UUID lot, SaleProof.Acts acts, boolean returned,
			String path) {
	}

	private record Judged(Line line, List<String> missing, Strength strength) {
	}

	private final JdbcClient sql;

	private final ObjectProvider<LotProofs> proofs;

	@Override
	public Map<UUID, MemberSales> ofMembers(Collection<UUID> memberIds, LocalDate from, LocalDate to) {
		if (memberIds.isEmpty()) {
			return Map.of();
		}
		var lines = sql.sql(LINES + " where member_id in (:ids) and on_day between :from and :to")
			.param("ids", memberIds)
			.param("from", from)
			.param("to", to)
			.query((row, n) -> line(row))
			.list();
		var byMember = judge(lines).stream().collect(Collectors.groupingBy(it -> it.line().memberId()));
		var answer = new HashMap<UUID, MemberSales>();
		memberIds.forEach(id -> answer.put(id, sum(id, byMember.getOrDefault(id, List.of()))));
		return Map.copyOf(answer);
	}

	@Override
	public List<SaleRow> rows(UUID memberId, boolean returned, LocalDate from, LocalDate to) {
		var lines = sql.sql(LINES + """
				where member_id = :id and on_day between :from and :to and returned = :returned
				order by on_day desc, no desc, line_no""")
			.param("id", memberId)
			.param("from", from)
			.param("to", to)
			.param("returned", returned)
			.query((row, n) -> line(row))
			.list();
		return judge(lines).stream().map(SalesReader::row).toList();
	}

	/** Sales of this strength that the reader may see, the latest first. */
	List<SaleRow> visible(Strength strength, LocalDate from, LocalDate to) {
		var scope = Actor.current().scope();
		var lines = sql.sql(LINES + """
				where on_day between :from and :to and not returned
				  and (:scope = 'ALL' or (:scope = 'MEMBER' and :ref in (member_id::text, buyer_key)))
				order by on_day desc, no desc""")
			.param("from", from)
			.param("to", to)
			.param("scope", scope.kind().name())
			.param("ref", scope.ref())
			.query((row, n) -> line(row))
			.list();
		return judge(lines).stream().filter(it -> it.strength() == strength).map(SalesReader::row).toList();
	}

	@Override
	public List<SaleRow> ofSale(UUID saleId) {
		var lines = sql.sql(LINES + " where sale_id = ? order by product")
			.param(saleId)
			.query((row, n) -> line(row))
			.list();
		return judge(lines).stream().map(SalesReader::row).toList();
	}

	@Override
	public Paged<SaleRow> ofLot(UUID harvestLotId, @Nullable String after, int limit) {
		var from = Cursor.read(after, 3);
		var lines = sql.sql(LINES + """
				where lot = :lot and not returned
				  and (:line = '' or (on_day::text, no, line_id::text) < (:day, :no, :line))
				order by on_day desc, no desc, line_id::text desc limit :limit""")
			.param("lot", harvestLotId)
			.param("day", from.isEmpty() ? "" : from.getFirst())
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("line", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, n) -> line(row))
			.list();
		var total = sql.sql("select count(*) from (" + LINES + " where lot = ? and not returned limit 10001) x")
			.param(harvestLotId)
			.query(Long.class)
			.single();
		var page = Paged.of(lines, limit, total, it -> Cursor.of(it.on(), it.no(), it.lineId()));
		return new Paged<>(judge(page.items()).stream().map(SalesReader::row).toList(), page.next(), page.total(),
				page.totalCapped());
	}

	private List<Judged> judge(List<Line> lines) {
		var lots = lines.stream().map(Line::lot).filter(Objects::nonNull).distinct().toList();
		var port = proofs.getIfAvailable();
		var known = (port == null || lots.isEmpty()) ? Map.<UUID, LotProof>of() : port.of(lots);
		var judged = new ArrayList<Judged>();
		for (var line : lines) {
			var lot = line.lot();
			var missing = SaleProof.missing(line.acts(), (lot != null) ? known.get(lot) : null);
			judged.add(new Judged(line, missing, SaleProof.strength(line.acts(), missing)));
		}
		return judged;
	}

	private static MemberSales sum(UUID memberId, List<Judged> all) {
		var standing = all.stream().filter(it -> !it.line().returned()).toList();
		var proved = standing.stream().filter(it -> it.strength() == Strength.PROVED).toList();
		var confirmed = standing.stream().filter(it -> it.strength() == Strength.CONFIRMED).toList();
		var byBuyer = standing.stream()
			.filter(it -> it.strength() != Strength.STATED)
			.collect(Collectors.groupingBy(it -> it.line().buyerKey(),
					Collectors.reducing(Money.ZERO, it -> it.line().yuan(), Money::plus)));
		var total = byBuyer.values().stream().reduce(Money.ZERO, Money::plus);
		var largest = byBuyer.values().stream().reduce(Money.ZERO, Money::max);
		var share = total.isZero() ? BigDecimal.ZERO : largest.yuan().divide(total.yuan(), 4, RoundingMode.HALF_UP);
		return new MemberSales(memberId, count(standing), kg(standing), yuan(standing), count(proved), kg(proved),
				yuan(proved), count(confirmed), kg(confirmed), yuan(confirmed), byBuyer.size(), share,
				count(all.stream().filter(it -> it.line().returned()).toList()));
	}

	private static int count(List<Judged> lines) {
		return (int) lines.stream().map(it -> it.line().saleId()).distinct().count();
	}

	private static BigDecimal kg(List<Judged> lines) {
		return lines.stream().map(it -> it.line().kg()).reduce(BigDecimal.ZERO, BigDecimal::add);
	}

	private static Money yuan(List<Judged> lines) {
		return lines.stream().map(it -> it.line().yuan()).reduce(Money.ZERO, Money::plus);
	}

	private static SaleRow row(Judged judged) {
		var line = judged.line();
		return new SaleRow(line.saleId(), line.no(), line.memberId(), line.on(), line.product(), line.buyer(),
				line.kg(), line.yuan(), line.lot(), judged.strength(), judged.missing(), line.path());
	}

	private static Line line(ResultSet row) throws SQLException {
		var acts = new SaleProof.Acts(row.getBoolean("received"), row.getBoolean("arms_length"), row.getBoolean("paid"),
				row.getBoolean("evidence"));
		return new Line(row.getObject("line_id", UUID.class), row.getObject("sale_id", UUID.class), row.getString("no"),
				row.getObject("member_id", UUID.class), row.getObject("on_day", LocalDate.class),
				row.getString("product"), row.getString("buyer"), row.getString("buyer_key"), row.getBigDecimal("kg"),
				new Money(row.getBigDecimal("amount")), row.getObject("lot", UUID.class), acts,
				row.getBoolean("returned"), row.getString("path"));
	}

}
