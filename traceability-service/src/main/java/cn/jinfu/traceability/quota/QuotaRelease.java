package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.traceability.TraceFourEyes;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/** More of a quota than was weighed in: one asks with evidence, another decides. */
@Entity
@Table(name = "brand_quota_release")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
class QuotaRelease extends Aggregate<QuotaRelease> {

	/** 待决定, 已放出, 已核减, 未同意. */
	enum ReleaseStatus {

		ASKED, RELEASED, CUT, REFUSED

	}

	private static final BigDecimal HUNDRED = new BigDecimal(100);

	private UUID quotaId;

	private BigDecimal kg;

	private String evidence;

	/** Of a disaster: how much is lost, in a hundred. Null for a release. */
	private @Nullable BigDecimal lossPct;

	private @Nullable UUID photoId;

	/** Labelled beyond the new cap when it was cut. */
	private @Nullable BigDecimal overKg;

	@Enumerated(EnumType.STRING)
	private ReleaseStatus status;

	private Instant askedAt;

	private UUID askedBy;

	private String askedName;

	private @Nullable Instant decidedAt;

	private @Nullable UUID decidedBy;

	private @Nullable String decidedName;

	static QuotaRelease ask(UUID quotaId, BigDecimal kg, String evidence, Actor by, Instant at) {
		if (evidence.isBlank()) {
			throw new RuleBroken("trace.lot.reason-missing").at("evidence");
		}
		var release = new QuotaRelease();
		release.quotaId = quotaId;
		release.kg = kg;
		release.evidence = evidence.strip();
		release.status = ReleaseStatus.ASKED;
		release.askedAt = at;
		release.askedBy = by.personId();
		release.askedName = by.displayName();
		return release;
	}

	/** A disaster: kilograms off the cap. */
	static QuotaRelease askCut(UUID quotaId, BigDecimal lossPct, BigDecimal kg, String evidence, @Nullable UUID photoId,
			Actor by, Instant at) {
		if (lossPct.signum() <= 0 || lossPct.compareTo(HUNDRED) > 0 || kg.signum() <= 0) {
			throw new RuleBroken("brand.quota.loss-pct").at("lossPct");
		}
		var cut = ask(quotaId, kg, evidence, by, at);
		cut.lossPct = lossPct;
		cut.photoId = photoId;
		return cut;
	}

	/** What it came to when the second person agreed. */
	void cut(BigDecimal lostKg, BigDecimal over) {
		kg = lostKg;
		overKg = over;
	}

	void decide(boolean agreed, Actor by, Instant at) {
		if (status != ReleaseStatus.ASKED) {
			throw new WrongState("brand.quota.release-decided");
		}
		TraceFourEyes.RELEASE_QUOTA.requireOther("brand.quota.same-person", by.personId(), askedBy);
		status = !agreed ? ReleaseStatus.REFUSED : (lossPct != null) ? ReleaseStatus.CUT : ReleaseStatus.RELEASED;
		decidedAt = at;
		decidedBy = by.personId();
		decidedName = by.displayName();
	}

}
