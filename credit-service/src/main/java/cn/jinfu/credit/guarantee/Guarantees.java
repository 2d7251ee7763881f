package cn.jinfu.credit.guarantee;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Guarantees extends Repository<Guarantee, UUID> {

	Guarantee save(Guarantee guarantee);

	Optional<Guarantee> findById(UUID id);

	List<Guarantee> findAllByOrderByIssuedOnDescLetterNoDesc();

	/** What letters and guarantees in force come to, in yuan. */
	@Query(nativeQuery = true, value = """
			select coalesce(sum(amount), 0) from credit_guarantee
			 where guarantor_id = ?1 and status in ('RESERVED', 'IN_FORCE')""")
	BigDecimal open(UUID guarantorId);

	@Query(nativeQuery = true, value = """
			select coalesce(sum(amount), 0) from credit_guarantee
			 where guarantor_id = ?1 and member_id = ?2 and status in ('RESERVED', 'IN_FORCE')""")
	BigDecimal openOf(UUID guarantorId, UUID memberId);

}
