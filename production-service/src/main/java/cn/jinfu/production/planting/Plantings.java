package cn.jinfu.production.planting;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever changes a planting, its sprays or its harvests comes alone. */
public interface Plantings extends Repository<Planting, UUID> {

	Planting save(Planting planting);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Planting> findById(UUID id);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Planting> findByIdInOrderById(List<UUID> ids);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Planting> findByPlotIdOrderById(UUID plotId);

	default Planting require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.planting.not-found", id));
	}

}
