package cn.jinfu.traceability.label;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.QrPicture;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.label.LabelBatch.LabelStatus;
import cn.jinfu.traceability.lot.LotStatus;
import org.jspecify.annotations.Nullable;

/**
 * A label order as screens and clients see it.
 *
 * @param origin where the goods grew
 * @param voided labels of it that are void
 * @param bound labels of it that were stuck on packages
 */
public record LabelView(UUID id, String number, UUID memberId, String producer, String origin, UUID lotId,
		String lotCode, LocalDate harvestedOn, UUID licenceId, String licenceNo, UUID quotaId, String productName,
		@Nullable String designName, String codeSpace, int count, int voided, int bound, BigDecimal netKg,
		LabelStatus status, Instant orderedAt, @Nullable Instant printedAt, long version) {

	public int good() {
		return count - voided;
	}

	public BigDecimal kg() {
		return netKg.multiply(BigDecimal.valueOf(good()));
	}

	public boolean live() {
		return status != LabelStatus.VOID;
	}

	public boolean printed() {
		return status == LabelStatus.PRINTED || status == LabelStatus.BOUND;
	}

	/** Whether some of them may still be told to be on packages. */
	public boolean bindable() {
		return status == LabelStatus.PRINTED;
	}

	/** Labels that became void, by their places in the batch. */
	public record Range(int from, int to, LabelVoidCause cause, String reason, Instant at, String byName) {
	}

	/** Labels that are on packages, by their places in the batch. */
	public record Bound(int from, int to, Instant at, String byName) {
	}

	public record File(LabelView order, List<Range> voids, List<Bound> bound, List<StatusHistory.Change> history) {
	}

	/** One code with its place in the batch. */
	public record Code(int place, String serial, String grouped, String address) {

		public QrPicture picture() {
			return QrPicture.of(address);
		}

	}

	/**
	 * A farm's lot for which labels may be wanted.
	 *
	 * @param plantingId null where it comes from several
	 * @param left kilograms of it without a label
	 */
	public record Lot(UUID id, String code, String crop, String cropName, @Nullable String variety,
			@Nullable String grade, LocalDate harvestedOn, @Nullable UUID plantingId, BigDecimal kg, BigDecimal left,
			LotStatus status, boolean certified) {

		public boolean ready() {
			return status == LotStatus.RELEASED && certified && left.signum() > 0;
		}

		/** Message key of what is missing. */
		public String lacking() {
			return "trace.label.lot." + switch (status) {
				case OPEN -> "open";
				case HELD -> "held";
				case RECALLED, DESTROYED -> "stopped";
				case CONSUMED -> "gone";
				case RELEASED -> certified ? "labelled" : "uncertified";
			};
		}

	}

}
