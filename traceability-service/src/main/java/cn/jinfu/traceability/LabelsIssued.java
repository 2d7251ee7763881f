package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** Labels were issued for a lot. */
public record LabelsIssued(String tenantId, UUID batchId, UUID harvestLotId, UUID memberId,
		int labels) implements TenantEvent {
}
