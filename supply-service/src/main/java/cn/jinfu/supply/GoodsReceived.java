package cn.jinfu.supply;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/** The buyer says that the goods came. */
public record GoodsReceived(String tenantId, UUID saleId, String no, UUID sellerId, @Nullable UUID buyerId,
		List<UUID> harvestLotIds, Instant at) implements TenantEvent {
}
