package cn.jinfu.production.hospital.consult;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever takes, answers or refers a case comes alone. */
public interface Consults extends Repository<Consult, UUID> {

	Consult save(Consult consult);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Consult> findById(UUID id);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Consult> findByStateAndTakenAtLessThanEqualOrderById(ConsultState state, Instant takenAt);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Consult> findByStateAndReferredToIsNotNullAndWaitingSinceLessThanEqualOrderById(ConsultState state,
			Instant since);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<Consult> findByStateInAndAnsweredAtIsNullAndEscalatedAtIsNullAndOpenedAtLessThanOrderById(
			Collection<ConsultState> states, Instant openedAt);

	default Consult require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.consult.not-found", id));
	}

}
