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

	/** 待决定, 已放出, 未同意. */
	enum ReleaseStatus {

		ASKED, RELEASED, REFUSED

	}

	private UUID quotaId;

	private BigDecimal kg;

	private String evidence;

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

	void decide(boolean agreed, Actor by, Instant at) {
		if (status != ReleaseStatus.ASKED) {
			throw new WrongState("brand.quota.release-decided");
		}
		TraceFourEyes.RELEASE_QUOTA.requireOther("brand.quota.same-person", by.personId(), askedBy);
		status = agreed ? ReleaseStatus.RELEASED : ReleaseStatus.REFUSED;
		decidedAt = at;
		decidedBy = by.personId();
		decidedName = by.displayName();
	}

}
