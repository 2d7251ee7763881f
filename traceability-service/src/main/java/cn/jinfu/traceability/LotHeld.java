package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** Nothing of this lot may leave the farm until somebody decides. */
public record LotHeld(String tenantId, UUID harvestLotId, UUID memberId, String cause) implements TenantEvent {
}
