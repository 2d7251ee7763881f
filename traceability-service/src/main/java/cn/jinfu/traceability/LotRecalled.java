package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/** Whoever has goods of this lot must stop selling them. */
public record LotRecalled(String tenantId, UUID harvestLotId, UUID memberId,
		@Nullable UUID plantingId) implements TenantEvent {
}
