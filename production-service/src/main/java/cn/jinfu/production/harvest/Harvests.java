package cn.jinfu.production.harvest;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import org.springframework.data.repository.Repository;

interface Harvests extends Repository<HarvestLot, UUID> {

	HarvestLot save(HarvestLot lot);

	Optional<HarvestLot> findById(UUID id);

	Optional<HarvestLot> findByClientUid(UUID clientUid);

	/** In the order in which they count against the cap. */
	List<HarvestLot> findByPlantingIdOrderByRecordedAtAscIdAsc(UUID plantingId);

	default HarvestLot require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.harvest.not-found", id));
	}

}
