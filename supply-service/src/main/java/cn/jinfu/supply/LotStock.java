package cn.jinfu.supply;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Port that traceability fills: what a member has in store, whether picked, packed,
 * processed or received from another.
 */
public interface LotStock {

	/**
	 * @param kind HARVEST, MIXED, SPLIT, PACKED, PROCESSED or RECEIVED
	 * @param pickedOn the earliest harvest in it
	 * @param kgLeft kilograms that have not left it
	 * @param refusal code of the refusal when it may not be sold now, else empty
	 */
	record StockLot(UUID lotId, String lotCode, UUID memberId, String kind, String crop, String cropName,
			@Nullable String grade, LocalDate pickedOn, BigDecimal kgLeft, String refusal) {
	}

	/** Lots with something left, what may be sold first, then the latest. */
	List<StockLot> of(UUID memberId);

	Optional<StockLot> find(UUID lotId);

}
