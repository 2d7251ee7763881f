package cn.jinfu.supply;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/** The payment of an order was matched in the ledger. */
public record OrderPaid(String tenantId, UUID saleId, String no, UUID sellerId, @Nullable UUID buyerId, Money amount,
		List<UUID> harvestLotIds, Instant at) implements TenantEvent {
}
