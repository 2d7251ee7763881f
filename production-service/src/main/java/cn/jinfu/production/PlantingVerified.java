package cn.jinfu.production;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** An officer found a planting right, or took that back; its cap changes with it. */
public record PlantingVerified(String tenantId, UUID plantingId, UUID memberId) implements TenantEvent {
}
