package cn.jinfu.credit.rating;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface CardEditions extends Repository<CardEdition, UUID> {

	/** Written at once: only one champion may stand. */
	CardEdition saveAndFlush(CardEdition edition);

	Optional<CardEdition> findById(UUID id);

	boolean existsByCode(String code);

	boolean existsByStatus(CardStatus status);

	Optional<CardEdition> findByStatus(CardStatus status);

	@Query("select e from CardEdition e order by e.id desc")
	List<CardEdition> newestFirst();

	/** Whose day has come; of two who ask at once the second finds it started. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select e from CardEdition e where e.status = APPROVED and e.effectiveFrom <= ?1")
	Optional<CardEdition> due(LocalDate today);

	default CardEdition require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.scorecard.not-found", id));
	}

}
