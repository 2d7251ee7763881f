package cn.jinfu.production;

import java.util.UUID;

import cn.jinfu.kernel.AreaMu;
import cn.jinfu.kernel.TenantEvent;

/** A plot's area was measured and found right; its plantings have a cap from now on. */
public record PlotVerified(String tenantId, UUID plotId, UUID memberId, AreaMu area) implements TenantEvent {
}
