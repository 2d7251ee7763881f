package cn.jinfu.credit;

import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/**
 * A farm took back its consent.
 *
 * @param bankId the bank it named; null for the federation's rating
 */
public record ConsentRevoked(String tenantId, UUID consentId, UUID memberId,
		@Nullable UUID bankId) implements TenantEvent {
}
