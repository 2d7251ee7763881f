package cn.jinfu.traceability.quota;

import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LabelQuotas extends Repository<LabelQuota, UUID> {

	LabelQuota save(LabelQuota quota);

	Optional<LabelQuota> findByPlantingIdAndSeason(UUID plantingId, String season);

	boolean existsByPlantingIdAndSeason(UUID plantingId, String season);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select q from LabelQuota q where q.id = :id")
	Optional<LabelQuota> lock(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select q from LabelQuota q where q.plantingId = :plantingId and q.season = :season")
	Optional<LabelQuota> lock(UUID plantingId, String season);

}
