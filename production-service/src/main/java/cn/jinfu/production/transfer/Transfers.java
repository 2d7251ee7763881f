package cn.jinfu.production.transfer;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

interface Transfers extends Repository<Transfer, UUID> {

	Transfer save(Transfer transfer);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Transfer> findById(UUID id);

	default Transfer require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.transfer.not-found", id));
	}

}
