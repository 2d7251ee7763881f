package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.TenantListener;
import cn.jinfu.supply.GoodsReceived;
import cn.jinfu.supply.LotDispatch;
import cn.jinfu.supply.LotProofs;
import cn.jinfu.supply.SaleGate;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What supply asks before and while goods leave: the last word on a lot. */
@Component
@RequiredArgsConstructor
class LotGate implements LotDispatch, SaleGate, LotProofs {

	private final EntityManager entities;

	private final TraceLots lots;

	private final LotChanges changes;

	private final BusinessClock clock;

	private final JdbcClient sql;

	@Override
	@Transactional(readOnly = true)
	public void check(UUID harvestLotId) {
		var lot = lots.require(harvestLotId);
		// only looked at: whoever takes from it later in this transaction reads it anew,
		// under
		// lock
		entities.detach(lot);
		lot.requireSellable();
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void take(UUID harvestLotId, BigDecimal kg, UUID saleLineId) {
		var lot = lots.requireLocked(harvestLotId);
		if (!open(lot, saleLineId)) {
			return;
		}
		lot.requireSellable();
		changes.moved(lot, LotChanges.Move.DISPATCH, kg, saleLineId);
		changes.apply(lot, null, it -> it.take(kg, clock.now()));
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void giveBack(UUID harvestLotId, UUID saleLineId) {
		var lot = lots.requireLocked(harvestLotId);
		var taken = sql.sql("select kg from trace_lot_move where lot_id = ? and source_id = ? and kind = 'DISPATCH'")
			.params(harvestLotId, saleLineId)
			.query(BigDecimal.class)
			.optional();
		if (taken.isPresent() && changes.moved(lot, LotChanges.Move.RETURN, taken.get(), saleLineId)) {
			changes.apply(lot, null, it -> it.giveBack(taken.get(), clock.now()));
		}
	}

	/** The first word of a buyer that goods of the lot came. */
	@TenantListener
	void on(GoodsReceived event) {
		var day = event.at().atZone(BusinessClock.ZONE).toLocalDate();
		event.harvestLotIds()
			.stream()
			.distinct()
			.sorted()
			.forEach(id -> lots.lock(id).ifPresent(lot -> changes.apply(lot, null, it -> it.arrived(day))));
	}

	@Override
	@Transactional(readOnly = true)
	public Map<UUID, LotProof> of(Collection<UUID> harvestLotIds) {
		if (harvestLotIds.isEmpty()) {
			return Map.of();
		}
		var proofs = new HashMap<UUID, LotProof>();
		sql.sql("""
				select l.id, l.completeness, l.status in ('HELD', 'RECALLED', 'DESTROYED') as stopped,
				       exists (select 1 from trace_certificate c where c.lot_id = l.id and c.status = 'ISSUED') as certified,
				       exists (select 1 from trace_label_batch b where b.lot_id = l.id and b.status <> 'VOID') as labelled,
				       coalesce((select sum(case m.kind when 'RETURN' then -m.kg else m.kg end)
				          from trace_lot_move m where m.lot_id = l.id and m.kind <> 'DESTROY'), 0) <= l.kg as balanced
				  from trace_lot l where l.id in (:ids)""")
			.param("ids", List.copyOf(harvestLotIds))
			.query(row -> {
				var id = row.getObject("id", UUID.class);
				proofs.put(id, new LotProof(id, row.getInt("completeness"), row.getBoolean("certified"),
						row.getBoolean("labelled"), row.getBoolean("stopped"), row.getBoolean("balanced")));
			});
		return proofs;
	}

	private boolean open(TraceLot lot, UUID saleLineId) {
		return sql.sql("select count(*) from trace_lot_move where lot_id = ? and source_id = ? and kind = 'DISPATCH'")
			.params(lot.id(), saleLineId)
			.query(Integer.class)
			.single() == 0;
	}

}
