package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.traceability.LabelsIssued;
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

	/** 已发码, 已打印, 已作废. */
	public enum LabelStatus {

		ISSUED, PRINTED, VOID

	}

	private String number;

	private UUID memberId;

	private UUID lotId;

	private UUID licenceId;

	private UUID quotaId;

	private UUID productId;

	private String productName;

	private String codeSpace;

	private int keyVersion;

	private long firstSeq;

	private int count;

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
	record Backing(UUID memberId, UUID lotId, UUID licenceId, UUID quotaId, UUID productId, String productName,
			BigDecimal netKg) {
	}

	static LabelBatch issue(String number, Backing backing, Range range, Instant at) {
		var batch = new LabelBatch();
		batch.number = number;
		batch.memberId = backing.memberId();
		batch.lotId = backing.lotId();
		batch.licenceId = backing.licenceId();
		batch.quotaId = backing.quotaId();
		batch.productId = backing.productId();
		batch.productName = backing.productName();
		batch.netKg = backing.netKg();
		batch.codeSpace = range.codeSpace();
		batch.keyVersion = range.keyVersion();
		batch.firstSeq = range.first();
		batch.count = range.count();
		batch.status = LabelStatus.ISSUED;
		batch.orderedAt = at;
		batch.registerEvent(
				new LabelsIssued(batch.tenantId(), batch.id(), backing.lotId(), backing.memberId(), range.count()));
		return batch;
	}

	void printed(Instant at) {
		if (status == LabelStatus.ISSUED) {
			status = LabelStatus.PRINTED;
			printedAt = at;
		}
	}

}
