package cn.jinfu.credit.rating;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingRuns extends Repository<RatingRun, UUID> {

	RatingRun saveAndFlush(RatingRun run);

	Optional<RatingRun> findById(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select r from RatingRun r where r.id = ?1")
	Optional<RatingRun> lock(UUID id);

	@Query("select r from RatingRun r where r.status in (RUNNING, PAUSED)")
	Optional<RatingRun> open();

	List<RatingRun> findTop50ByOrderByStartedAtDesc();

	default RatingRun require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.run.not-found", id));
	}

}
