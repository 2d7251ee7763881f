package cn.jinfu.traceability.brand;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LicencesOfBrand extends Repository<BrandLicence, UUID> {

	BrandLicence save(BrandLicence licence);

	Optional<BrandLicence> findById(UUID id);

	List<BrandLicence> findByMemberIdInAndStatus(Collection<UUID> memberIds, LicenceStatus status);

	List<BrandLicence> findByMemberIdAndClassCodeAndStatusIn(UUID memberId, String classCode,
			Collection<LicenceStatus> statuses);

	@Query("select l.id from BrandLicence l where l.status in ('ACTIVE', 'SUSPENDED') and l.validUntil < :today order by l.id")
	List<UUID> over(LocalDate today);

	@Query("select l.id from BrandLicence l where l.status = 'ACTIVE' and l.nextReviewOn < :before order by l.id")
	List<UUID> unreviewed(LocalDate before);

	/** Shared by label orders, exclusive to a suspension: an order racing it loses. */
	@Lock(LockModeType.PESSIMISTIC_READ)
	@Query("select l from BrandLicence l where l.memberId = :memberId and l.classCode = :classCode and l.status = 'ACTIVE'")
	Optional<BrandLicence> share(UUID memberId, String classCode);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select l from BrandLicence l where l.id = :id")
	Optional<BrandLicence> lock(UUID id);

	default BrandLicence requireLocked(UUID id) {
		return lock(id).orElseThrow(() -> new NotFound("brand.licence.not-found", id));
	}

}
