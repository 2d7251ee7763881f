package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * Kilograms of one planting and season that may bear the brand. What area and yield allow
 * is the cap; six tenths are released at once, the rest as harvests are weighed in.
 */
@Entity
@Table(name = "brand_label_quota")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class LabelQuota extends Aggregate<LabelQuota> {

	/** Released at grant (decisions.md, pillar details). */
	static final BigDecimal FIRST_SHARE = new BigDecimal("0.6");

	private UUID memberId;

	private UUID plantingId;

	private String season;

	private BigDecimal areaMu;

	private BigDecimal capKg;

	private BigDecimal releasedKg;

	private BigDecimal usedKg;

	private Instant grantedAt;

	static LabelQuota grant(UUID memberId, UUID plantingId, String season, BigDecimal areaMu, BigDecimal capKg,
			Instant at) {
		var quota = new LabelQuota();
		quota.memberId = memberId;
		quota.plantingId = plantingId;
		quota.season = season;
		quota.areaMu = areaMu;
		quota.capKg = capKg;
		quota.releasedKg = capKg.multiply(FIRST_SHARE).setScale(6, RoundingMode.DOWN);
		quota.usedKg = BigDecimal.ZERO;
		quota.grantedAt = at;
		return quota;
	}

	/**
	 * What was weighed in is released, never beyond what can have ripened of the cap, and
	 * never taken back.
	 * @param ripe share of the season that can have been picked by now
	 * @return the kilograms that became free
	 */
	BigDecimal release(BigDecimal harvestedKg, BigDecimal ripe) {
		var before = releasedKg;
		releasedKg = releasedKg.max(weighedAndRipe(capKg, harvestedKg, ripe));
		return releasedKg.subtract(before);
	}

	static BigDecimal weighedAndRipe(BigDecimal capKg, BigDecimal harvestedKg, BigDecimal ripe) {
		return harvestedKg.min(capKg.multiply(ripe).setScale(6, RoundingMode.DOWN));
	}

	/** Two persons found that more may be labelled than was weighed in so far. */
	void releaseMore(BigDecimal kg) {
		requireRoom(kg);
		releasedKg = releasedKg.add(kg);
	}

	/**
	 * A disaster took a part of what will grow. What bears labels already stays within
	 * the cap, so that the rule of the table holds; how much too many there are is told.
	 * @param lossPct of what the cap still promised
	 */
	Cut cut(BigDecimal lossPct) {
		var lost = loss(lossPct);
		var lower = capKg.subtract(lost);
		var before = releasedKg;
		capKg = lower.max(usedKg);
		releasedKg = releasedKg.min(capKg);
		return new Cut(lost, before.subtract(releasedKg), usedKg.subtract(lower).max(BigDecimal.ZERO));
	}

	/**
	 * @param lostKg off the cap
	 * @param takenKg of it that had been released and was not used
	 * @param overKg labelled beyond the new cap
	 */
	record Cut(BigDecimal lostKg, BigDecimal takenKg, BigDecimal overKg) {
	}

	BigDecimal loss(BigDecimal pct) {
		return capKg.multiply(pct).movePointLeft(2).setScale(6, RoundingMode.HALF_UP);
	}

	void requireRoom(BigDecimal kg) {
		if (kg.signum() <= 0 || releasedKg.add(kg).compareTo(capKg) > 0) {
			throw new RuleBroken("brand.quota.release-above-cap", plain(capKg.subtract(releasedKg)), plain(capKg))
				.at("kg");
		}
	}

	/**
	 * @param harvestedKg weighed in so far
	 * @param allOn when all of the cap can have ripened; null where no standard says
	 */
	void use(BigDecimal kg, BigDecimal harvestedKg, @Nullable LocalDate allOn) {
		var after = usedKg.add(kg);
		if (after.compareTo(capKg) > 0) {
			throw new RuleBroken("brand.quota.above-cap", plain(kg), plain(capKg.subtract(usedKg)), plain(capKg))
				.at("count");
		}
		if (after.compareTo(releasedKg) > 0 && allOn != null && after.compareTo(harvestedKg) <= 0) {
			throw new RuleBroken("brand.quota.too-fast", plain(kg), plain(releasedKg.subtract(usedKg)),
					allOn.toString())
				.at("count");
		}
		if (after.compareTo(releasedKg) > 0) {
			throw new RuleBroken("brand.quota.not-released", plain(kg), plain(releasedKg.subtract(usedKg)),
					plain(capKg))
				.at("count");
		}
		usedKg = after;
	}

	/** Labels that were voided before they were stuck on anything. */
	void giveBack(BigDecimal kg) {
		if (kg.compareTo(usedKg) > 0) {
			throw new IllegalStateException("more comes back than was used of quota " + id());
		}
		usedKg = usedKg.subtract(kg);
	}

	private static String plain(BigDecimal kg) {
		return kg.stripTrailingZeros().toPlainString();
	}

	public BigDecimal leftKg() {
		return releasedKg.subtract(usedKg);
	}

}
