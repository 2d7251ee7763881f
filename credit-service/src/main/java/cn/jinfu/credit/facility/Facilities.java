package cn.jinfu.credit.facility;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Facilities extends Repository<Facility, UUID> {

	Facility save(Facility facility);

	Optional<Facility> findById(UUID id);

	@Query("select f from Facility f where f.bankId = ?1 and f.kind = UMBRELLA order by f.validFrom desc")
	List<Facility> umbrellas(UUID bankId);

	/** Its id alone: what is locked next is read as it is then. */
	@Query("""
			select f.id from Facility f where f.bankId = ?1 and f.kind = UMBRELLA and f.status in (ACTIVE, FROZEN)
			   and ?2 between f.validFrom and f.validTo order by f.validFrom desc""")
	List<UUID> umbrellaIds(UUID bankId, LocalDate day);

	/** The same of one umbrella, where it is this bank's. */
	@Query("select f.id from Facility f where f.bankId = ?1 and f.id = ?2 and f.kind = UMBRELLA")
	Optional<UUID> umbrellaOf(UUID bankId, UUID id);

	@Query("select f.parentId from Facility f where f.id = ?1")
	Optional<UUID> parentOf(UUID id);

	@Query("select f from Facility f where f.kind = UMBRELLA order by f.name")
	List<Facility> allUmbrellas();

	Facility saveAndFlush(Facility facility);

	@Query("select f from Facility f where f.kind = UMBRELLA and f.status = PROPOSED order by f.proposedAt")
	List<Facility> proposed();

	@Query("select f from Facility f where f.memberId = ?1 order by f.validFrom desc")
	List<Facility> ofMember(UUID memberId);

	@Query("select f from Facility f where f.parentId = ?1 order by f.used desc, f.name")
	List<Facility> subs(UUID umbrellaId);

	/** Serialises everybody who wants something of this facility. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select f from Facility f where f.id = ?1")
	Optional<Facility> lock(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select f from Facility f where f.parentId = ?1 and f.memberId = ?2")
	Optional<Facility> lockSub(UUID parentId, UUID memberId);

	default Facility requireLocked(UUID id) {
		return lock(id).orElseThrow(() -> new NotFound("credit.facility.not-found", id));
	}

}
