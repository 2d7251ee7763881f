package cn.jinfu.credit.partner;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface PartnerKeyRows extends Repository<PartnerKey, UUID> {

	PartnerKey saveAndFlush(PartnerKey key);

	Optional<PartnerKey> findById(UUID id);

	Optional<PartnerKey> findByClientIdAndKid(String clientId, String kid);

	List<PartnerKey> findAllByOrderByClientIdAscIdDesc();

	List<PartnerKey> findByClientIdOrderByIdDesc(String clientId);

	default PartnerKey require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.partner-key.not-found"));
	}

}
