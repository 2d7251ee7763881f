package cn.jinfu.traceability.label;

import java.sql.Timestamp;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.brand.LicenceDesk;
import cn.jinfu.traceability.brand.Own;
import cn.jinfu.traceability.code.LabelKeys;
import cn.jinfu.traceability.code.LabelSerial;
import cn.jinfu.traceability.code.WrittenCode;
import cn.jinfu.traceability.lot.LotStatus;
import cn.jinfu.traceability.lot.TraceLots;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Which labels are on packages: the packer reads the first and the last of a row. What is
 * bound is counted; what was never bound and turns up in a shop came from a stolen roll.
 */
@Service
@Transactional
@RequiredArgsConstructor
public class LabelBinding {

	/** Longer than any place in a batch, shorter than any code. */
	private static final int PLACE_DIGITS = 5;

	private final LabelBatches batches;

	private final TraceLots lots;

	private final LicenceDesk licences;

	private final LabelKeys keys;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @param first and
	 * @param last as read off the label: its code, its address, or its place in the order
	 * @return how many labels
	 */
	@PreAuthorize("hasAnyAuthority('trace:label:order', 'trace:label:void')")
	public int bind(UUID batchId, String first, String last, long version) {
		var batch = batches.requireLocked(batchId);
		if (!Own.current().covers(batch.memberId())) {
			throw new NotFound("trace.label.not-found", batchId);
		}
		batch.seenAt(version);
		if (!licences.inForce(batch.licenceId())) {
			throw new RuleBroken("trace.label.licence-stopped");
		}
		var lot = lots.require(batch.lotId());
		if (lot.status() != LotStatus.CONSUMED) {
			lot.requireSellable();
		}
		var from = place(batch, first, "first");
		var to = place(batch, last, "last");
		var before = batch.status();
		var labels = batch.bind(from, to);
		var at = batch.firstSeq() + from - 1;
		requireFree(batch, at, labels);
		batches.save(batch);
		var by = Actor.current();
		sql.sql("""
				insert into trace_label_bind (tenant_id, batch_id, first_seq, count, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), batchId, at, labels, Timestamp.from(clock.now()), by.personId(), by.displayName())
			.update();
		if (before != batch.status()) {
			history.record(LabelOrders.TYPE, batchId, before, batch.status(), null);
		}
		return labels;
	}

	private int place(LabelBatch batch, String read, String field) {
		var plain = read.strip();
		if (plain.matches("[0-9]{1," + PLACE_DIGITS + "}")) {
			return Integer.parseInt(plain);
		}
		var code = WrittenCode.of(plain);
		var space = code.space().isEmpty() ? batch.codeSpace() : code.space();
		return switch (LabelSerial.read(keys::verifying, space, code.serial())) {
			case LabelSerial.Mistyped _ -> throw new RuleBroken("trace.label.bind-mistyped").at(field);
			case LabelSerial.Foreign _ -> throw new RuleBroken("trace.label.bind-other", batch.number()).at(field);
			case LabelSerial.Genuine it when space.equals(batch.codeSpace()) && it.keyVersion() == batch.keyVersion()
					&& it.number() >= batch.firstSeq() && it.number() < batch.firstSeq() + batch.count() ->
				(int) (it.number() - batch.firstSeq()) + 1;
			case LabelSerial.Genuine _ -> throw new RuleBroken("trace.label.bind-other", batch.number()).at(field);
		};
	}

	private void requireFree(LabelBatch batch, long at, int labels) {
		var taken = sql.sql("""
				select exists (select 1 from trace_label_void where batch_id = :batch
				         and int8range(first_seq, first_seq + count) && int8range(:from, :to)),
				       exists (select 1 from trace_label_bind where batch_id = :batch
				         and int8range(first_seq, first_seq + count) && int8range(:from, :to))""")
			.param("batch", batch.id())
			.param("from", at)
			.param("to", at + labels)
			.query((row, _) -> row.getBoolean(1) ? "trace.label.bind-void"
					: row.getBoolean(2) ? "trace.label.bind-twice" : "")
			.single();
		if (!taken.isEmpty()) {
			throw new RuleBroken(taken).at("first");
		}
	}

}
