package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** What was picked: the fact. What may be promised on it, traceability decides. */
public interface HarvestLots {

	/**
	 * @param weightKg always above zero
	 * @param aboveCapKg the part of this lot beyond what area and yield allow; labels
	 * stop before it
	 * @param hold present exactly when the status is PROBLEM
	 */
	record HarvestLotFact(UUID harvestLotId, String no, UUID plantingId, UUID memberId, String crop, String cropName,
			String variety, BigDecimal weightKg, BigDecimal aboveCapKg, LocalDate pickedOn, String grade,
			HarvestLotStatus status, @Nullable HoldReason hold) {
	}

	Optional<HarvestLotFact> find(UUID harvestLotId);

	List<HarvestLotFact> ofAll(Collection<UUID> harvestLotIds);

	/** The latest picked first. */
	List<HarvestLotFact> ofPlanting(UUID plantingId);

	/** The latest picked first. */
	List<HarvestLotFact> ofMember(UUID memberId, LocalDate from, LocalDate to);

}
