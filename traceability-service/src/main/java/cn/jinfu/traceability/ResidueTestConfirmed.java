package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A second person has confirmed a laboratory result. */
public record ResidueTestConfirmed(String tenantId, UUID testId, UUID memberId, UUID plantingId,
		boolean passed) implements TenantEvent {
}
