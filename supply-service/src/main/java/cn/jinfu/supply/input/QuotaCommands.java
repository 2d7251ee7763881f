package cn.jinfu.supply.input;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.Audit;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.Forbidden;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.Stale;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.supply.SupplyFourEyes;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rate of a year is proposed by one person and approved by another; it is never
 * changed, only followed by a new version (docs/rules/input-quota.md).
 */
@Service
@Transactional
@RequiredArgsConstructor
public class QuotaCommands {

	/** A version of the rate, valid from its day until the next one's. */
	public record NewRule(LocalDate validFrom, Money yuanPerMu, String source, boolean demo) {
	}

	private final Quota quota;

	private final MemberDirectory members;

	private final Audit audit;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/**
	 * @return the version's id; it counts once another person has approved it
	 */
	@PreAuthorize("hasAuthority('supply:quota:propose')")
	public UUID propose(NewRule rule) {
		if (!rule.yuanPerMu().isPositive()) {
			throw new RuleBroken("supply.quota.rate").at("yuanPerMu");
		}
		var taken = sql.sql("select count(*) from supply_quota_rule where valid_from = ?")
			.param(rule.validFrom())
			.query(Long.class)
			.single();
		if (taken > 0) {
			throw new RuleBroken("supply.quota.day-taken", rule.validFrom()).at("validFrom");
		}
		var actor = Actor.current();
		var id = Ids.next();
		sql.sql("""
				insert into supply_quota_rule
				  (id, tenant_id, valid_from, yuan_per_mu, source, demo, proposed_by, proposed_name)
				values (?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(id, Tenant.require(), rule.validFrom(), rule.yuanPerMu().yuan(), rule.source().strip(), rule.demo(),
					actor.personId(), actor.displayName())
			.update();
		audit.record("propose", "QuotaRule", id, rule.yuanPerMu() + " / " + rule.validFrom());
		return id;
	}

	/**
	 * @throws Forbidden for the person who proposed it
	 */
	@PreAuthorize("hasAuthority('supply:quota:approve')")
	public void approve(UUID ruleId, long version) {
		record Row(UUID proposedBy, boolean approved, long version) {
		}
		var row = sql
			.sql("select proposed_by, approved_by is not null, version from supply_quota_rule where id = ? for update")
			.param(ruleId)
			.query((found, n) -> new Row(found.getObject(1, UUID.class), found.getBoolean(2), found.getLong(3)))
			.optional()
			.orElseThrow(() -> new NotFound("supply.quota.rule-not-found", ruleId));
		var actor = Actor.current();
		SupplyFourEyes.APPROVE_QUOTA.requireOther("supply.quota.same-person", actor.personId(), row.proposedBy());
		if (row.approved() || row.version() != version) {
			throw new Stale("kernel.stale");
		}
		sql.sql("""
				update supply_quota_rule set approved_by = ?, approved_name = ?, approved_at = ?, version = version + 1
				 where id = ?""")
			.params(actor.personId(), actor.displayName(), Timestamp.from(clock.now()), ruleId)
			.update();
		audit.record("approve", "QuotaRule", ruleId, null);
	}

	/** A farm's own increase for the current year, beyond what its area gives. */
	@PreAuthorize("hasAuthority('supply:quota:grant')")
	public void grant(UUID memberId, Money amount, String reason) {
		if (!amount.isPositive() || amount.compareTo(Money.of("100000")) > 0) {
			throw new RuleBroken("supply.quota.extra-amount").at("amount");
		}
		if (reason.isBlank()) {
			throw new RuleBroken("supply.quota.extra-reason").at("reason");
		}
		var member = members.requireActive(memberId);
		quota.extra(member, amount, reason.strip(), clock.today());
		audit.record("grant", "InputQuota", memberId, amount.toString());
	}

}
