package cn.jinfu.traceability.quota;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface QuotaReleases extends Repository<QuotaRelease, UUID> {

	QuotaRelease save(QuotaRelease release);

	Optional<QuotaRelease> findById(UUID id);

	boolean existsByQuotaIdAndStatus(UUID quotaId, QuotaRelease.ReleaseStatus status);

}
