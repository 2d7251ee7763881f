package cn.jinfu.production.harvest;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.production.HarvestLotStatus;
import cn.jinfu.production.HoldReason;
import cn.jinfu.production.Told;
import lombok.With;
import org.jspecify.annotations.Nullable;

/**
 * What screens and clients see of a harvest lot; weights in kg, {@code told} as the farm
 * said it.
 */
public record HarvestView(UUID id, String no, UUID memberId, @With String memberName, UUID plantingId, String plotName,
		String crop, String cropName, String variety, BigDecimal weightKg, BigDecimal aboveCapKg, @Nullable Told told,
		LocalDate pickedOn, String grade, @Nullable String note, HarvestLotStatus status, @Nullable HoldReason hold,
		boolean late, @Nullable String lateReason, Instant recordedAt, String byName, @Nullable String voidReason,
		long version) {

	public boolean voidable() {
		return status != HarvestLotStatus.VOID;
	}

}
