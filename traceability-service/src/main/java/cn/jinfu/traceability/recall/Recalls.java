package cn.jinfu.traceability.recall;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Recalls extends Repository<Recall, UUID> {

	Recall save(Recall recall);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select r from Recall r where r.id = :id")
	Optional<Recall> lock(UUID id);

	default Recall requireLocked(UUID id) {
		return lock(id).orElseThrow(() -> new NotFound("trace.recall.not-found", id));
	}

}
