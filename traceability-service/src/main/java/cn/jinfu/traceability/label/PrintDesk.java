package cn.jinfu.traceability.label;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Choice;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.member.MemberMessages;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.label.LabelSheets.SheetPaper;
import cn.jinfu.traceability.label.PrintJob.PrintStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Printing at an outlet: asked by the farm, done by the outlet it chose and by no other.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class PrintDesk {

	static final String TYPE = "PrintJob";

	static final String SERVE = "trace:print:serve";

	private static final String ASK = "hasAuthority('trace:label:order')";

	private static final List<PrintStatus> OPEN = List.of(PrintStatus.ASKED, PrintStatus.READY);

	private static final String SELECT = """
			select j.*, o.name as outlet, o.address, o.phone, m.name as member, b.number as order_number, b.product_name,
			       b.count - b.voided as good from trace_print_job j
			  join supply_outlet o on o.tenant_id = j.tenant_id and o.id = j.outlet_id
			  join member_member m on m.tenant_id = j.tenant_id and m.id = j.member_id
			  join trace_label_batch b on b.tenant_id = j.tenant_id and b.id = j.batch_id
			""";

	/**
	 * @param pickCode for the farm only; null in what the outlet reads
	 */
	public record Job(UUID id, String number, UUID batchId, String orderNumber, String productName, int labels,
			String member, String outlet, String address, String phone, SheetPaper paper, PrintStatus status,
			@Nullable String pickCode, int wrongCodes, Instant askedAt, @Nullable Instant readyAt,
			@Nullable Instant handedAt, @Nullable String endedWhy, long version) {

		public boolean can(String action) {
			return status.actions().contains(PrintStatus.Action.valueOf(action));
		}

		public boolean locked() {
			return wrongCodes >= PrintJob.MOST_WRONG;
		}

	}

	private final PrintJobs jobs;

	private final LabelBatches batches;

	private final LabelOrders orders;

	private final LabelQueries labels;

	private final MemberMessages messages;

	private final StatusHistory history;

	private final Audit audit;

	private final Numbers numbers;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final SecureRandom random = new SecureRandom();

	/** Open outlets to choose from, by name. */
	@PreAuthorize(ASK)
	@Transactional(readOnly = true)
	public List<Choice> outlets() {
		return sql.sql("select id, name, address from supply_outlet where status = 'OPEN' order by name limit 200")
			.query((row, _) -> new Choice(row.getString(1), row.getString(2), row.getString(3), null))
			.list();
	}

	@PreAuthorize(ASK)
	public UUID ask(UUID batchId, UUID outletId, SheetPaper paper) {
		var batch = batches.requireLocked(batchId);
		if (!Own.current().covers(batch.memberId())) {
			throw new NotFound("trace.label.not-found", batchId);
		}
		orders.requirePrintable(batch);
		if (batch.status() == LabelBatch.LabelStatus.VOID) {
			throw new RuleBroken("trace.label.void", batch.number());
		}
		if (jobs.existsByBatchIdAndStatusIn(batchId, OPEN)) {
			throw new RuleBroken("trace.print.open", batch.number());
		}
		var open = sql.sql("select count(*) from supply_outlet where id = ? and status = 'OPEN'")
			.param(outletId)
			.query(Integer.class)
			.single() > 0;
		if (!open) {
			throw new RuleBroken("trace.print.outlet").at("outletId");
		}
		var job = jobs.save(PrintJob.ask(numbers.next("print_job", "DY-%06d"), batch, outletId, paper,
				"%06d".formatted(random.nextInt(1_000_000)), clock.now()));
		history.record(TYPE, job.id(), null, job.status(), null);
		return job.id();
	}

	/** By the farm, as long as nothing was handed out. */
	@PreAuthorize(ASK)
	public void cancel(UUID id, String why, long version) {
		var job = jobs.lock(id)
			.filter(it -> Own.current().covers(it.memberId()))
			.orElseThrow(() -> new NotFound("trace.print.not-found", id))
			.seenAt(version);
		var before = job.status();
		job.cancel(why);
		jobs.save(job);
		history.record(TYPE, id, before, job.status(), why);
	}

	/** Printed, and the farm is told. */
	@PreAuthorize("hasAuthority('" + SERVE + "')")
	public void ready(UUID id, long version) {
		var job = served(id).seenAt(version);
		var before = job.status();
		job.ready(Actor.current(), clock.now());
		jobs.save(job);
		var batch = batches.requireLocked(job.batchId());
		orders.requirePrintable(batch);
		orders.printed(batch);
		history.record(TYPE, id, before, job.status(), null);
		var told = view(id);
		messages.tell(job.memberId(), "trace.message.print-ready", told.number(), told.outlet(), told.address());
	}

	/**
	 * @return false for a wrong code, which is counted: the caller refuses it after this
	 * transaction
	 */
	@PreAuthorize("hasAuthority('" + SERVE + "')")
	public boolean hand(UUID id, String code, long version) {
		var job = served(id).seenAt(version);
		var before = job.status();
		var right = job.hand(code, Actor.current(), clock.now());
		jobs.save(job);
		if (right) {
			history.record(TYPE, id, before, job.status(), null);
		}
		else {
			audit.record("print.wrong-code", TYPE, id, job.number());
		}
		return right;
	}

	/** The codes to print, only while the job waits at this outlet. */
	@PreAuthorize("hasAuthority('" + SERVE + "')")
	public LabelSheets.Printed print(UUID id, int from) {
		var job = served(id);
		if (!OPEN.contains(job.status())) {
			throw new cn.jinfu.kernel.Refusal.WrongState("trace.print.wrong-state", job.status(),
					PrintStatus.Action.PRINT);
		}
		var batch = batches.requireLocked(job.batchId());
		orders.requirePrintable(batch);
		audit.record("print.sheet", TYPE, id, batch.number());
		return new LabelSheets.Printed(labels.reachable(job.batchId()),
				labels.codesOf(labels.reachable(job.batchId()), from, LabelSheets.PART), job.paper());
	}

	@PreAuthorize("hasAuthority('" + SERVE + "')")
	@Transactional(readOnly = true)
	public Paged<Job> list(@Nullable PrintStatus status, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var where = " where j.outlet_id = :outlet and (:status = '' or j.status = :status)";
		var rows = sql
			.sql(SELECT + where
					+ """
							 and (cast(:at as timestamptz) is null or (j.asked_at, j.id) < (cast(:at as timestamptz), cast(:id as uuid)))
							order by j.asked_at desc, j.id desc limit :limit""")
			.param("outlet", Actor.current().outletId())
			.param("status", (status != null) ? status.name() : "")
			.param("at", from.isEmpty() ? null : from.getFirst())
			.param("id", from.isEmpty() ? null : from.getLast())
			.param("limit", limit + 1)
			.query((row, _) -> job(row, false))
			.list();
		var total = sql.sql("select count(*) from (select 1 from trace_print_job j" + where + " limit 10001) x")
			.param("outlet", Actor.current().outletId())
			.param("status", (status != null) ? status.name() : "")
			.query(Long.class)
			.single();
		return Paged.of(rows, limit, total, it -> Cursor.of(it.askedAt(), it.id()));
	}

	@PreAuthorize("hasAuthority('" + SERVE + "')")
	@Transactional(readOnly = true)
	public Job view(UUID id) {
		return sql.sql(SELECT + " where j.id = ? and j.outlet_id = ?")
			.params(id, Actor.current().outletId())
			.query((row, _) -> job(row, false))
			.optional()
			.orElseThrow(() -> new NotFound("trace.print.not-found", id));
	}

	/** The latest for an order, with the code, as its farm reads it. */
	@PreAuthorize(ASK)
	@Transactional(readOnly = true)
	public Optional<Job> ofOrder(UUID batchId) {
		return sql.sql(SELECT + " where j.batch_id = :batch and " + Own.on("j") + " order by j.asked_at desc limit 1")
			.param("batch", batchId)
			.param("own", Own.current().member())
			.query((row, _) -> job(row, true))
			.optional();
	}

	private PrintJob served(UUID id) {
		return jobs.lock(id)
			.filter(it -> it.outletId().equals(Actor.current().outletId()))
			.orElseThrow(() -> new NotFound("trace.print.not-found", id));
	}

	private static Job job(ResultSet row, boolean withCode) throws SQLException {
		return new Job(row.getObject("id", UUID.class), row.getString("number"), row.getObject("batch_id", UUID.class),
				row.getString("order_number"), row.getString("product_name"), row.getInt("good"),
				row.getString("member"), row.getString("outlet"), row.getString("address"), row.getString("phone"),
				SheetPaper.valueOf(row.getString("paper")), PrintStatus.valueOf(row.getString("status")),
				withCode ? row.getString("pick_code") : null, row.getInt("wrong_codes"),
				row.getTimestamp("asked_at").toInstant(), instant(row.getTimestamp("ready_at")),
				instant(row.getTimestamp("handed_at")), row.getString("ended_why"), row.getLong("version"));
	}

	private static @Nullable Instant instant(@Nullable Timestamp at) {
		return (at != null) ? at.toInstant() : null;
	}

}
