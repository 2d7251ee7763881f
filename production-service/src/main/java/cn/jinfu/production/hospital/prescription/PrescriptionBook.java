package cn.jinfu.production.hospital.prescription;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever signs, fills or uses a prescription comes alone. */
interface PrescriptionBook extends Repository<Prescription, UUID> {

	Prescription save(Prescription prescription);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Prescription> findById(UUID id);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Prescription> findByPlantingIdInAndStateInOrderById(Collection<UUID> plantingIds,
			Collection<PrescriptionState> states);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Prescription> findByStateAndValidToLessThanOrderById(PrescriptionState state, LocalDate day);

	default Prescription require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.prescription.not-found", id));
	}

}
