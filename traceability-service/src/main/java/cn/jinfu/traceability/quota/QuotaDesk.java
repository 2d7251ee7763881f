package cn.jinfu.traceability.quota;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
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

/**
 * Grants the label quota of a planting when it is first asked for, and debits it. Every
 * change leaves a row, so that the balance can be told from its rows.
 */
@Component
@RequiredArgsConstructor
public class QuotaDesk {

	/**
	 * What moved the balance: the first four what is released, the others what is used.
	 */
	public enum QuotaMove {

		GRANT, HARVEST, RELEASE, CUT, USE, BACK

	}

	private final LabelQuotas quotas;

	private final PlantingFacts plantings;

	private final QuotaCaps caps;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * Takes kilograms for labels.
	 * @param orderId the label order they are for
	 * @return the quota debited
	 * @throws RuleBroken when area and yield, or what was weighed in so far, allow less
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public UUID use(UUID plantingId, BigDecimal kg, UUID orderId) {
		var planting = planting(plantingId);
		var picking = caps.picking(planting);
		requireGrown(planting, picking);
		grantOnce(planting);
		var quota = quotas.lock(plantingId, planting.season())
			.orElseThrow(() -> new IllegalStateException("no quota of " + plantingId));
		var ripe = picking.map(it -> it.ripe(clock.today())).orElse(BigDecimal.ONE);
		var more = quota.release(planting.harvestedKg(), ripe);
		quota.use(kg, planting.harvestedKg(), picking.map(QuotaCaps.Picking::last).orElse(null));
		quotas.save(quota);
		if (more.signum() > 0) {
			entry(quota.id(), QuotaMove.HARVEST, more, plantingId);
		}
		entry(quota.id(), QuotaMove.USE, kg, orderId);
		return quota.id();
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public void giveBack(UUID quotaId, BigDecimal kg, UUID orderId) {
		var quota = quotas.lock(quotaId).orElseThrow(() -> new NotFound("brand.quota.not-found", quotaId));
		quota.giveBack(kg);
		quotas.save(quota);
		entry(quotaId, QuotaMove.BACK, kg, orderId);
	}

	/** Nothing is ripe before the crop's own days are over. */
	private void requireGrown(PlantingFacts.PlantingFact planting, Optional<QuotaCaps.Picking> picking) {
		picking.map(QuotaCaps.Picking::first).filter(clock.today()::isBefore).ifPresent(first -> {
			throw new RuleBroken("brand.quota.too-early", planting.cropName(), planting.sownOn().toString(),
					first.toString())
				.at("count");
		});
	}

	/** Two first orders at once: the database lets one grant through. */
	private void grantOnce(PlantingFacts.PlantingFact planting) {
		if (quotas.existsByPlantingIdAndSeason(planting.plantingId(), planting.season())) {
			return;
		}
		var cap = caps.of(planting);
		if (!planting.verified() || cap == null || cap.signum() <= 0) {
			throw new RuleBroken(planting.verified() ? "brand.quota.no-yield" : "brand.quota.plot-not-verified",
					planting.cropName())
				.at("count");
		}
		var quota = LabelQuota.grant(planting.memberId(), planting.plantingId(), planting.season(), planting.areaMu(),
				cap, clock.now());
		var id = Ids.next();
		var granted = sql.sql("""
				insert into brand_label_quota (id, tenant_id, version, member_id, planting_id, season, area_mu, cap_kg,
				  released_kg, used_kg, granted_at) values (?, ?, 0, ?, ?, ?, ?, ?, ?, 0, ?)
				on conflict on constraint brand_label_quota_planting_uq do nothing""")
			.params(id, Tenant.require(), quota.memberId(), quota.plantingId(), quota.season(), quota.areaMu(),
					quota.capKg(), quota.releasedKg(), Timestamp.from(quota.grantedAt()))
			.update() == 1;
		if (granted) {
			entry(id, QuotaMove.GRANT, quota.releasedKg(), planting.plantingId());
		}
	}

	void entry(UUID quotaId, QuotaMove kind, BigDecimal kg, UUID sourceId) {
		var by = Actor.current();
		sql.sql("""
				insert into brand_quota_entry (tenant_id, quota_id, kind, kg, source_id, at, by_person, by_name)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(Tenant.require(), quotaId, kind.name(), kg, sourceId, Timestamp.from(clock.now()), by.personId(),
					by.displayName())
			.update();
	}

	private PlantingFacts.PlantingFact planting(UUID plantingId) {
		return plantings.find(plantingId).orElseThrow(() -> new NotFound("trace.test.planting-not-found", plantingId));
	}

}
