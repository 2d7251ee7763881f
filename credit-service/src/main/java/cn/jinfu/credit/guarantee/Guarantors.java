package cn.jinfu.credit.guarantee;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Guarantors extends Repository<Guarantor, UUID> {

	Guarantor save(Guarantor guarantor);

	List<Guarantor> findAllByOrderByName();

	/** Serialises all decisions on this guarantor's capacity. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select g from Guarantor g where g.id = ?1")
	Optional<Guarantor> lock(UUID id);

}
