package cn.jinfu.traceability.lot;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Lots. Whoever changes one locks it first; several are locked in the order of their ids.
 */
public interface TraceLots extends Repository<TraceLot, UUID> {

	TraceLot save(TraceLot lot);

	Optional<TraceLot> findById(UUID id);

	boolean existsById(UUID id);

	List<TraceLot> findByIdIn(Collection<UUID> ids);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select l from TraceLot l where l.id = :id")
	Optional<TraceLot> lock(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select l from TraceLot l where l.plantingId = :plantingId order by l.id")
	List<TraceLot> lockOfPlanting(UUID plantingId);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select l from TraceLot l where l.id in :ids order by l.id")
	List<TraceLot> lockAll(Collection<UUID> ids);

	default TraceLot require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("trace.lot.not-found", id));
	}

	default TraceLot requireLocked(UUID id) {
		return lock(id).orElseThrow(() -> new NotFound("trace.lot.not-found", id));
	}

}
