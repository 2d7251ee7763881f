package cn.jinfu.production.standard;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever changes a standard comes alone. */
interface CropStandards extends Repository<CropStandard, UUID> {

	CropStandard save(CropStandard standard);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<CropStandard> findById(UUID id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<CropStandard> findByCropAndVarietyGroupAndState(String crop, String varietyGroup, StandardState state);

	default CropStandard require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.standard.not-found", id));
	}

}
