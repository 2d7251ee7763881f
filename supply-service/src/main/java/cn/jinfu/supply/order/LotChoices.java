package cn.jinfu.supply.order;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HarvestLots;
import cn.jinfu.supply.LotStock;
import cn.jinfu.supply.SaleGate;
import lombok.RequiredArgsConstructor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The harvests a farm can promise to a buyer. Those that may not be sold are shown too,
 * with the reason's message key. Not to be called inside a transaction: a refusal of the
 * gate would end it.
 */
@Component
@RequiredArgsConstructor
public class LotChoices {

	private static final int DAYS = 400;

	private static final int MOST = 30;

	/**
	 * @param kind how it came about, as in {@link LotStock.StockLot}
	 * @param weightKg what was picked, or what is left to deliver
	 * @param refusal code of the refusal, empty when it may be sold
	 */
	public record LotChoice(UUID lotId, String no, String kind, String crop, String cropName, LocalDate pickedOn,
			BigDecimal weightKg, String refusal) {

		public boolean picked() {
			return "HARVEST".equals(kind);
		}

		public boolean sellable() {
			return refusal.isEmpty();
		}

	}

	private final HarvestLots harvestLots;

	private final ObjectProvider<SaleGate> gate;

	private final ObjectProvider<LotStock> stock;

	private final BusinessClock clock;

	/** What may be sold first; among those alike the latest picked. */
	public List<LotChoice> of(UUID memberId) {
		return harvestLots.ofMember(memberId, clock.today().minusDays(DAYS), clock.today())
			.stream()
			.filter(lot -> lot.status() != HarvestLotStatus.VOID)
			.limit(MOST)
			.map(lot -> new LotChoice(lot.harvestLotId(), lot.no(), "HARVEST", lot.crop(), lot.cropName(),
					lot.pickedOn(), lot.weightKg(), refusal(lot.harvestLotId())))
			.sorted(Comparator.comparing(lot -> !lot.sellable()))
			.toList();
	}

	/** What an order can be delivered out of, packed and received goods too. */
	public List<LotChoice> deliverable(UUID memberId) {
		return stock.getObject()
			.of(memberId)
			.stream()
			.limit(MOST)
			.map(lot -> new LotChoice(lot.lotId(), lot.lotCode(), lot.kind(), lot.crop(), lot.cropName(),
					lot.pickedOn(), lot.kgLeft(), lot.refusal()))
			.toList();
	}

	/**
	 * Asked before a form is shown that promises this lot.
	 * @throws Refusal with the reason, when it may not be sold; a foreign one is unknown
	 */
	public void require(UUID memberId, UUID lotId) {
		harvestLots.find(lotId)
			.filter(lot -> lot.memberId().equals(memberId))
			.orElseThrow(() -> new Refusal.NotFound("supply.order.lot-not-found", lotId));
		gate.ifAvailable(port -> port.check(lotId));
	}

	private String refusal(UUID lotId) {
		var port = gate.getIfAvailable();
		try {
			if (port != null) {
				port.check(lotId);
			}
			return "";
		}
		catch (Refusal refused) {
			return refused.code();
		}
	}

}
