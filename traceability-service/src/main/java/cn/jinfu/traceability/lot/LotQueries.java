package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.code.CodePaths;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Lots within the reader's reach. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class LotQueries {

	/** What a list may be narrowed to; empty means all. */
	public record Filter(@Nullable String q, @Nullable LotStatus status, @Nullable HoldCause reason,
			@Nullable String crop, @Nullable UUID memberId, @Nullable LocalDate from, @Nullable LocalDate to,
			@Nullable String after, int limit) {

		public static Filter ofMember(UUID memberId, int limit) {
			return ofMember(memberId, null, limit);
		}

		static Filter ofMember(UUID memberId, @Nullable String after, int limit) {
			return new Filter(null, null, null, null, memberId, null, null, after, limit);
		}

	}

	/**
	 * @param kind DISPATCH, RETURN or DESTROY
	 */
	public record Movement(String kind, BigDecimal kg, Instant at) {
	}

	/** A row and its place in the order of its table. */
	private record Row<T>(long id, T shown) {
	}

	/** A result that concerns the lot, the latest sampled first. */
	public record TestLine(UUID id, String number, LocalDate sampledOn, String laboratory, String status,
			String verdict) {
	}

	public record CertificateLine(UUID id, String number, LocalDate issuedOn, BigDecimal kg, String status) {
	}

	/**
	 * @param path public page of its first label
	 */
	public record LabelLine(UUID id, String number, String product, int count, BigDecimal netKg, String status,
			Instant orderedAt, long scans, String path) {
	}

	/** A box with some of the lot. */
	public record BoxLine(String code, String path, BigDecimal kg) {
	}

	private static final String SELECT = """
			select l.*, c.id as certificate_id, c.number as certificate_no,
			       coalesce((select sum(b.count - b.voided) from trace_label_batch b
			         where b.lot_id = l.id and b.status <> 'VOID'), 0) as labels,
			""" + PassingTests.SPEAKS + """
			 as tested
			  from trace_lot l
			  left join trace_certificate c on c.tenant_id = l.tenant_id and c.lot_id = l.id and c.status = 'ISSUED'
			""";

	private static final String WHERE = """
			 where (:q = '' or l.lot_code ilike '%' || :q || '%' or l.producer like '%' || :q || '%'
			        or l.crop_name like '%' || :q || '%')
			   and (:status = '' or l.status = :status) and (:reason = '' or l.hold_reason = :reason)
			   and (:crop = '' or l.crop = :crop) and (:member = '' or l.member_id = nullif(:member, '')::uuid)
			   and (:from = '' or l.harvested_on >= cast(nullif(:from, '') as date))
			   and (:to = '' or l.harvested_on <= cast(nullif(:to, '') as date)) and
			""" + Reach.on("l", "l");

	private final JdbcClient sql;

	private final TraceLots lots;

	private final LotDocuments documents;

	private final CodePaths paths;

	private final LotGraph graph;

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<LotView> list(Filter filter) {
		var from = Cursor.read(filter.after(), 2);
		var rows = bind(SELECT + WHERE + """
				 and (:afterDay = '' or (l.harvested_on, l.id) < (cast(nullif(:afterDay, '') as date),
				       cast(nullif(:afterId, '') as uuid)))
				order by l.harvested_on desc, l.id desc limit :limit""", filter)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", filter.limit() + 1)
			.query((row, _) -> view(row))
			.list();
		var total = bind("select count(*) from (select 1 from trace_lot l" + WHERE + " limit 10001) x", filter)
			.query(Long.class)
			.single();
		return Paged.of(rows, filter.limit(), total, lot -> Cursor.of(lot.harvestedOn(), lot.id()));
	}

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public LotView view(UUID lotId) {
		var reach = Reach.current();
		return sql.sql(SELECT + " where l.id = :id and" + Reach.on("l", "l"))
			.param("id", lotId)
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division())
			.query((row, _) -> view(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.lot.not-found", lotId));
	}

	/** By the number that people read. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public LotView byCode(String lotCode) {
		var id = sql.sql("select id from trace_lot where lot_code = ?")
			.param(lotCode.toUpperCase(java.util.Locale.ROOT))
			.query(UUID.class)
			.optional()
			.orElseThrow(() -> new RuleBroken("trace.lot.code-unknown", lotCode).at("lotCode"));
		return view(id);
	}

	/**
	 * Asked before a form that promises something is shown.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken with the reason, when nothing may be
	 * promised on it
	 */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public void requireSellable(UUID lotId) {
		view(lotId);
		lots.require(lotId).requireSellable();
	}

	/** Held since longest first: what an officer may decide himself. */
	@PreAuthorize("hasAuthority('trace:lot:release')")
	public List<LotView> waiting(int limit) {
		return sql.sql(SELECT + """
				 where (l.status = 'OPEN' or (l.status = 'HELD' and l.hold_reason in ('TEST_FAILED', 'OFFICER')))
				   and\
				""" + Reach.on("l", "l") + " order by (l.status = 'HELD') desc, l.status_at limit :limit")
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.param("limit", limit)
			.query((row, _) -> view(row))
			.list();
	}

	/** Crops of which there are lots, for the filter. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<Choice> crops() {
		return sql.sql("select distinct crop, crop_name from trace_lot order by crop_name")
			.query((row, _) -> new Choice(row.getString(1), row.getString(2)))
			.list();
	}

	/** The steps of the chain as a consumer sees them, the latest first. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<LotDocument.Step> chain(UUID lotId) {
		return document(lotId).steps().reversed();
	}

	/** What a consumer would read of it now. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public LotDocument document(UUID lotId) {
		view(lotId);
		return documents.document(lots.require(lotId));
	}

	/** What the farm of the lot can still do about its chain. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<Mending> mendings(UUID lotId, LotDocument document) {
		return Mending.of(view(lotId), document.score(), grown(lotId));
	}

	/**
	 * Whether it all grew on one field of its holder's, not of one who handed it over.
	 */
	private boolean grown(UUID lotId) {
		return sql.sql("""
				select exists (select 1 from trace_lot l join trace_lot h on h.planting_id = l.planting_id
				                  and h.member_id = l.member_id and h.kind = 'HARVEST' where l.id = ?)""")
			.param(lotId)
			.query(Boolean.class)
			.single();
	}

	/** What went out, came back or was destroyed, the latest first. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<Movement> moves(UUID lotId, @Nullable String after, int limit) {
		view(lotId);
		var from = Cursor.read(after, 1);
		var rows = sql.sql("""
				select id, kind, kg, at from trace_lot_move where lot_id = ? and id < ? order by id desc limit ?""")
			.params(lotId, from.isEmpty() ? Long.MAX_VALUE : Cursor.number(from.getFirst()), limit + 1)
			.query((row, _) -> new Row<>(row.getLong(1),
					new Movement(row.getString(2), row.getBigDecimal(3), row.getTimestamp(4).toInstant())))
			.list();
		return Paged.of(rows, limit, count("trace_lot_move where lot_id = ?", lotId), it -> Cursor.of(it.id()))
			.map(Row::shown);
	}

	/** Boxes that hold some of it now. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<BoxLine> boxes(UUID lotId, @Nullable String after, int limit) {
		view(lotId);
		var from = Cursor.read(after, 1);
		var rows = sql
			.sql("""
					select c.id, b.code, c.kg from trace_box_content c join trace_box b on b.tenant_id = c.tenant_id and b.id = c.box_id
					 where c.lot_id = ? and c.unpacked_at is null and c.id > ? order by c.id limit ?""")
			.params(lotId, from.isEmpty() ? 0 : Cursor.number(from.getFirst()), limit + 1)
			.query((row, _) -> new Row<>(row.getLong(1),
					new BoxLine(row.getString(2), CodePaths.box(row.getString(2)), row.getBigDecimal(3))))
			.list();
		return Paged
			.of(rows, limit, count("trace_box_content where lot_id = ? and unpacked_at is null", lotId),
					it -> Cursor.of(it.id()))
			.map(Row::shown);
	}

	private long count(String rows, UUID lotId) {
		return sql.sql("select count(*) from (select 1 from " + rows + " limit 10001) x")
			.param(lotId)
			.query(Long.class)
			.single();
	}

	/** One step up the chain. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<LotGraph.Neighbour> madeOf(UUID lotId, @Nullable String after, int limit) {
		view(lotId);
		return graph.madeOf(lotId, after, limit);
	}

	/** One step down. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<LotGraph.Neighbour> madeInto(UUID lotId, @Nullable String after, int limit) {
		view(lotId);
		return graph.madeInto(lotId, after, limit);
	}

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<TestLine> tests(UUID lotId) {
		var lot = view(lotId);
		return sql.sql("""
				select id, number, sampled_on, laboratory, status, verdict from trace_residue_test
				 where planting_id = ? and (lot_id is null or lot_id = ?) order by sampled_on desc, number desc""")
			.param(lot.plantingId())
			.param(lotId)
			.query((row, _) -> new TestLine(row.getObject(1, UUID.class), row.getString(2),
					row.getObject(3, LocalDate.class), row.getString(4), row.getString(5), row.getString(6)))
			.list();
	}

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<CertificateLine> certificates(UUID lotId) {
		view(lotId);
		return sql.sql("""
				select id, number, issued_on, kg, status from trace_certificate
				 where lot_id = ? order by issued_on desc, number desc""")
			.param(lotId)
			.query((row, _) -> new CertificateLine(row.getObject(1, UUID.class), row.getString(2),
					row.getObject(3, LocalDate.class), row.getBigDecimal(4), row.getString(5)))
			.list();
	}

	@PreAuthorize("hasAuthority('trace:lot:view')")
	public Paged<LabelLine> labels(UUID lotId, @Nullable String after, int limit) {
		view(lotId);
		var from = Cursor.read(after, 2);
		var rows = sql
			.sql("""
					select b.id, b.number, b.product_name, b.count, b.net_kg, b.status, b.ordered_at, b.code_space,
					       b.key_version, b.first_seq, coalesce((select sum(s.scan_count) from trace_label_state s
					         where s.code_space = b.code_space and s.key_version = b.key_version
					           and s.seq >= b.first_seq and s.seq < b.first_seq + b.count), 0) as scans
					  from trace_label_batch b where b.lot_id = :lot
					   and (cast(:at as timestamptz) is null or (b.ordered_at, b.number) < (cast(:at as timestamptz), :number))
					 order by b.ordered_at desc, b.number desc limit :limit""")
			.param("lot", lotId)
			.param("at", from.isEmpty() ? null : Timestamp.from(Cursor.instant(from.getFirst())))
			.param("number", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> new LabelLine(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getInt(4), row.getBigDecimal(5), row.getString(6), row.getTimestamp(7).toInstant(),
					row.getLong(11), paths.label(row.getString(8), row.getInt(9), row.getLong(10))))
			.list();
		return Paged.of(rows, limit, count("trace_label_batch where lot_id = ?", lotId),
				it -> Cursor.of(it.orderedAt(), it.number()));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var reach = Reach.current();
		return sql.sql(statement)
			.param("q", (filter.q() != null) ? filter.q().strip() : "")
			.param("status", (filter.status() != null) ? filter.status().name() : "")
			.param("reason", (filter.reason() != null) ? filter.reason().name() : "")
			.param("crop", Objects.toString(filter.crop(), ""))
			.param("member", Objects.toString(filter.memberId(), ""))
			.param("from", Objects.toString(filter.from(), ""))
			.param("to", Objects.toString(filter.to(), ""))
			.param("reachMember", reach.member())
			.param("reachDivision", reach.division());
	}

	private static LotView view(ResultSet row) throws SQLException {
		var reason = row.getString("hold_reason");
		var status = LotStatus.valueOf(row.getString("status"));
		return new LotView(row.getObject("id", UUID.class), row.getString("lot_code"),
				row.getObject("member_id", UUID.class), row.getString("producer"),
				LotKind.valueOf(row.getString("kind")), row.getObject("planting_id", UUID.class), row.getString("crop"),
				row.getString("crop_name"), row.getString("variety"), row.getString("grade"), row.getString("origin"),
				row.getObject("harvested_on", LocalDate.class), kilograms(row, "kg"), kilograms(row, "kg_left"),
				kilograms(row, "kg_labelled"), status, (reason != null) ? HoldCause.valueOf(reason) : null,
				row.getString("hold_detail"), row.getObject("hold_safe_on", LocalDate.class),
				row.getObject("hold_days", Integer.class), row.getTimestamp("status_at").toInstant(),
				status.stopped() ? 0 : row.getInt("completeness"), row.getBoolean("tested"),
				row.getObject("certificate_id", UUID.class), row.getString("certificate_no"), row.getLong("labels"),
				row.getLong("version"));
	}

	/** At least no decimals: 200, never 2E+2. */
	private static BigDecimal kilograms(ResultSet row, String column) throws SQLException {
		var kg = row.getBigDecimal(column).stripTrailingZeros();
		return (kg.scale() < 0) ? kg.setScale(0) : kg;
	}

}
