package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HoldReason;
import org.jspecify.annotations.Nullable;

/** What screens and clients see of a harvest lot; weights in kg. */
public record HarvestView(UUID id, String no, UUID memberId, String memberName, UUID plantingId, String plotName,
		String crop, String cropName, String variety, BigDecimal weightKg, BigDecimal aboveCapKg, LocalDate pickedOn,
		String grade, @Nullable String note, HarvestLotStatus status, @Nullable HoldReason hold, boolean late,
		String byName, @Nullable String voidReason, long version) {
}
