package cn.jinfu.traceability.brand;

import java.math.BigDecimal;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.production.PlantingFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Grants the label quota of a planting when it is first asked for, and debits it. */
@Component
@RequiredArgsConstructor
public class QuotaDesk {

	private final LabelQuotas quotas;

	private final PlantingFacts plantings;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * Takes kilograms for labels.
	 * @return the quota debited
	 * @throws RuleBroken when area and yield, or what was weighed in so far, allow less
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID use(UUID plantingId, BigDecimal kg) {
		var planting = planting(plantingId);
		grantOnce(planting);
		var quota = quotas.lock(plantingId, planting.season())
			.orElseThrow(() -> new IllegalStateException("no quota of " + plantingId));
		quota.release(planting.harvestedKg());
		quota.use(kg);
		quotas.save(quota);
		return quota.id();
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void giveBack(UUID quotaId, BigDecimal kg) {
		var quota = quotas.lock(quotaId).orElseThrow(() -> new NotFound("brand.quota.not-found", quotaId));
		quota.giveBack(kg);
		quotas.save(quota);
	}

	/** Two first orders at once: the database lets one grant through. */
	private void grantOnce(PlantingFacts.PlantingFact planting) {
		if (quotas.existsByPlantingIdAndSeason(planting.plantingId(), planting.season())) {
			return;
		}
		var cap = planting.capKg();
		if (!planting.verified() || cap == null || cap.signum() <= 0) {
			throw new RuleBroken(planting.verified() ? "brand.quota.no-yield" : "brand.quota.plot-not-verified",
					planting.cropName())
				.at("count");
		}
		var quota = LabelQuota.grant(planting.memberId(), planting.plantingId(), planting.season(), planting.areaMu(),
				cap, clock.now());
		sql.sql("""
				insert into brand_label_quota (id, tenant_id, version, member_id, planting_id, season, area_mu, cap_kg,
				  released_kg, used_kg, granted_at) values (?, ?, 0, ?, ?, ?, ?, ?, ?, 0, ?)
				on conflict on constraint brand_label_quota_planting_uq do nothing""")
			.params(Ids.next(), Tenant.require(), quota.memberId(), quota.plantingId(), quota.season(), quota.areaMu(),
					quota.capKg(), quota.releasedKg(), java.sql.Timestamp.from(quota.grantedAt()))
			.update();
	}

	private PlantingFacts.PlantingFact planting(UUID plantingId) {
		return plantings.find(plantingId).orElseThrow(() -> new NotFound("trace.test.planting-not-found", plantingId));
	}

	/**
	 * What may still be labelled of a planting.
	 *
	 * @param capKg zero when there is none to give: plot not verified, or no yield
	 * decided
	 */
	public record Left(BigDecimal capKg, BigDecimal usedKg, BigDecimal leftKg) {
	}

	@Transactional(readOnly = true)
	public Left left(UUID plantingId) {
		var planting = planting(plantingId);
		var quota = quotas.findByPlantingIdAndSeason(plantingId, planting.season()).orElse(null);
		var cap = (quota != null) ? quota.capKg()
				: (planting.verified() && planting.capKg() != null) ? planting.capKg() : BigDecimal.ZERO;
		var used = (quota != null) ? quota.usedKg() : BigDecimal.ZERO;
		var first = (quota != null) ? quota.releasedKg() : cap.multiply(LabelQuota.FIRST_SHARE);
		var released = first.max(planting.harvestedKg().min(cap));
		return new Left(cap, used, released.subtract(used));
	}

}
