package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingOverrides extends Repository<RatingOverride, UUID> {

	RatingOverride saveAndFlush(RatingOverride override);

	Optional<RatingOverride> findById(UUID id);

	@Query("select o from RatingOverride o where o.ratingId = ?1 and o.status in (PROPOSED, IN_FORCE)")
	Optional<RatingOverride> open(UUID ratingId);

	List<RatingOverride> findByRatingIdOrderByProposedAtDesc(UUID ratingId);

	@Query("select o from RatingOverride o where o.status in (PROPOSED, IN_FORCE) and o.validTo < ?1")
	List<RatingOverride> over(LocalDate today);

	default RatingOverride require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.override.not-found", id));
	}

}
