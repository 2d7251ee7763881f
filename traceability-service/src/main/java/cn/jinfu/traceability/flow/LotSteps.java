package cn.jinfu.traceability.flow;

import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LotSteps extends Repository<LotStep, UUID> {

	LotStep save(LotStep step);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select s from LotStep s where s.id = :id")
	Optional<LotStep> lock(UUID id);

}
