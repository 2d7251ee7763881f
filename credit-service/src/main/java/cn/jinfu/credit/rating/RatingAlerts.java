package cn.jinfu.credit.rating;

import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.rating.RatingSuspension.Cause;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.TenantListener;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.LicenceSuspended;
import cn.jinfu.traceability.LotRecalled;
import cn.jinfu.traceability.TraceFacts;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A recall, or a brand licence that somebody suspended or revoked, suspends the farm's
 * rating. Each counts once, however often it is told.
 */
@Component
@RequiredArgsConstructor
class RatingAlerts {

	/** One that waits, with the rating it is about. */
	record Waiting(UUID alertId, UUID ratingId, Cause cause, String words) {
	}

	private final SuspensionDesk suspensions;

	private final TraceFacts traces;

	private final BrandLicences licences;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@TenantListener
	void on(LotRecalled event) {
		var lot = traces.lots(List.of(event.harvestLotId())).get(event.harvestLotId());
		note(event.memberId(), Cause.RECALL, event.harvestLotId(),
				(lot != null) ? lot.lotCode() : event.harvestLotId().toString());
	}

	/** A licence whose term is over is no reproach. */
	@TenantListener
	void on(LicenceSuspended event) {
		licences.stopped(event.licenceId())
			.ifPresent(number -> note(event.memberId(), Cause.LICENCE, event.licenceId(), number));
	}

	private void note(UUID memberId, Cause cause, UUID source, String words) {
		sql.sql("""
				insert into credit_rating_alert (id, tenant_id, member_id, cause, source_id, words, at)
				values (?, ?, ?, ?, ?, ?, ?) on conflict on constraint credit_rating_alert_source_uq do nothing""")
			.params(Ids.next(), Tenant.require(), memberId, cause.name(), source, words, Timestamp.from(clock.now()))
			.update();
		handle(Optional.of(memberId));
	}

	/**
	 * Suspends what can be suspended; what was rated since knew of it already.
	 * @param memberId of one farm; empty for all
	 * @return how many were suspended
	 */
	@Transactional(propagation = Propagation.REQUIRED)
	public int handle(Optional<UUID> memberId) {
		var member = memberId.map(UUID::toString).orElse("");
		var suspended = 0;
		for (var it : waiting(member)) {
			if (suspensions.suspendFor(it.ratingId(), it.cause(), it.words())) {
				suspended++;
			}
			done(it.alertId());
		}
		sql.sql("""
				update credit_rating_alert a set handled_at = :now
				 where a.handled_at is null and (:member = '' or a.member_id = nullif(:member, '')::uuid)
				   and not exists (select 1 from credit_rating r where r.tenant_id = a.tenant_id and r.member_id = a.member_id
				                    and r.status in ('EFFECTIVE', 'UNDER_OBJECTION', 'SUSPENDED') and r.rated_at <= a.at)""")
			.param("now", Timestamp.from(clock.now()))
			.param("member", member)
			.update();
		return suspended;
	}

	private List<Waiting> waiting(String member) {
		return sql.sql("""
				select a.id, r.id, a.cause, a.words from credit_rating_alert a
				  join credit_rating r on r.tenant_id = a.tenant_id and r.member_id = a.member_id
				 where a.handled_at is null and r.status = 'EFFECTIVE' and r.rated_at <= a.at
				   and (:member = '' or a.member_id = nullif(:member, '')::uuid) order by a.at for update of a""")
			.param("member", member)
			.query((row, n) -> new Waiting(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
					Cause.valueOf(row.getString(3)), row.getString(4)))
			.list();
	}

	private void done(UUID alertId) {
		sql.sql("update credit_rating_alert set handled_at = ? where id = ?")
			.params(Timestamp.from(clock.now()), alertId)
			.update();
	}

}
