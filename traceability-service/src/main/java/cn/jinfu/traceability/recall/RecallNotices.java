package cn.jinfu.traceability.recall;

import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RecallNotices extends Repository<RecallNotice, UUID> {

	RecallNotice save(RecallNotice notice);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select n from RecallNotice n where n.id = :id")
	Optional<RecallNotice> lock(UUID id);

}
