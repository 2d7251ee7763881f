package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.kernel.TenantEvent;
import org.jspecify.annotations.Nullable;

/** Something was picked; {@code hold} is present when it came too early. */
public record HarvestRecorded(String tenantId, UUID harvestLotId, UUID plantingId, UUID memberId, BigDecimal weightKg,
		BigDecimal aboveCapKg, LocalDate pickedOn, HarvestLotStatus status,
		@Nullable HoldReason hold) implements TenantEvent {
}
