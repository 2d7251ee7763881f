package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * The labels that a planting may bear in its season; weights in kg.
 *
 * @param id null as long as nothing was ordered, so that nothing was granted yet
 * @param capKg what area and yield allow; zero when the plot is not verified or no yield
 * is decided
 * @param releasedKg of it, what may be labelled now
 */
public record QuotaView(@Nullable UUID id, UUID memberId, String memberName, UUID plantingId, String plantingNo,
		String plotName, String cropName, String season, BigDecimal areaMu, BigDecimal capKg, BigDecimal releasedKg,
		BigDecimal usedKg, BigDecimal harvestedKg) {

	public BigDecimal leftKg() {
		return releasedKg.subtract(usedKg);
	}

	/** What comes free as harvests are weighed in. */
	public BigDecimal laterKg() {
		return capKg.subtract(releasedKg);
	}

	/** How many packages of this weight may still be labelled. */
	public int labels(BigDecimal netKg) {
		return leftKg().divide(netKg, 0, RoundingMode.DOWN).intValueExact();
	}

	public int usedPercent() {
		return (capKg.signum() == 0) ? 0
				: usedKg.movePointRight(2).divide(capKg, 0, RoundingMode.HALF_UP).intValueExact();
	}

	/**
	 * One row of the balance.
	 *
	 * @param labelOrder number of the label order, null for what is released
	 */
	public record Entry(QuotaDesk.QuotaMove kind, BigDecimal kg, @Nullable UUID labelOrderId,
			@Nullable String labelOrder, @Nullable String evidence, Instant at, String byName) {

		/** Whether it frees kilograms rather than using them. */
		public boolean in() {
			return kind != QuotaDesk.QuotaMove.USE && kind != QuotaDesk.QuotaMove.CUT;
		}

	}

	/** Something asked for and not decided. */
	public record Open(UUID id, BigDecimal kg, String evidence, Instant askedAt, @JsonIgnore UUID askedBy,
			String askedName, long version, @Nullable BigDecimal lossPct, @Nullable UUID photoId) {

		public boolean mine() {
			return askedBy.equals(Actor.current().personId());
		}

	}

	/**
	 * The cap was lowered after a disaster.
	 *
	 * @param overKg labelled beyond the new cap by then
	 */
	public record Lowered(BigDecimal lossPct, BigDecimal kg, BigDecimal overKg, String evidence, @Nullable UUID photoId,
			String askedName, String decidedName, Instant at) {
	}

	/** The quota with the rows its balance comes from, oldest first. */
	public record File(QuotaView quota, List<Entry> entries, @Nullable Open open, List<Lowered> cuts) {
	}

}
