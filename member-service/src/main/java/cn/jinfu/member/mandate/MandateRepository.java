package cn.jinfu.member.mandate;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface MandateRepository extends Repository<Mandate, UUID> {

	Optional<Mandate> findById(UUID id);

	List<Mandate> findByMemberIdOrderByFromOnDesc(UUID memberId);

	Mandate save(Mandate mandate);

	default Mandate require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("member.mandate.not-found", id));
	}

}
