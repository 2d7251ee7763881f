package cn.jinfu.traceability.label;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.PublicAddress;
import cn.jinfu.traceability.label.LabelBatch.LabelStatus;
import cn.jinfu.traceability.lot.LotStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Label orders and the codes on them. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class LabelQueries {

	private static final String MAY = "hasAnyAuthority('trace:label:view', 'trace:label:order')";

	private static final int LOTS = 30;

	private static final String SELECT = """
			select b.*, l.lot_code, l.producer, l.origin, l.harvested_on, c.number as licence_no, d.name as design_name
			  from trace_label_batch b
			  join trace_lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id
			  join brand_licence c on c.tenant_id = b.tenant_id and c.id = b.licence_id
			  left join brand_package_design d on d.tenant_id = b.tenant_id and d.id = b.design_id
			""";

	private static final String WHERE = """
			 where (:q = '' or b.number ilike '%' || :q || '%' or l.lot_code ilike '%' || :q || '%'
			     or l.producer like '%' || :q || '%' or b.product_name like '%' || :q || '%')
			   and (:status = '' or b.status = :status) and (:member = '' or b.member_id = nullif(:member, '')::uuid)
			   and (:lot = '' or b.lot_id = nullif(:lot, '')::uuid) and (:licence = '' or b.licence_id = nullif(:licence, '')::uuid) and
			"""
			+ Own.on("b");

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable LabelStatus status, @Nullable UUID memberId,
			@Nullable UUID lotId, @Nullable UUID licenceId, @Nullable String after, int limit) {
	}

	private final JdbcClient sql;

	private final LabelKeys keys;

	private final PublicAddress address;

	private final StatusHistory history;

	@PreAuthorize(MAY)
	public Paged<LabelView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 1);
		var rows = bind(SELECT + WHERE
				+ " and (cast(:after as uuid) is null or b.id < cast(:after as uuid)) order by b.id desc limit :limit",
				filter)
			.param("after", from.isEmpty() ? null : from.getFirst())
			.param("limit", filter.limit() + 1)
			.query(LabelQueries::view)
			.list();
		var total = bind("select count(*) from (" + SELECT + WHERE + " limit 10001) x", filter).query(Long.class)
			.single();
		return Paged.of(rows, filter.limit(), total, row -> Cursor.of(row.id()));
	}

	@PreAuthorize(MAY)
	public LabelView view(UUID id) {
		return sql.sql(SELECT + " where b.id = :id and " + Own.on("b"))
			.param("id", id)
			.param("own", Own.current().member())
			.query(LabelQueries::view)
			.optional()
			.orElseThrow(() -> new NotFound("trace.label.not-found", id));
	}

	@PreAuthorize(MAY)
	public LabelView.File file(UUID id) {
		return new LabelView.File(view(id), voids(id), bound(id), history.of(LabelOrders.TYPE, id));
	}

	/**
	 * Codes of an order that are good, by their places.
	 * @param from place of the first, counted from 1
	 */
	@PreAuthorize(MAY)
	public List<LabelView.Code> codes(UUID id, int from, int limit) {
		return codesOf(view(id), from, limit);
	}

	/** For an outlet that prints it: whoever calls has looked whether it may. */
	LabelView reachable(UUID id) {
		return sql.sql(SELECT + " where b.id = ?").param(id).query(LabelQueries::view).single();
	}

	List<LabelView.Code> codesOf(LabelView order, int from, int limit) {
		var id = order.id();
		var gone = new BitSet(order.count() + 1);
		voids(id).forEach(it -> gone.set(it.from(), it.to() + 1));
		var row = sql.sql("select key_version, first_seq from trace_label_batch where id = ?")
			.param(id)
			.query((found, n) -> new long[] { found.getInt(1), found.getLong(2) })
			.single();
		var version = (int) row[0];
		var key = keys.signing(version);
		return IntStream.rangeClosed(Math.max(1, from), (int) Math.min(order.count(), (long) from + limit - 1))
			.filter(place -> !gone.get(place))
			.mapToObj(place -> {
				var serial = LabelSerial.encode(key, version, order.codeSpace(), row[1] + place - 1);
				return new LabelView.Code(place, serial, LabelSerial.grouped(serial),
						address.ofLabel(order.codeSpace(), serial));
			})
			.toList();
	}

	/** The farm's lots, the latest first, each with what keeps it from being labelled. */
	@PreAuthorize(MAY)
	public List<LabelView.Lot> lots(UUID memberId) {
		return sql
			.sql("""
					select l.id, l.lot_code, l.crop, l.crop_name, l.variety, l.grade, l.harvested_on, l.planting_id, l.kg,
					       l.kg - l.kg_labelled - l.kg_reworked as left_kg, l.status, exists (select 1 from trace_certificate c
					         where c.tenant_id = l.tenant_id and c.lot_id = l.id and c.status = 'ISSUED') as certified
					  from trace_lot l where l.member_id = :member and (l.kind <> 'RECEIVED' or exists (select 1 from trace_hand_over h
					         where h.tenant_id = l.tenant_id and h.received_lot = l.id and h.bulk)) and
					"""
					+ Own.on("l") + " order by l.harvested_on desc, l.id desc limit " + LOTS)
			.param("member", memberId)
			.param("own", Own.current().member())
			.query((row, n) -> new LabelView.Lot(row.getObject("id", UUID.class), row.getString("lot_code"),
					row.getString("crop"), row.getString("crop_name"), row.getString("variety"), row.getString("grade"),
					row.getObject("harvested_on", LocalDate.class), row.getObject("planting_id", UUID.class),
					row.getBigDecimal("kg"), row.getBigDecimal("left_kg"), LotStatus.valueOf(row.getString("status")),
					row.getBoolean("certified")))
			.list();
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("member", text(filter.memberId()))
			.param("lot", text(filter.lotId()))
			.param("licence", text(filter.licenceId()))
			.param("own", Own.current().member());
	}

	private static String text(@Nullable UUID id) {
		return (id != null) ? id.toString() : "";
	}

	private List<LabelView.Bound> bound(UUID id) {
		return sql.sql("""
				select x.first_seq - b.first_seq + 1, x.count, x.at, x.by_name from trace_label_bind x
				  join trace_label_batch b on b.tenant_id = x.tenant_id and b.id = x.batch_id
				 where x.batch_id = ? order by x.id""")
			.param(id)
			.query((row, _) -> new LabelView.Bound(row.getInt(1), row.getInt(1) + row.getInt(2) - 1,
					row.getTimestamp(3).toInstant(), row.getString(4)))
			.list();
	}

	private List<LabelView.Range> voids(UUID id) {
		return sql
			.sql("""
					select v.first_seq - b.first_seq + 1, v.count, v.cause, v.reason, v.at, v.by_name from trace_label_void v
					  join trace_label_batch b on b.tenant_id = v.tenant_id and b.id = v.batch_id
					 where v.batch_id = ? order by v.id""")
			.param(id)
			.query((row, n) -> new LabelView.Range(row.getInt(1), row.getInt(1) + row.getInt(2) - 1,
					LabelVoidCause.valueOf(row.getString(3)), row.getString(4), row.getTimestamp(5).toInstant(),
					row.getString(6)))
			.list();
	}

	private static LabelView view(ResultSet row, int n) throws SQLException {
		var printed = row.getTimestamp("printed_at");
		return new LabelView(row.getObject("id", UUID.class), row.getString("number"),
				row.getObject("member_id", UUID.class), row.getString("producer"), row.getString("origin"),
				row.getObject("lot_id", UUID.class), row.getString("lot_code"),
				row.getObject("harvested_on", LocalDate.class), row.getObject("licence_id", UUID.class),
				row.getString("licence_no"), row.getObject("quota_id", UUID.class), row.getString("product_name"),
				row.getString("design_name"), row.getString("code_space"), row.getInt("count"), row.getInt("voided"),
				row.getInt("bound"), row.getBigDecimal("net_kg"), LabelStatus.valueOf(row.getString("status")),
				row.getTimestamp("ordered_at").toInstant(), (printed != null) ? printed.toInstant() : null,
				row.getLong("version"));
	}

}
