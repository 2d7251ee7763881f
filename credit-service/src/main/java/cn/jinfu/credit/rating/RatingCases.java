package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingCases extends Repository<RatingCase, UUID> {

	/** Written at once: only one rating of a farm may be in effect. */
	RatingCase saveAndFlush(RatingCase rating);

	/** Of many: written together by {@link #flush()}. */
	RatingCase save(RatingCase rating);

	void flush();

	Optional<RatingCase> findById(UUID id);

	default RatingCase require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.rating.not-found", id));
	}

	@Query("""
			select r from RatingCase r
			 where r.memberId = ?1 and r.status in (EFFECTIVE, UNDER_OBJECTION, SUSPENDED)""")
	Optional<RatingCase> current(UUID memberId);

	@Query("select r from RatingCase r where r.status = EFFECTIVE and r.validTo < ?1")
	List<RatingCase> over(LocalDate today);

	@Query("select r from RatingCase r where r.status = EFFECTIVE and r.validTo <= ?1 and r.endToldAt is null")
	List<RatingCase> overSoon(LocalDate until);

}
