package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A member may use the brand, or may again. */
public record LicenceActivated(String tenantId, UUID licenceId, UUID memberId,
		String productClass) implements TenantEvent {
}
