package cn.jinfu.traceability.flow;

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
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
import cn.jinfu.production.PlantingRecords;
import cn.jinfu.production.Reach;
import cn.jinfu.traceability.flow.HandOver.HandOverStatus;
import cn.jinfu.traceability.flow.LotStep.StepStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Steps and hand-overs within the reader's reach. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
public class FlowQueries {

	private static final String VIEW = "hasAuthority('trace:lot:view')";

	/** A lot that went in or came out. */
	public record Part(UUID lotId, String lotCode, String product, BigDecimal kg) {
	}

	/**
	 * @param late entered later than the federation's ordinary days after it was done
	 * @param correctedBy the step that says how it was, if this one was declared wrong
	 */
	public record StepView(UUID id, String number, StepKind kind, UUID memberId, String holder, LocalDate doneOn,
			BigDecimal inKg, BigDecimal outKg, BigDecimal lossKg, @Nullable String note, StepStatus status,
			Instant recordedAt, String byName, boolean late, @Nullable StepMistake errorReason,
			@Nullable String errorNote, @Nullable UUID correctedBy, @Nullable String correctedNo, long version) {

		public BigDecimal unexplained() {
			return inKg.subtract(outKg).subtract(lossKg);
		}

		public boolean wrong() {
			return status == StepStatus.WRONG;
		}
	}

	/**
	 * @param mine whether the reader's farm is the receiver
	 * @param correctedBy the hand-over that says how it was, if this one was declared
	 * wrong
	 */
	public record HandOverView(UUID id, String number, UUID lotId, String lotCode, String product, UUID fromId,
			String from, UUID toId, String to, BigDecimal kg, boolean bulk, HandOverStatus status, LocalDate sentOn,
			Instant sentAt, String sentName, @Nullable BigDecimal receivedKg, @Nullable UUID receivedLot,
			@Nullable Instant answeredAt, @Nullable String answeredName, @Nullable String reason,
			@Nullable StepMistake errorReason, @Nullable String errorNote, @Nullable String errorBy,
			@Nullable UUID correctedBy, @Nullable String correctedNo, boolean mine, long version) {

		public boolean open() {
			return status == HandOverStatus.SENT;
		}

		public boolean confirmed() {
			return status == HandOverStatus.CONFIRMED;
		}

		public boolean wrong() {
			return status == HandOverStatus.WRONG;
		}
	}

	/** Somebody goods can be handed to. */
	public record Receiver(UUID id, String name) {
	}

	private static final String STEP = """
			select s.*, m.name as holder, e.reason as error_reason, e.note as error_note, e.corrected_by,
			       c.number as corrected_no
			  from trace_step s join member_member m on m.tenant_id = s.tenant_id and m.id = s.member_id
			  left join trace_step_error e on e.step_id = s.id left join trace_step c on c.id = e.corrected_by
			""";

	private static final String HAND_OVER = """
			select h.*, l.lot_code, l.crop_name, f.name as from_name, t.name as to_name,
			       x.reason as error_reason, x.note as error_note, x.by_name as error_by, x.corrected_by, c.number as corrected_no
			  from trace_hand_over h join trace_lot l on l.tenant_id = h.tenant_id and l.id = h.lot_id
			  join member_member f on f.tenant_id = h.tenant_id and f.id = h.from_id
			  join member_member t on t.tenant_id = h.tenant_id and t.id = h.to_id
			  left join trace_hand_over_error x on x.tenant_id = h.tenant_id and x.hand_over_id = h.id
			  left join trace_hand_over c on c.tenant_id = x.tenant_id and c.id = x.corrected_by
			 where (:member = '' or h.from_id = nullif(:member, '')::uuid or h.to_id = nullif(:member, '')::uuid)
			   and (:division = '' or f.division_code like :division || '%' or t.division_code like :division || '%')
			""";

	private final JdbcClient sql;

	private final PlantingRecords records;

	@PreAuthorize(VIEW)
	public Paged<StepView> steps(@Nullable StepKind kind, @Nullable StepStatus status, @Nullable String q,
			@Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = filtered(STEP + STEP_WHERE + """
				and (:afterDay = '' or (s.done_on, s.id) < (cast(nullif(:afterDay, '') as date),
				  cast(nullif(:afterId, '') as uuid))) order by s.done_on desc, s.id desc limit :limit""", kind, status,
				q)
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> step(row))
			.list();
		var total = filtered("select count(*) from (" + STEP + STEP_WHERE + " limit 10001) x", kind, status, q)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.doneOn(), it.id()));
	}

	private static final String STEP_WHERE = """
			 where (:kind = '' or s.kind = :kind) and (:status = '' or s.status = :status)
			   and (:q = '' or s.number ilike '%' || :q || '%' or m.name like '%' || :q || '%') and
			""" + Reach.on("s", "s");

	private JdbcClient.StatementSpec filtered(String statement, @Nullable StepKind kind, @Nullable StepStatus status,
			@Nullable String q) {
		return sql.sql(statement)
			.param("kind", (kind != null) ? kind.name() : "")
			.param("status", (status != null) ? status.name() : "")
			.param("q", (q != null) ? q.strip() : "")
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division());
	}

	@PreAuthorize(VIEW)
	public StepView step(UUID id) {
		return sql.sql(STEP + " where s.id = :id and" + Reach.on("s", "s"))
			.param("id", id)
			.param("reachMember", Reach.current().member())
			.param("reachDivision", Reach.current().division())
			.query((row, _) -> step(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.step.not-found", id));
	}

	@PreAuthorize(VIEW)
	public List<Part> inputs(UUID stepId) {
		step(stepId);
		return sql.sql("""
				select l.id, l.lot_code, l.crop_name, m.kg from trace_lot_move m
				  join trace_lot l on l.tenant_id = m.tenant_id and l.id = m.lot_id
				 where m.source_id = ? and m.kind = 'STEP' order by l.lot_code""")
			.param(stepId)
			.query((row, _) -> part(row))
			.list();
	}

	@PreAuthorize(VIEW)
	public List<Part> outputs(UUID stepId) {
		step(stepId);
		return sql.sql("select id, lot_code, crop_name, kg from trace_lot where source_id = ? order by lot_code")
			.param(stepId)
			.query((row, _) -> part(row))
			.list();
	}

	@PreAuthorize(VIEW)
	public Paged<HandOverView> handOvers(@Nullable HandOverStatus status, @Nullable String q, @Nullable String after,
			int limit) {
		var from = Cursor.read(after, 2);
		var where = HAND_OVER + """
				 and (:status = '' or h.status = :status) and (:q = '' or h.number ilike '%' || :q || '%'
				   or f.name like '%' || :q || '%' or t.name like '%' || :q || '%' or l.lot_code ilike '%' || :q || '%')
				""";
		var rows = reached(where + """
				and (:afterDay = '' or (h.sent_on, h.id) < (cast(nullif(:afterDay, '') as date),
				  cast(nullif(:afterId, '') as uuid))) order by h.sent_on desc, h.id desc limit :limit""")
			.param("status", (status != null) ? status.name() : "")
			.param("q", (q != null) ? q.strip() : "")
			.param("afterDay", from.isEmpty() ? "" : from.getFirst())
			.param("afterId", from.isEmpty() ? "" : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> handOver(row))
			.list();
		var total = reached("select count(*) from (" + where + " limit 10001) x")
			.param("status", (status != null) ? status.name() : "")
			.param("q", (q != null) ? q.strip() : "")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.sentOn(), it.id()));
	}

	@PreAuthorize(VIEW)
	public HandOverView handOver(UUID id) {
		return reached(HAND_OVER + " and h.id = :id").param("id", id)
			.query((row, _) -> handOver(row))
			.optional()
			.orElseThrow(() -> new NotFound("trace.hand-over.not-found", id));
	}

	@PreAuthorize(VIEW)
	public List<HandOverView> handOversOfLot(UUID lotId) {
		return reached(HAND_OVER + " and (h.lot_id = :lot or h.received_lot = :lot) order by h.sent_at desc")
			.param("lot", lotId)
			.query((row, _) -> handOver(row))
			.list();
	}

	private JdbcClient.StatementSpec reached(String statement) {
		var reach = Reach.current();
		return sql.sql(statement).param("member", reach.member()).param("division", reach.division());
	}

	private static Part part(ResultSet row) throws SQLException {
		return new Part(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getBigDecimal(4));
	}

	private StepView step(ResultSet row) throws SQLException {
		var recorded = row.getTimestamp("recorded_at").toInstant();
		var done = row.getObject("done_on", LocalDate.class);
		var reason = row.getString("error_reason");
		return new StepView(row.getObject("id", UUID.class), row.getString("number"),
				StepKind.valueOf(row.getString("kind")), row.getObject("member_id", UUID.class),
				row.getString("holder"), done, row.getBigDecimal("in_kg"), row.getBigDecimal("out_kg"),
				row.getBigDecimal("loss_kg"), row.getString("note"), StepStatus.valueOf(row.getString("status")),
				recorded, row.getString("by_name"),
				records.late(done, recorded.atZone(cn.jinfu.kernel.BusinessClock.ZONE).toLocalDate()),
				(reason != null) ? StepMistake.valueOf(reason) : null, row.getString("error_note"),
				row.getObject("corrected_by", UUID.class), row.getString("corrected_no"), row.getLong("version"));
	}

	private static HandOverView handOver(ResultSet row) throws SQLException {
		var answered = row.getTimestamp("answered_at");
		var mistake = row.getString("error_reason");
		var to = row.getObject("to_id", UUID.class);
		var scope = Actor.current().scope();
		return new HandOverView(row.getObject("id", UUID.class), row.getString("number"),
				row.getObject("lot_id", UUID.class), row.getString("lot_code"), row.getString("crop_name"),
				row.getObject("from_id", UUID.class), row.getString("from_name"), to, row.getString("to_name"),
				row.getBigDecimal("kg"), row.getBoolean("bulk"), HandOverStatus.valueOf(row.getString("status")),
				row.getObject("sent_on", LocalDate.class), row.getTimestamp("sent_at").toInstant(),
				row.getString("sent_name"), row.getBigDecimal("received_kg"), row.getObject("received_lot", UUID.class),
				(answered != null) ? answered.toInstant() : null, row.getString("answered_name"),
				row.getString("reason"), (mistake != null) ? StepMistake.valueOf(mistake) : null,
				row.getString("error_note"), row.getString("error_by"), row.getObject("corrected_by", UUID.class),
				row.getString("corrected_no"),
				scope.kind() == Scope.Kind.MEMBER && Objects.equals(scope.ref(), to.toString()),
				row.getLong("version"));
	}

}
