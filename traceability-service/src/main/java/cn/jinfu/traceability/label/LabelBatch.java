package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** Labels of one order: a range of running numbers, bound to one lot and one product. */
@Entity
@Table(name = "trace_label_batch")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class LabelBatch extends Aggregate<LabelBatch> {

	/** 已发码, 已打印, 已贴标, 已作废. */
	public enum LabelStatus {

		ISSUED, PRINTED, BOUND, VOID

	}

	private String number;

	private UUID memberId;

	private UUID lotId;

	private UUID licenceId;

	private UUID quotaId;

	private UUID productId;

	private @Nullable UUID designId;

	private String productName;

	private String codeSpace;

	private int keyVersion;

	private long firstSeq;

	private int count;

	private int voided;

	/** On packages, void ones among them. */
	private int bound;

	private BigDecimal netKg;

	@Enumerated(EnumType.STRING)
	private LabelStatus status;

	private Instant orderedAt;

	private @Nullable Instant printedAt;

	private @Nullable String voidReason;

	/** Where the numbers come from. */
	record Range(String codeSpace, int keyVersion, long first, int count) {
	}

	/** What stands behind the labels. */
	record Backing(UUID memberId, UUID lotId, UUID licenceId, UUID quotaId, UUID productId, @Nullable UUID designId,
			String productName, BigDecimal netKg) {
	}

	private LabelBatch(UUID id) {
		super(id);
	}

	/**
	 * @param id already named by the quota's row
	 */
	static LabelBatch issue(UUID id, String number, Backing backing, Range range, Instant at) {
		var batch = new LabelBatch(id);
		batch.number = number;
		batch.memberId = backing.memberId();
		batch.lotId = backing.lotId();
		batch.licenceId = backing.licenceId();
		batch.quotaId = backing.quotaId();
		batch.productId = backing.productId();
		batch.designId = backing.designId();
		batch.productName = backing.productName();
		batch.netKg = backing.netKg();
		batch.codeSpace = range.codeSpace();
		batch.keyVersion = range.keyVersion();
		batch.firstSeq = range.first();
		batch.count = range.count();
		batch.status = LabelStatus.ISSUED;
		batch.orderedAt = at;
		return batch;
	}

	/** Noted the first time; later printings change nothing. */
	void printed(Instant at) {
		if (status == LabelStatus.VOID) {
			throw new RuleBroken("trace.label.void", number);
		}
		if (status == LabelStatus.ISSUED) {
			status = LabelStatus.PRINTED;
			printedAt = at;
		}
	}

	/**
	 * Labels of this batch that are on packages from now on.
	 * @param from place in the batch, the first being 1
	 * @param to the last, included
	 * @return how many
	 */
	int bind(int from, int to) {
		if (status != LabelStatus.PRINTED) {
			throw new RuleBroken((status == LabelStatus.ISSUED) ? "trace.label.bind-unprinted"
					: (status == LabelStatus.VOID) ? "trace.label.void" : "trace.label.bind-all", number);
		}
		if (from < 1 || to < from || to > count) {
			throw new RuleBroken("trace.label.bind-range", count).at("last");
		}
		var labels = to - from + 1;
		bound += labels;
		if (bound + voided >= count) {
			status = LabelStatus.BOUND;
		}
		return labels;
	}

	/**
	 * Labels of this batch that are worth nothing any more.
	 * @param from place in the batch, the first being 1
	 * @param to the last, included
	 * @return how many
	 */
	int voidRange(int from, int to, String reason) {
		if (status == LabelStatus.VOID) {
			throw new RuleBroken("trace.label.void", number);
		}
		if (from < 1 || to < from || to > count) {
			throw new RuleBroken("trace.label.void-range", count).at("to");
		}
		if (reason.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("reason");
		}
		var labels = to - from + 1;
		if (voided + labels > count) {
			throw new RuleBroken("trace.label.void-twice").at("from");
		}
		voided += labels;
		if (voided == count) {
			status = LabelStatus.VOID;
			voidReason = reason;
		}
		return labels;
	}

}
