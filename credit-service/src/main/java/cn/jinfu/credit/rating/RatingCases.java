package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface RatingCases extends Repository<RatingCase, UUID> {

	/** Written at once: only one rating of a farm may be in effect. */
	RatingCase saveAndFlush(RatingCase rating);

	Optional<RatingCase> findById(UUID id);

	Optional<RatingCase> findByMemberIdAndStatus(UUID memberId, RatingStatus status);

	@Query("select r from RatingCase r where r.status = EFFECTIVE and r.validTo < ?1")
	List<RatingCase> over(LocalDate today);

}
