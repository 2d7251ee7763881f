package cn.jinfu.traceability.epcis;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.gs1.Canonical;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Events and captures for staff: the platform's own and those of every partner. */
@Service
@Transactional(readOnly = true)
@RequiredArgsConstructor
class EventBook {

	static final String SEE = "hasAuthority('trace:event:view')";

	private static final int MOST = 500;

	/**
	 * @param from by the time it happened
	 * @param step bare word of the standard
	 * @param q a lot's code, an EPC in any way of writing, a document or an event's id
	 * @param owner "jinfu" or a client's id
	 */
	record Filter(@Nullable LocalDate from, @Nullable LocalDate to, @Nullable String type, @Nullable String step,
			@Nullable String q, @Nullable String owner) {
	}

	/**
	 * @param step bare word, or an address of somebody's own
	 * @param first what it is about, if anything
	 * @param wrong declared wrong, or declares so itself
	 */
	record Line(long id, Instant at, Instant recordedAt, String owner, String type, @Nullable String step,
			@Nullable String disposition, @Nullable String first, int things, boolean wrong) {

		public boolean ours() {
			return EventStore.PLATFORM.equals(owner);
		}

		/** Our own prefix says nothing to a reader. */
		public String what() {
			return (first != null) ? brief(first) : "";
		}
	}

	/**
	 * @param lotId our lot behind it, if it is one
	 */
	record Part(String role, String epc, boolean isClass, @Nullable BigDecimal quantity, @Nullable String uom,
			@Nullable UUID lotId) {

		public String name() {
			return brief(epc);
		}
	}

	record Reference(String kind, String type, String value) {

		public String name() {
			return brief(value);
		}
	}

	/**
	 * @param errorAt when this one declares the event wrong
	 * @param others stored under the same id: the event itself, and declarations about it
	 */
	record View(long id, String owner, String eventId, String hashId, String type, @Nullable String action,
			@Nullable String step, @Nullable String disposition, Instant at, Instant recordedAt,
			@Nullable String readPoint, @Nullable String bizLocation, @Nullable Instant errorAt, String json,
			List<Part> parts, List<Reference> references, List<Line> others) {

		public boolean ours() {
			return EventStore.PLATFORM.equals(owner);
		}
	}

	record JobLine(UUID id, Instant at, String owner, String behaviour, int events, int stored, boolean success,
			int errors) {
	}

	record JobView(JobLine job, List<CaptureCommands.Trouble> errors) {
	}

	private static final String LINE = """
			select e.*, (select x.epc from trace_event_epc x where x.tenant_id = e.tenant_id and x.event_pk = e.id
			         order by case x.role when 'OUTPUT' then 0 when 'PARENT' then 1 else 2 end, x.epc limit 1) as first,
			       (select count(*) from trace_event_epc x where x.tenant_id = e.tenant_id and x.event_pk = e.id)::int as things,
			       exists (select 1 from trace_event w where w.tenant_id = e.tenant_id and w.owner = e.owner
			         and w.event_id = e.event_id and w.error_at is not null) as wrong
			  from trace_event e
			""";

	private static final String WHERE = """
			 where e.event_time >= :from and e.event_time < :to
			   and (:type = '' or e.event_type = :type) and (:step = '' or e.biz_step = :step)
			   and (:owner = '' or e.owner = :owner)
			""";

	/** By its indexes; an "or" with an empty search would read every event instead. */
	private static final String FOUND = """
			 and e.id in (select x.event_pk from trace_event_epc x where x.epc in (:names)
			   union select x.event_pk from trace_event_ref x where x.value in (:names)
			   union select x.id from trace_event x where x.event_id = :q)
			""";

	private final JdbcClient sql;

	private final JsonMapper json;

	/** The latest first. */
	@PreAuthorize(SEE)
	Paged<Line> list(Filter filter, @Nullable String after, int limit) {
		var place = Cursor.read(after, 2);
		var rows = bind(LINE + where(filter) + """
				and (:id = 0 or (e.event_time, e.id) < (cast(:at as timestamptz), :id))
				order by e.event_time desc, e.id desc limit :rows""", filter)
			.param("at", place.isEmpty() ? null : place.getFirst())
			.param("id", place.isEmpty() ? 0L : number(place.getLast()))
			.param("rows", limit + 1)
			.query((row, _) -> line(row))
			.list();
		var total = bind("select count(*) from (select 1 from trace_event e" + where(filter) + " limit 10001) x",
				filter)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.at(), it.id()));
	}

	/** Who has told anything: the platform and its partners. */
	@PreAuthorize(SEE)
	List<String> owners() {
		// a loose walk over the index: a plain distinct would read every event
		return sql.sql("""
				with recursive o(owner) as (
				  (select owner from trace_event order by owner limit 1)
				  union all select (select e.owner from trace_event e where e.owner > o.owner order by e.owner limit 1)
				    from o where o.owner is not null)
				select owner from o where owner is not null""").query(String.class).list();
	}

	@PreAuthorize(SEE)
	View view(String written) {
		var id = number(written);
		return sql.sql("select * from trace_event where id = ?")
			.param(id)
			.query((row, _) -> new View(id, row.getString("owner"), row.getString("event_id"), row.getString("hash_id"),
					row.getString("event_type"), row.getString("action"), step(row), disposition(row),
					row.getTimestamp("event_time").toInstant(), row.getTimestamp("record_time").toInstant(),
					row.getString("read_point"), row.getString("biz_location"), instant(row, "error_at"),
					json.writerWithDefaultPrettyPrinter().writeValueAsString(json.readTree(row.getString("doc"))),
					parts(id), references(id), others(id)))
			.optional()
			.orElseThrow(() -> new NotFound("trace.event.not-found", written));
	}

	private List<Part> parts(long id) {
		return sql.sql("""
				select x.*, l.id as lot_id from trace_event_epc x left join trace_lot l on l.tenant_id = x.tenant_id
				   and x.epc = 'urn:jinfu:lot:' || x.tenant_id || ':' || l.lot_code
				   and l.lot_code = split_part(x.epc, ':', 5)
				 where x.event_pk = ? order by x.role, x.epc limit ?""")
			.params(id, MOST)
			.query((row, _) -> new Part(row.getString("role"), row.getString("epc"), row.getBoolean("is_class"),
					row.getBigDecimal("qty"), row.getString("uom"), row.getObject("lot_id", UUID.class)))
			.list();
	}

	private List<Reference> references(long id) {
		return sql.sql("select * from trace_event_ref where event_pk = ? order by kind, type, value limit ?")
			.params(id, MOST)
			.query((row, _) -> new Reference(row.getString("kind"), row.getString("type"), row.getString("value")))
			.list();
	}

	private List<Line> others(long id) {
		return sql
			.sql(LINE
					+ """
							where e.id <> :id and (e.owner, e.event_id) = (select t.owner, t.event_id from trace_event t where t.id = :id)
							order by e.id""")
			.param("id", id)
			.query((row, _) -> line(row))
			.list();
	}

	/** Captures of partners, the latest first; those with errors alone if asked. */
	@PreAuthorize(SEE)
	Paged<JobLine> jobs(@Nullable String owner, boolean failed, @Nullable String after, int limit) {
		var place = Cursor.read(after, 2);
		var where = " from trace_capture_job j where (:owner = '' or j.owner = :owner) and (not :failed or not j.success)";
		var rows = sql
			.sql("select j.*, jsonb_array_length(j.errors) as wrong" + where
					+ """
							 and (:at = '' or (j.created_at, j.id) < (cast(nullif(:at, '') as timestamptz), cast(nullif(:id, '') as uuid)))
							order by j.created_at desc, j.id desc limit :rows""")
			.param("owner", text(owner))
			.param("failed", failed)
			.param("at", place.isEmpty() ? "" : place.getFirst())
			.param("id", place.isEmpty() ? "" : place.getLast())
			.param("rows", limit + 1)
			.query((row, _) -> jobLine(row))
			.list();
		var total = sql.sql("select count(*)" + where)
			.param("owner", text(owner))
			.param("failed", failed)
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.at(), it.id()));
	}

	@PreAuthorize(SEE)
	JobView job(UUID id) {
		return sql.sql("select j.*, jsonb_array_length(j.errors) as wrong from trace_capture_job j where j.id = ?")
			.param(id)
			.query((row, _) -> new JobView(jobLine(row),
					List.of(json.readValue(row.getString("errors"), CaptureCommands.Trouble[].class))))
			.optional()
			.orElseThrow(() -> new NotFound("trace.capture.not-found", id));
	}

	private JdbcClient.StatementSpec bind(String statement, Filter filter) {
		var q = text(filter.q());
		var step = text(filter.step());
		return sql.sql(statement)
			.param("from", start(filter.from()).orElse(Timestamp.from(Instant.EPOCH)))
			.param("to",
					start((filter.to() != null) ? filter.to().plusDays(1) : null)
						.orElse(Timestamp.valueOf("9999-01-01 00:00:00")))
			.param("type", text(filter.type()))
			.param("step", Vocabulary.BIZ_STEP.address(step).orElse(step))
			.param("owner", text(filter.owner()))
			.param("q", q)
			.param("names", List.of(q, Canonical.identifier(q), "urn:jinfu:lot:" + Tenant.require() + ":" + q));
	}

	private static String where(Filter filter) {
		return text(filter.q()).isEmpty() ? WHERE : WHERE + FOUND;
	}

	private static Optional<Timestamp> start(@Nullable LocalDate day) {
		return Optional.ofNullable(day).map(it -> Timestamp.from(it.atStartOfDay(BusinessClock.ZONE).toInstant()));
	}

	private static long number(String written) {
		try {
			return Long.parseLong(written);
		}
		catch (NumberFormatException none) {
			return 0;
		}
	}

	private static String text(@Nullable String written) {
		return (written != null) ? written.strip() : "";
	}

	private static String brief(String identifier) {
		var own = "urn:jinfu:";
		return identifier.startsWith(own) ? identifier.substring(identifier.lastIndexOf(':') + 1) : identifier;
	}

	private static JobLine jobLine(ResultSet row) throws SQLException {
		return new JobLine(row.getObject("id", UUID.class), row.getTimestamp("created_at").toInstant(),
				row.getString("owner"), row.getString("behaviour"), row.getInt("events"), row.getInt("stored"),
				row.getBoolean("success"), row.getInt("wrong"));
	}

	private static Line line(ResultSet row) throws SQLException {
		return new Line(row.getLong("id"), row.getTimestamp("event_time").toInstant(),
				row.getTimestamp("record_time").toInstant(), row.getString("owner"), row.getString("event_type"),
				step(row), disposition(row), row.getString("first"), row.getInt("things"), row.getBoolean("wrong"));
	}

	private static @Nullable String step(ResultSet row) throws SQLException {
		var full = row.getString("biz_step");
		return (full != null) ? Vocabulary.BIZ_STEP.bare(full) : null;
	}

	private static @Nullable String disposition(ResultSet row) throws SQLException {
		var full = row.getString("disposition");
		return (full != null) ? Vocabulary.DISPOSITION.bare(full) : null;
	}

	private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
		var at = row.getTimestamp(column);
		return (at != null) ? at.toInstant() : null;
	}

}
