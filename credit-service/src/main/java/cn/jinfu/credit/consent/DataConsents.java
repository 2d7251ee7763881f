package cn.jinfu.credit.consent;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface DataConsents extends Repository<DataConsent, UUID> {

	DataConsent save(DataConsent consent);

	Optional<DataConsent> findById(UUID id);

	List<DataConsent> findByMemberIdOrderByGivenAtDesc(UUID memberId);

	@Query("select c from DataConsent c where c.memberId = ?1 and c.purpose = RATING and c.status = ACTIVE")
	List<DataConsent> activeForRating(UUID memberId);

	@Query("""
			select c from DataConsent c where c.memberId = ?1 and c.purpose = FINANCING and c.bankId = ?2
			 order by c.givenAt desc""")
	List<DataConsent> forBank(UUID memberId, UUID bankId);

	@Query("select c from DataConsent c where c.status = ACTIVE and c.validTo < ?1")
	List<DataConsent> over(LocalDate today);

	default DataConsent require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.consent.not-found", id));
	}

}
