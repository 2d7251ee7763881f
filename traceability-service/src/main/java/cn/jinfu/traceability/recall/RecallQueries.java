package cn.jinfu.traceability.recall;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.traceability.lot.LotGraph;
import cn.jinfu.traceability.lot.LotKind;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.recall.Recall.RecallSource;
import cn.jinfu.traceability.recall.RecallCommands.SeedKind;
import cn.jinfu.traceability.recall.RecallNotice.NoticeStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What the recall room shows. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class RecallQueries {

	static final String VIEW = "hasAuthority('trace:recall:view')";

	/** Rows of one table on paper; the sheet has all of them. */
	static final int MOST = 500;

	private static final int CANDIDATES = 20;

	/**
	 * Of the lot {@code x}, asked for each lot: a join over all sales of the years would
	 * be walked through once for each lot. Lines first ({@code offset 0}) and names last,
	 * or all orders and all members would be. What a buyer has received is in a lot of
	 * his own, and counted there.
	 *
	 * <p>
	 * A buyer of an order has an id, one of a field-side sale only the name.
	 */
	private static final String SOLD = """
			select o.buyer_id, null as buyer, l.harvest_lot_id as lot_id, l.kg, o.no, o.shipped_on as on_day, l.id
			  from (select i.* from supply_sales_order_line i
			         where i.tenant_id = x.tenant_id and i.harvest_lot_id = x.lot_id offset 0) l
			  join supply_sales_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
			 where o.shipped_on is not null and o.status <> 'RETURNED'
			   and not exists (select 1 from trace_lot_edge e where e.tenant_id = l.tenant_id and e.source_id = l.id)
			union all
			select null, f.buyer_name, f.harvest_lot_id, f.kg, f.no, f.sold_on, f.id from supply_field_sale f
			 where f.tenant_id = x.tenant_id and f.harvest_lot_id = x.lot_id and f.status <> 'VOID'""";

	/** What is packed of the lots {@code x} of a case. */
	private static final String BOXES = """
			 join trace_box_content c on c.tenant_id = x.tenant_id and c.lot_id = x.lot_id and c.unpacked_at is null
			""";

	private static final String BUYER = """
			coalesce(s.buyer, (select b.name from member_member b where b.id = s.buyer_id))""";

	/**
	 * Who has how much of case {@code :id}: what is in store, on its way, and sold. Added
	 * up before names are looked for, or the whole case would be gone through for each
	 * member.
	 */
	static final String HOLDERS = """
			select 'MEMBER' as kind, z.holder_id, m.name, z.lots, z.kg from (
			    select y.holder_id, count(distinct y.lot_id)::int as lots, sum(y.kg) as kg from (
			        select l.member_id as holder_id, l.id as lot_id, l.kg_left as kg from trace_recall_lot x
			          join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
			         where x.recall_id = :id and x.in_scope and l.kg_left > 0
			        union all
			        select h.to_id, h.lot_id, h.kg from trace_recall_lot x
			          join trace_hand_over h on h.tenant_id = x.tenant_id and h.lot_id = x.lot_id and h.status = 'SENT'
			         where x.recall_id = :id and x.in_scope) y group by y.holder_id) z
			  join member_member m on m.id = z.holder_id
			union all
			select 'BUYER', s.buyer_id, %s, count(distinct s.lot_id)::int, sum(s.kg) from trace_recall_lot x
			  cross join lateral (%s) s where x.recall_id = :id and x.in_scope group by s.buyer_id, s.buyer
			""".formatted(BUYER, SOLD);

	/**
	 * @param overdue the clock ran out before the case was closed
	 */
	public record RecallView(UUID id, String number, boolean drill, RecallSource source, String what,
			RecallStatus status, @Nullable Integer level, int revision, @Nullable Integer holdMs, Instant openedAt,
			UUID openedBy, String openedName, @Nullable Instant heldAt, @Nullable Instant announcedAt,
			@Nullable Instant dueAt, @Nullable Instant closedAt, @Nullable String closedName, @Nullable String report,
			int lots, boolean overdue, long version) {

		public boolean can(String action) {
			return status.actions().contains(RecallStatus.Action.valueOf(action));
		}

		public boolean may(UUID person) {
			return !person.equals(openedBy);
		}

		/** From the suspicion to the end. */
		public @Nullable Duration took() {
			return (closedAt != null) ? Duration.between(openedAt, closedAt) : null;
		}
	}

	/**
	 * Kilograms of the case.
	 *
	 * @param stock in somebody's store
	 * @param transit handed over, not yet confirmed
	 * @param gone sold
	 * @param scansAfter labels looked at since the announcement
	 * @param watchers consumers who left a number to be warned at, and were not yet
	 * @param warned consumers who were warned
	 */
	public record Mass(int lots, int holders, BigDecimal stock, BigDecimal transit, BigDecimal gone,
			BigDecimal destroyed, long labels, long scansAfter, long watchers, long warned) {

		public BigDecimal atRisk() {
			return stock.add(transit).add(gone);
		}
	}

	/** A lot within reach. */
	public record ScopeLot(UUID lotId, String lotCode, LotKind kind, String product, String holder, LocalDate on,
			BigDecimal kg, BigDecimal kgLeft, BigDecimal gone, LotStatus status, String before, int revision,
			boolean inScope, @Nullable String trimReason) {
	}

	public record SeedLine(UUID nodeId, SeedKind kind, String label, String byName) {
	}

	/** Goods that somebody outside has. */
	public record SaleLine(String no, LocalDate on, String buyer, String lotCode, BigDecimal kg) {
	}

	/**
	 * A box to be looked for: something of the case is in it.
	 *
	 * @param outer code of the outermost box around it
	 */
	public record BoxLine(String code, String path, String holder, String lotCode, BigDecimal kg,
			@Nullable String outer) {
	}

	public record NoticeView(UUID id, UUID recallId, String recallNo, String what, String holderKind,
			@Nullable UUID holderId, String holder, int lots, BigDecimal kg, NoticeStatus status, Instant sentAt,
			@Nullable Instant dueAt, @Nullable BigDecimal foundKg, @Nullable BigDecimal soldKg,
			@Nullable BigDecimal destroyedKg, @Nullable String proof, @Nullable Instant answeredAt,
			@Nullable String answeredName, long version) {

		public boolean open() {
			return status == NoticeStatus.SENT;
		}
	}

	/**
	 * Something several bad lots have in common.
	 *
	 * @param bad how many of them it reaches
	 * @param reached lots it reaches in all: the fewer, the better it explains
	 */
	public record Candidate(UUID nodeId, SeedKind kind, String label, int bad, int reached, boolean seed) {
	}

	/** Something outside this platform that a partner made or packed of lots in reach. */
	public record PartnerThing(String owner, String epc, long eventId, Instant at) {
	}

	private final JdbcClient sql;

	private final LotGraph graph;

	private final BusinessClock clock;

	@PreAuthorize(VIEW)
	public Paged<RecallView> list(@Nullable RecallStatus status, @Nullable Boolean drill, @Nullable String q,
			@Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var where = """
				 where (:status = '' or r.status = :status) and (:drill = '' or r.drill::text = :drill)
				   and (:q = '' or r.number ilike '%' || :q || '%' or r.what like '%' || :q || '%')
				""";
		var rows = filtered(SELECT + where + """
				and (:afterAt = '' or (r.opened_at, r.id) < (cast(nullif(:afterAt, '') as timestamptz),
				  cast(nullif(:afterId, '') as uuid))) order by r.opened_at desc, r.id desc limit :limit""", status,
				drill, q)
			.param("afterAt", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> view(row))
			.list();
		var total = filtered("select count(*) from trace_recall r" + where, status, drill, q).query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.openedAt(), it.id()));
	}

	private JdbcClient.StatementSpec filtered(String statement, @Nullable RecallStatus status, @Nullable Boolean drill,
			@Nullable String q) {
		return sql.sql(statement)
			.param("status", (status != null) ? status.name() : "")
			.param("drill", (drill != null) ? drill.toString() : "")
			.param("q", (q != null) ? q.strip() : "");
	}

	private static final String SELECT = """
			select r.*, (select count(*) from trace_recall_lot x where x.recall_id = r.id and x.in_scope)::int as lots
			  from trace_recall r""";

	/** Boxes that hold something of the case. */
	@PreAuthorize(VIEW)
	public Paged<BoxLine> boxes(UUID id, @Nullable String after, int limit) {
		var from = Cursor.read(after, 3);
		var rows = sql.sql("""
				select z.box, z.name, z.lot_code, z.kg, (
				    with recursive up(id, depth) as (
				      select i.outer_id, 1 from trace_box_inside i where i.box_id = z.id and i.unpacked_at is null
				      union all select i.outer_id, u.depth + 1 from up u join trace_box_inside i
				         on i.box_id = u.id and i.unpacked_at is null where u.depth < 10)
				    select y.code from up join trace_box y on y.id = up.id order by up.depth desc limit 1)
				  from (select b.id, b.code as box, m.name, l.lot_code, c.kg from trace_recall_lot x""" + BOXES + """
				 join trace_box b on b.tenant_id = c.tenant_id and b.id = c.box_id
				 join trace_lot l on l.tenant_id = c.tenant_id and l.id = c.lot_id
				 join member_member m on m.tenant_id = b.tenant_id and m.id = b.member_id
				where x.recall_id = :id and x.in_scope
				  and (:code = '' or (m.name, b.code, l.lot_code) > (:name, :code, :lot))
				order by m.name, b.code, l.lot_code limit :limit) z order by z.name, z.box, z.lot_code""")
			.param("id", id)
			.param("name", from.isEmpty() ? "" : from.getFirst())
			.param("code", from.isEmpty() ? "" : from.get(1))
			.param("lot", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> new BoxLine(row.getString(1), cn.jinfu.traceability.code.CodePaths.box(row.getString(1)),
					row.getString(2), row.getString(3), row.getBigDecimal(4), row.getString(5)))
			.list();
		return Paged.of(rows, limit, count("trace_recall_lot x" + BOXES + " where x.recall_id = ? and x.in_scope", id),
				it -> Cursor.of(it.holder(), it.code(), it.lotCode()));
	}

	private long count(String rows, UUID id) {
		return sql.sql("select count(*) from (select 1 from " + rows + " limit 10001) x")
			.param(id)
			.query(Long.class)
			.single();
	}

	@PreAuthorize(VIEW)
	public RecallView view(UUID id) {
		return sql.sql(SELECT + " where r.id = ?")
			.param(id)
			.query((row, _) -> view(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.recall.not-found", id));
	}

	@PreAuthorize(VIEW)
	public Mass mass(UUID id) {
		return sql
			.sql("""
					with scope as (select x.lot_id, l.kg_left, l.tenant_id from trace_recall_lot x
					    join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
					   where x.recall_id = :id and x.in_scope),
					 holders as (%s)
					select (select count(*) from scope)::int, (select count(*) from holders where kg > 0)::int,
					  coalesce((select sum(kg_left) from scope), 0),
					  coalesce((select sum(h.kg) from trace_hand_over h join scope s on s.lot_id = h.lot_id where h.status = 'SENT'), 0),
					  coalesce((select sum(kg) from holders where kind = 'BUYER'), 0),
					  coalesce((select sum(m.kg) from trace_lot_move m join scope s on s.lot_id = m.lot_id where m.kind = 'DESTROY'), 0),
					  coalesce((select sum(b.count - b.voided) from trace_label_batch b join scope s on s.lot_id = b.lot_id), 0),
					  (select count(*) from trace_label_scan c join scope s on s.lot_id = c.lot_id
					    join trace_recall r on r.id = :id where c.at >= r.announced_at),
					  (select count(distinct w.mobile_index) from trace_recall_watch w join scope s on s.lot_id = w.lot_id
					    where w.confirmed_at is not null and w.warned_at is null),
					  (select r.warned from trace_recall r where r.id = :id)"""
				.formatted(HOLDERS))
			.param("id", id)
			.query((row, _) -> new Mass(row.getInt(1), row.getInt(2), row.getBigDecimal(3), row.getBigDecimal(4),
					row.getBigDecimal(5), row.getBigDecimal(6), row.getLong(7), row.getLong(8), row.getLong(9),
					row.getLong(10)))
			.single();
	}

	/** Those still in scope first. */
	@PreAuthorize(VIEW)
	public Paged<ScopeLot> lots(UUID id, @Nullable String after, int limit) {
		var from = Cursor.read(after, 4);
		var rows = sql
			.sql("""
					select l.id, l.lot_code, l.kind, l.crop_name, l.producer, l.harvested_on, l.kg, l.kg_left, l.status,
					       x.before_status, x.revision, x.in_scope, x.trim_reason,
					       coalesce((select sum(case m.kind when 'RETURN' then -m.kg else m.kg end) from trace_lot_move m
					         where m.tenant_id = l.tenant_id and m.lot_id = l.id and m.kind in ('DISPATCH', 'RETURN')), 0) as gone
					  from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
					 where x.recall_id = :id
					   and (:code = '' or ((not x.in_scope)::text, l.kind, l.harvested_on::text, l.lot_code) > (:out, :kind, :day, :code))
					 order by (not x.in_scope)::text, l.kind, l.harvested_on::text, l.lot_code limit :limit""")
			.param("id", id)
			.param("out", from.isEmpty() ? "" : from.getFirst())
			.param("kind", from.isEmpty() ? "" : from.get(1))
			.param("day", from.isEmpty() ? "" : from.get(2))
			.param("code", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> new ScopeLot(row.getObject("id", UUID.class), row.getString("lot_code"),
					LotKind.valueOf(row.getString("kind")), row.getString("crop_name"), row.getString("producer"),
					row.getObject("harvested_on", LocalDate.class), row.getBigDecimal("kg"),
					row.getBigDecimal("kg_left"), row.getBigDecimal("gone").max(BigDecimal.ZERO),
					LotStatus.valueOf(row.getString("status")), row.getString("before_status"), row.getInt("revision"),
					row.getBoolean("in_scope"), row.getString("trim_reason")))
			.list();
		return Paged.of(rows, limit, count("trace_recall_lot where recall_id = ?", id),
				it -> Cursor.of(!it.inScope(), it.kind(), it.on(), it.lotCode()));
	}

	@PreAuthorize(VIEW)
	public List<SeedLine> seeds(UUID id) {
		return sql.sql("select * from trace_recall_seed where recall_id = ? order by added_at, label")
			.param(id)
			.query((row, _) -> new SeedLine(row.getObject("node_id", UUID.class),
					SeedKind.valueOf(row.getString("node_kind")), row.getString("label"), row.getString("by_name")))
			.list();
	}

	@PreAuthorize(VIEW)
	public List<SaleLine> sales(UUID id) {
		return sql
			.sql("select s.no, s.on_day, " + BUYER + ", l.lot_code, s.kg from (select s.* from trace_recall_lot x"
					+ " cross join lateral (" + SOLD
					+ ") s where x.recall_id = ? and x.in_scope order by s.on_day, s.no, s.id limit " + MOST
					+ ") s join trace_lot l on l.id = s.lot_id order by s.on_day, s.no, s.id")
			.param(id)
			.query((row, _) -> new SaleLine(row.getString(1), row.getObject(2, LocalDate.class), row.getString(3),
					row.getString(4), row.getBigDecimal(5)))
			.list();
	}

	/** Those that wait for an answer first, then the most kilograms. */
	@PreAuthorize(VIEW)
	public Paged<NoticeView> notices(UUID id, @Nullable String after, int limit) {
		var from = Cursor.read(after, 4);
		var rows = sql
			.sql(NOTICE
					+ """
							 where n.recall_id = :id and (cast(:kg as numeric) is null
							   or ((n.status <> 'SENT')::text, -n.kg, n.holder_name, n.id::text) > (:told, -cast(:kg as numeric), :name, :notice))
							order by (n.status <> 'SENT')::text, -n.kg, n.holder_name, n.id::text limit :limit""")
			.param("id", id)
			.param("told", from.isEmpty() ? "" : from.getFirst())
			.param("kg", from.isEmpty() ? null : Cursor.decimal(from.get(1)))
			.param("name", from.isEmpty() ? "" : from.get(2))
			.param("notice", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> notice(row))
			.list();
		return Paged.of(rows, limit, count("trace_recall_notice where recall_id = ?", id),
				it -> Cursor.of(!it.open(), it.kg(), it.holder(), it.id()));
	}

	/** What a farm is asked; drills are none of its business. */
	@PreAuthorize("hasAuthority('trace:recall:answer')")
	public Paged<NoticeView> ofHolder(UUID memberId, @Nullable String after, int limit) {
		var from = Cursor.read(after, 3);
		var rows = sql
			.sql(NOTICE
					+ """
							 where n.holder_id = :member and not r.drill and (cast(:at as timestamptz) is null
							   or (n.status = 'SENT', n.sent_at, n.id::text) < (cast(:open as boolean), cast(:at as timestamptz), :notice))
							order by (n.status = 'SENT') desc, n.sent_at desc, n.id::text desc limit :limit""")
			.param("member", memberId)
			.param("open", !from.isEmpty() && Boolean.parseBoolean(from.getFirst()))
			.param("at", from.isEmpty() ? null : Timestamp.from(Cursor.instant(from.get(1))))
			.param("notice", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> notice(row))
			.list();
		return Paged.of(rows, limit, count("""
				trace_recall_notice n join trace_recall r on r.id = n.recall_id
				 where n.holder_id = ? and not r.drill""", memberId), it -> Cursor.of(it.open(), it.sentAt(), it.id()));
	}

	@PreAuthorize("hasAuthority('trace:recall:answer')")
	public NoticeView ofHolder(UUID memberId, UUID noticeId) {
		return sql.sql(NOTICE + " where n.id = ? and n.holder_id = ? and not r.drill")
			.params(noticeId, memberId)
			.query((row, _) -> notice(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.recall.notice-not-found", noticeId));
	}

	/** Lots of a notice, as the holder knows them. */
	@PreAuthorize("hasAuthority('trace:recall:answer')")
	public Paged<LotGraph.Neighbour> lotsOfHolder(UUID memberId, UUID recallId, @Nullable String after, int limit) {
		return graph.page("""
				from trace_recall_lot x join trace_lot l on l.tenant_id = x.tenant_id and l.id = x.lot_id
				 where x.recall_id = :recall and x.in_scope and l.member_id = :member""",
				Map.of("recall", recallId, "member", memberId), after, limit);
	}

	/**
	 * What the seed lots have in common, best explanation first: reaches most of them and
	 * least besides.
	 */
	@PreAuthorize(VIEW)
	public List<Candidate> causes(UUID id) {
		return sql
			.sql("""
					with recursive up(bad, id) as (
					  select node_id, node_id from trace_recall_seed where recall_id = :id and node_kind = 'LOT'
					  union select u.bad, e.parent_id from up u cross join lateral trace_parents(u.id) e(parent_id)),
					common as (
					  select id, count(distinct bad)::int as bad from up group by id
					   order by 2 desc limit 200),
					named as (
					  select c.id, c.bad, case when l.id is not null then 'LOT' when p.id is not null then 'PLANTING' else 'INPUT' end as kind,
					         coalesce(l.lot_code || ' ' || l.crop_name || ' ' || l.producer, p.no || ' ' || m.name, u.label) as label
					    from common c left join trace_lot l on l.id = c.id left join production_planting p on p.id = c.id
					    left join member_member m on m.id = p.member_id
					    left join lateral (select max(product || ' ' || lot_no) as label from production_input_use i
					      where i.input_lot_id = c.id) u on l.id is null and p.id is null)
					select n.*, (with recursive down(id) as (select n.id union
					         select e.child_id from down d cross join lateral trace_children(d.id) e(child_id))
					         select count(*) from down join trace_lot l on l.id = down.id)::int as reached,
					       exists (select 1 from trace_recall_seed s where s.recall_id = :id and s.node_id = n.id) as seed
					  from named n where n.label is not null order by n.bad desc, reached, n.label limit :limit""")
			.param("id", id)
			.param("limit", CANDIDATES)
			.query((row, _) -> new Candidate(row.getObject("id", UUID.class), SeedKind.valueOf(row.getString("kind")),
					row.getString("label"), row.getInt("bad"), row.getInt("reached"), row.getBoolean("seed")))
			.list();
	}

	/**
	 * Whom to call besides the holders: what partners told of the goods, latest first.
	 */
	@PreAuthorize(VIEW)
	public Paged<PartnerThing> partners(UUID id, @Nullable String after, int limit) {
		var from = Cursor.read(after, 3);
		var rows = sql.sql("""
				with recursive hit(id) as (
				  select node_id from trace_recall_seed where recall_id = :id
				  union select e.child_id from hit h cross join lateral trace_children(h.id) e(child_id))
				select * from (
				select e.owner, x.child_epc as epc, max(e.id) as event, max(e.event_time) as at,
				       (count(*) over ())::int as total from hit
				  join trace_event_edge x on x.child_id = hit.id and not x.voided and x.child_epc is not null
				  join trace_event e on e.tenant_id = x.tenant_id and e.id = x.event_pk
				 where not exists (select 1 from trace_lot l where l.id = hit.id)
				 group by e.owner, x.child_epc) z
				 where cast(:at as timestamptz) is null or z.at < cast(:at as timestamptz)
				    or z.at = cast(:at as timestamptz) and (z.epc, z.owner) > (:epc, :owner)
				 order by z.at desc, z.epc, z.owner limit :limit""")
			.param("id", id)
			.param("at", from.isEmpty() ? null : Timestamp.from(Cursor.instant(from.getFirst())))
			.param("epc", from.isEmpty() ? "" : from.get(1))
			.param("owner", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> Map.entry(row.getInt(5),
					new PartnerThing(row.getString(1), row.getString(2), row.getLong(3),
							row.getTimestamp(4).toInstant())))
			.list();
		var total = rows.isEmpty() ? 0 : rows.getFirst().getKey();
		return Paged
			.of(rows, limit, total, it -> Cursor.of(it.getValue().at(), it.getValue().epc(), it.getValue().owner()))
			.map(Map.Entry::getValue);
	}

	/** Running cases that a lot belongs to. */
	@PreAuthorize("hasAuthority('trace:lot:view')")
	public List<RecallView> ofLot(UUID lotId) {
		return sql.sql(SELECT + """
				where not r.drill and exists (select 1 from trace_recall_lot x
				  where x.recall_id = r.id and x.lot_id = ? and x.in_scope) order by r.opened_at desc""")
			.param(lotId)
			.query((row, _) -> view(row))
			.list();
	}

	private static final String NOTICE = """
			select n.*, r.number, r.what, r.due_at from trace_recall_notice n
			  join trace_recall r on r.tenant_id = n.tenant_id and r.id = n.recall_id""";

	private static NoticeView notice(ResultSet row) throws SQLException {
		return new NoticeView(row.getObject("id", UUID.class), row.getObject("recall_id", UUID.class),
				row.getString("number"), row.getString("what"), row.getString("holder_kind"),
				row.getObject("holder_id", UUID.class), row.getString("holder_name"), row.getInt("lots"),
				row.getBigDecimal("kg"), NoticeStatus.valueOf(row.getString("status")),
				row.getTimestamp("sent_at").toInstant(), instant(row, "due_at"), row.getBigDecimal("found_kg"),
				row.getBigDecimal("sold_kg"), row.getBigDecimal("destroyed_kg"), row.getString("proof"),
				instant(row, "answered_at"), row.getString("answered_name"), row.getLong("version"));
	}

	private RecallView view(ResultSet row) throws SQLException {
		var due = instant(row, "due_at");
		var closed = instant(row, "closed_at");
		return new RecallView(row.getObject("id", UUID.class), row.getString("number"), row.getBoolean("drill"),
				RecallSource.valueOf(row.getString("source")), row.getString("what"),
				RecallStatus.valueOf(row.getString("status")), row.getObject("level", Integer.class),
				row.getInt("revision"), row.getObject("hold_ms", Integer.class),
				row.getTimestamp("opened_at").toInstant(), row.getObject("opened_by", UUID.class),
				row.getString("opened_name"), instant(row, "held_at"), instant(row, "announced_at"), due, closed,
				row.getString("closed_name"), row.getString("report"), row.getInt("lots"),
				due != null && due.isBefore((closed != null) ? closed : clock.now()), row.getLong("version"));
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
