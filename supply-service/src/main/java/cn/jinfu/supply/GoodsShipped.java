package cn.jinfu.supply;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/**
 * Goods left the seller.
 *
 * @param buyerId the member who buys, or null for a buyer outside the federation
 */
public record GoodsShipped(String tenantId, UUID saleId, String no, UUID sellerId, @Nullable UUID buyerId,
		List<Part> parts, Instant at) implements TenantEvent {

	/** What of which lot. */
	public record Part(UUID saleLineId, UUID productId, UUID harvestLotId, BigDecimal kg) {
	}

}
