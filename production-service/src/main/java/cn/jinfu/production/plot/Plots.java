package cn.jinfu.production.plot;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

interface Plots extends Repository<Plot, UUID> {

	Plot save(Plot plot);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Plot> findById(UUID id);

	boolean existsByMemberIdAndName(UUID memberId, String name);

	default Plot require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.plot.not-found", id));
	}

}
