package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** Whoever has goods of this lot must stop selling them. */
public record LotRecalled(String tenantId, UUID harvestLotId, UUID memberId, UUID plantingId) implements TenantEvent {
}
