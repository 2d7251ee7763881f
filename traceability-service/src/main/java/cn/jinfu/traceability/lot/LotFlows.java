package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.traceability.lot.TraceLot.Birth;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How kilograms go from lot to lot; the caller has decided why. */
@Component
@RequiredArgsConstructor
@Transactional(propagation = Propagation.MANDATORY)
public class LotFlows {

	private final TraceLots lots;

	private final LotChanges changes;

	private final LotOrigins origins;

	private final BusinessClock clock;

	private final EntityManager entities;

	private final JdbcClient sql;

	/** Locked in the order of their ids; one that is not there is refused. */
	public List<TraceLot> lock(Collection<UUID> ids) {
		var locked = lots.lockAll(ids);
		if (locked.size() != ids.size()) {
			throw new NotFound("trace.lot.not-found", ids);
		}
		return locked;
	}

	/** Into a step. */
	public void use(TraceLot lot, BigDecimal kg, UUID stepId) {
		changes.apply(lot, null, it -> it.use(kg, clock.now()));
		changes.moved(lot, LotChanges.Move.STEP, kg, stepId);
	}

	/**
	 * On its way to somebody else: a promise, so only what may be sold.
	 * @param bulk loose, to be labelled by whoever gets it
	 */
	public void send(TraceLot lot, BigDecimal kg, UUID handOverId, boolean bulk) {
		changes.apply(lot, null, it -> it.give(kg, bulk, clock.now()));
		changes.moved(lot, LotChanges.Move.HAND_OVER, kg, handOverId);
	}

	/** What had left already, with other figures; whatever the lot has become since. */
	public void resend(TraceLot lot, BigDecimal kg, UUID handOverId, boolean bulk) {
		changes.apply(lot, null, it -> it.handed(kg, bulk, clock.now()));
		changes.moved(lot, LotChanges.Move.HAND_OVER, kg, handOverId);
	}

	/** What was sent did not arrive, or was not taken. */
	public void sendBack(UUID lotId, BigDecimal kg, UUID handOverId, boolean bulk) {
		var lot = lots.requireLocked(lotId);
		if (changes.moved(lot, LotChanges.Move.RETURN, kg, handOverId)) {
			changes.apply(lot, null, it -> {
				if (bulk) {
					it.unuse(kg, clock.now());
				}
				else {
					it.giveBack(kg, clock.now());
				}
			});
		}
	}

	/** The step was declared wrong. */
	public void unuse(TraceLot lot, BigDecimal kg, UUID stepId) {
		if (changes.moved(lot, LotChanges.Move.RETURN, kg, stepId)) {
			changes.apply(lot, null, it -> it.unuse(kg, clock.now()));
		}
	}

	/** A new lot with its edges; kilograms of each source as the source gave them. */
	public TraceLot make(Birth birth, List<BigDecimal> given) {
		var running = sql.sql("select nextval('jf_number_lot')").query(Long.class).single();
		var lot = TraceLot.born(birth, LotCode.of(birth.holderId(), clock.today(), running), clock.now());
		changes.opened(lot);
		entities.flush();
		for (int i = 0; i < birth.sources().size(); i++) {
			sql.sql("""
					insert into trace_lot_edge (tenant_id, parent_id, child_id, source_id, kg)
					values (?, ?, ?, ?, ?)""")
				.params(Tenant.require(), birth.sources().get(i).id(), lot.id(), birth.sourceId(), given.get(i))
				.update();
		}
		origins.made(lot, birth.sources(), given);
		changes.touched(lot.id());
		return lot;
	}

	private void requireUntouched(TraceLot lot) {
		var touched = sql.sql("""
				select exists (select 1 from trace_certificate c where c.lot_id = :lot and c.status = 'ISSUED')
				    or exists (select 1 from trace_box_content b where b.lot_id = :lot and b.unpacked_at is null)""")
			.param("lot", lot.id())
			.query(Boolean.class)
			.single();
		if (touched) {
			throw new RuleBroken("trace.lot.certified-or-boxed", lot.lotCode());
		}
	}

	/** There is no such lot after all. */
	public void unmake(TraceLot lot, String reason) {
		requireUntouched(lot);
		var gone = lot.kgLeft();
		changes.apply(lot, reason, it -> it.unmake(clock.now()));
		changes.moved(lot, LotChanges.Move.DESTROY, gone, lot.id());
	}

}
