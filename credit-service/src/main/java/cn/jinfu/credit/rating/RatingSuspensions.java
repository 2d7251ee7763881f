package cn.jinfu.credit.rating;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingSuspensions extends Repository<RatingSuspension, UUID> {

	RatingSuspension saveAndFlush(RatingSuspension suspension);

	@Query("select s from RatingSuspension s where s.ratingId = ?1 and s.liftedAt is null")
	Optional<RatingSuspension> open(UUID ratingId);

	List<RatingSuspension> findByRatingIdOrderBySuspendedAtDesc(UUID ratingId);

}
