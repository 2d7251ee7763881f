package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** This lot may be certified, labelled and sold. */
public record LotReleased(String tenantId, UUID harvestLotId, UUID memberId) implements TenantEvent {
}
