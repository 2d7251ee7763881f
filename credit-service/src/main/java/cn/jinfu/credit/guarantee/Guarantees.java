package cn.jinfu.credit.guarantee;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Money;
import org.jspecify.annotations.Nullable;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface Guarantees extends Repository<Guarantee, UUID> {

	Guarantee save(Guarantee guarantee);

	Optional<Guarantee> findById(UUID id);

	List<Guarantee> findAllByOrderByIssuedOnDescLetterNoDesc();

	/** Null when nothing is open. */
	@Query("select sum(g.amount) from Guarantee g where g.guarantorId = ?1 and g.status in (RESERVED, IN_FORCE)")
	@Nullable Money open(UUID guarantorId);

	@Query("""
			select sum(g.amount) from Guarantee g
			 where g.guarantorId = ?1 and g.memberId = ?2 and g.status in (RESERVED, IN_FORCE)""")
	@Nullable Money openOf(UUID guarantorId, UUID memberId);

}
