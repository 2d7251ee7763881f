package cn.jinfu.credit.rating;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingObjections extends Repository<RatingObjection, UUID> {

	/** Written at once: facts and overrides refer to it. */
	RatingObjection saveAndFlush(RatingObjection objection);

	Optional<RatingObjection> findById(UUID id);

	@Query("select o from RatingObjection o where o.memberId = ?1 and o.status = FILED")
	Optional<RatingObjection> open(UUID memberId);

	List<RatingObjection> findByMemberIdOrderByFiledAtDesc(UUID memberId);

	default RatingObjection require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.objection.not-found", id));
	}

}
