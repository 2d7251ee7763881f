package cn.jinfu.credit.facility;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface FacilityShares extends Repository<FacilityShare, UUID> {

	FacilityShare saveAndFlush(FacilityShare share);

	Optional<FacilityShare> findById(UUID id);

	@Query("""
			select s from FacilityShare s where s.umbrellaId = ?1 and s.status in (PROPOSED, IN_FORCE)
			 order by s.productCode, s.township, s.proposedAt""")
	List<FacilityShare> present(UUID umbrellaId);

	@Query("select s from FacilityShare s where s.umbrellaId = ?1 and s.status = IN_FORCE")
	List<FacilityShare> inForce(UUID umbrellaId);

	@Query("select s from FacilityShare s where s.status = PROPOSED order by s.proposedAt")
	List<FacilityShare> proposed();

	default FacilityShare require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

}
