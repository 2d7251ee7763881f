package cn.jinfu.production;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/**
 * The standing of a harvest changed after it was recorded: broken by a late entry
 * (PROBLEM), cleared by a technician (VALID, without reason), or struck out (VOID).
 */
public record HarvestMarked(String tenantId, UUID harvestLotId, UUID plantingId, UUID memberId, HarvestLotStatus status,
		@Nullable HoldReason hold) {
}
