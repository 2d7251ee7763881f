package cn.jinfu.credit.facility;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface FacilityShares extends Repository<FacilityShare, UUID> {

	FacilityShare saveAndFlush(FacilityShare share);

	Optional<FacilityShare> findById(UUID id);

	@Query("""
			select s from FacilityShare s where s.umbrellaId = ?1 and s.status in (PROPOSED, IN_FORCE)
			 order by s.productCode, s.township, s.proposedAt""")
	List<FacilityShare> present(UUID umbrellaId);

	/** Not agreed to, the latest first. */
	@Query("select s from FacilityShare s where s.umbrellaId = ?1 and s.status = REFUSED order by s.decidedAt desc")
	List<FacilityShare> refused(UUID umbrellaId, Limit limit);

	/** Its id alone: what is locked next is read as it is then. */
	@Query("select s.umbrellaId from FacilityShare s where s.id = ?1")
	Optional<UUID> umbrellaOf(UUID id);

	@Query("select s from FacilityShare s where s.umbrellaId = ?1 and s.status = IN_FORCE")
	List<FacilityShare> inForce(UUID umbrellaId);

	@Query("select s from FacilityShare s where s.status = PROPOSED order by s.proposedAt")
	List<FacilityShare> proposed();

	default FacilityShare require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

}
