package cn.jinfu.production;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** One crop of one season on one plot, and what may be picked from it. */
public interface PlantingFacts {

	/**
	 * @param crop stable code of the crop, for example {@code watermelon}; its Chinese
	 * name is {@code cropName}
	 * @param season calendar year and part, for example {@code 2026-SPRING}
	 * @param areaMu planted area in 亩
	 * @param verified whether the plot's area was verified; an unverified plot gives no
	 * cap
	 * @param capKg verified area times the yield in force on the sowing day, in kg; null
	 * when the federation has decided no yield for this crop: then nothing is capped and
	 * nothing may be promised on it
	 * @param harvestedKg all harvest lots that are not void
	 * @param earliestHarvestOn the last spray day plus its interval, over all sprays;
	 * null when nothing was sprayed
	 * @param blocked whether a use waits for a technician (unknown interval, above the
	 * label's dose) or is banned: until then no day is safe
	 */
	record PlantingFact(UUID plantingId, String no, UUID memberId, UUID plotId, String plotName, String crop,
			String cropName, String variety, String season, LocalDate sownOn, BigDecimal areaMu, boolean verified,
			@Nullable BigDecimal capKg, BigDecimal harvestedKg, @Nullable LocalDate earliestHarvestOn, boolean blocked,
			PlantingState state) {
	}

	Optional<PlantingFact> find(UUID plantingId);

	List<PlantingFact> ofAll(Collection<UUID> plantingIds);

	/** All plantings of a farm, the latest sown first. */
	List<PlantingFact> ofMember(UUID memberId);

	/** The same of each of these farms; a farm without any is absent. */
	Map<UUID, List<PlantingFact>> ofMembers(Collection<UUID> memberIds);

}
