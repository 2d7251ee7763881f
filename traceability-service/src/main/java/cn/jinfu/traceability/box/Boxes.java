package cn.jinfu.traceability.box;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Boxes extends Repository<Box, UUID> {

	Box save(Box box);

	boolean existsByCode(String code);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select b from Box b where b.id = :id")
	Optional<Box> lock(UUID id);

	/** By its owner; another's is unknown to him. */
	default Box requireOwn(UUID id, UUID memberId) {
		return lock(id).filter(it -> it.memberId().equals(memberId))
			.orElseThrow(() -> new NotFound("trace.box.not-found", id));
	}

}
