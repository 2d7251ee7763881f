package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A member may not use the brand from now on. */
public record LicenceSuspended(String tenantId, UUID licenceId, UUID memberId,
		String productClass) implements TenantEvent {
}
