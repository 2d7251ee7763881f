package cn.jinfu.traceability.lot;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.TenantListener;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.supply.GoodsReceived;
import cn.jinfu.supply.LotDispatch;
import cn.jinfu.supply.LotProofs;
import cn.jinfu.supply.LotStock;
import cn.jinfu.supply.SaleGate;
import jakarta.persistence.EntityManager;
import lombok.RequiredArgsConstructor;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What supply asks before and while goods leave: the last word on a lot. */
@Component
@RequiredArgsConstructor
class LotGate implements LotDispatch, SaleGate, LotProofs, LotStock {

	private final EntityManager entities;

	private final TraceLots lots;

	private final LotChanges changes;

	private final LotFlows flows;

	private final ApplicationEventPublisher news;

	private final MemberDirectory members;

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
		leave(harvestLotId, kg, saleLineId, LotNews.Way.SHIPPED);
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void sell(UUID harvestLotId, BigDecimal kg, UUID saleLineId) {
		leave(harvestLotId, kg, saleLineId, LotNews.Way.SOLD);
	}

	private void leave(UUID harvestLotId, BigDecimal kg, UUID saleLineId, LotNews.Way way) {
		var lot = lots.requireLocked(harvestLotId);
		if (!open(lot, saleLineId)) {
			return;
		}
		lot.requireSellable();
		changes.moved(lot, LotChanges.Move.DISPATCH, kg, saleLineId);
		news.publishEvent(new LotNews.Went(lot.id(), way, kg, saleLineId));
		changes.apply(lot, null, it -> it.take(kg, clock.now()));
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void arrive(UUID harvestLotId, UUID saleLineId, UUID buyerId) {
		var lot = lots.requireLocked(harvestLotId);
		var kg = taken(harvestLotId, saleLineId);
		if (kg.isEmpty() || received(saleLineId).isPresent()) {
			return;
		}
		var buyer = members.require(buyerId);
		var got = flows.make(new TraceLot.Birth(LotKind.RECEIVED, saleLineId, buyerId, buyer.name(),
				buyer.divisionCode(), lot.cropName(), lot.grade(), kg.get(), List.of(lot)), List.of(kg.get()));
		news.publishEvent(new LotNews.Came(got.id(), lot.id(), kg.get(), saleLineId));
	}

	/** The buyer's lot out of this line. */
	private Optional<UUID> received(UUID saleLineId) {
		return sql.sql("select id from trace_lot where source_id = ?").param(saleLineId).query(UUID.class).optional();
	}

	private Optional<BigDecimal> taken(UUID lotId, UUID saleLineId) {
		return sql.sql("select kg from trace_lot_move where lot_id = ? and source_id = ? and kind = 'DISPATCH'")
			.params(lotId, saleLineId)
			.query(BigDecimal.class)
			.optional();
	}

	@Override
	@Transactional(propagation = Propagation.MANDATORY)
	public void giveBack(UUID harvestLotId, UUID saleLineId) {
		var both = new java.util.TreeSet<UUID>(List.of(harvestLotId));
		received(saleLineId).ifPresent(both::add);
		for (var each : lots.lockAll(both)) {
			if (!each.id().equals(harvestLotId)) {
				var kg = each.kg();
				changes.apply(each, null, it -> it.handBack(clock.now()));
				changes.moved(each, LotChanges.Move.DISPATCH, kg, saleLineId);
				news.publishEvent(new LotNews.Went(each.id(), LotNews.Way.SHIPPED, kg, saleLineId));
			}
		}
		var lot = lots.requireLocked(harvestLotId);
		var taken = taken(harvestLotId, saleLineId);
		if (taken.isPresent() && changes.moved(lot, LotChanges.Move.RETURN, taken.get(), saleLineId)) {
			news.publishEvent(new LotNews.Went(lot.id(), LotNews.Way.RETURNED, taken.get(), saleLineId));
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
	public List<StockLot> of(UUID memberId) {
		return sql.sql("""
				select id from trace_lot where member_id = ? and kg_left > 0 and status <> 'DESTROYED'
				 order by harvested_on desc, lot_code limit 100""")
			.param(memberId)
			.query(UUID.class)
			.list()
			.stream()
			.map(lots::require)
			.map(this::inStock)
			.sorted(Comparator.comparing(it -> !it.refusal().isEmpty()))
			.toList();
	}

	@Override
	@Transactional(readOnly = true)
	public Optional<StockLot> find(UUID lotId) {
		return lots.findById(lotId).map(this::inStock);
	}

	/** Only looked at: whoever takes from it later in this transaction reads it anew. */
	private StockLot inStock(TraceLot lot) {
		entities.detach(lot);
		return new StockLot(lot.id(), lot.lotCode(), lot.memberId(), lot.kind().name(), lot.crop(), lot.cropName(),
				lot.grade(), lot.harvestedOn(), lot.kgLeft(), refusal(lot));
	}

	private static String refusal(TraceLot lot) {
		try {
			lot.requireSellable();
			return "";
		}
		catch (Refusal refused) {
			return refused.code();
		}
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
