package cn.jinfu.traceability;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;

/** A producer has promised in writing for a lot. */
public record CertificateIssued(String tenantId, UUID certificateId, UUID harvestLotId,
		UUID memberId) implements TenantEvent {
}
