package cn.jinfu.production.service.trust;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever signs or settles comes alone. */
interface TrustContracts extends Repository<TrustContract, UUID> {

	TrustContract save(TrustContract contract);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<TrustContract> findById(UUID id);

	default TrustContract require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.trust.not-found", id));
	}

}
