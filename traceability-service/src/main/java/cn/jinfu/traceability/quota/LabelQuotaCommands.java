package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.traceability.codecase.QuotaCases;
import cn.jinfu.traceability.quota.QuotaRelease.ReleaseStatus;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** A further release of a quota, or a cut after a disaster, by two persons. */
@Service
@Transactional
@RequiredArgsConstructor
public class LabelQuotaCommands {

	private static final String TYPE = "QuotaRelease";

	private final LabelQuotas quotas;

	private final QuotaReleases releases;

	private final QuotaDesk desk;

	private final QuotaCases cases;

	private final StatusHistory history;

	private final BusinessClock clock;

	@PreAuthorize("hasAuthority('brand:quota:ask')")
	public UUID ask(UUID quotaId, BigDecimal kg, String evidence) {
		lock(quotaId).requireRoom(kg);
		if (releases.existsByQuotaIdAndStatus(quotaId, ReleaseStatus.ASKED)) {
			throw new RuleBroken("brand.quota.release-open");
		}
		var release = releases.save(QuotaRelease.ask(quotaId, kg, evidence, Actor.current(), clock.now()));
		history.record(TYPE, release.id(), null, release.status(), evidence);
		return release.id();
	}

	/**
	 * A disaster is reported: frost, hail, a flood, what a satellite or a pest report
	 * showed.
	 * @param lossPct of the cap
	 * @param photoId stored file
	 */
	@PreAuthorize("hasAuthority('brand:quota:ask')")
	public UUID askCut(UUID quotaId, BigDecimal lossPct, String evidence, @Nullable UUID photoId) {
		var quota = lock(quotaId);
		if (releases.existsByQuotaIdAndStatus(quotaId, ReleaseStatus.ASKED)) {
			throw new RuleBroken("brand.quota.release-open");
		}
		var cut = releases.save(QuotaRelease.askCut(quotaId, lossPct, quota.loss(lossPct), evidence, photoId,
				Actor.current(), clock.now()));
		history.record(TYPE, cut.id(), null, cut.status(), evidence);
		return cut.id();
	}

	@PreAuthorize("hasAuthority('brand:quota:release')")
	public void decide(UUID quotaId, UUID releaseId, boolean agreed, long version) {
		var quota = lock(quotaId);
		var release = releases.findById(releaseId)
			.filter(it -> it.quotaId().equals(quotaId))
			.orElseThrow(() -> new NotFound("brand.quota.not-found", releaseId))
			.seenAt(version);
		release.decide(agreed, Actor.current(), clock.now());
		var loss = release.lossPct();
		if (agreed && loss != null) {
			var cut = quota.cut(loss);
			release.cut(cut.lostKg(), cut.overKg());
			quotas.save(quota);
			if (cut.takenKg().signum() > 0) {
				desk.entry(quotaId, QuotaDesk.QuotaMove.CUT, cut.takenKg(), releaseId);
			}
			if (cut.overKg().signum() > 0) {
				cases.aboveCap(quotaId, cut.overKg());
			}
		}
		else if (agreed) {
			quota.releaseMore(release.kg());
			quotas.save(quota);
			desk.entry(quotaId, QuotaDesk.QuotaMove.RELEASE, release.kg(), releaseId);
		}
		releases.save(release);
		history.record(TYPE, releaseId, ReleaseStatus.ASKED, release.status(), null);
	}

	private LabelQuota lock(UUID quotaId) {
		return quotas.lock(quotaId).orElseThrow(() -> new NotFound("brand.quota.not-found", quotaId));
	}

}
