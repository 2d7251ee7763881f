package cn.jinfu.traceability.flow;

import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface HandOvers extends Repository<HandOver, UUID> {

	HandOver save(HandOver handOver);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select h from HandOver h where h.id = :id")
	Optional<HandOver> lock(UUID id);

}
