package cn.jinfu.credit.product;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

public interface PartnerBanks extends Repository<PartnerBank, UUID> {

	PartnerBank save(PartnerBank bank);

	Optional<PartnerBank> findById(UUID id);

	Optional<PartnerBank> findByClientId(String clientId);

	List<PartnerBank> findAllByOrderByClientId();

	default PartnerBank require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("credit.bank.not-found", id));
	}

	/** The bank behind a token; a machine that is no bank of ours finds nothing. */
	default PartnerBank require(String clientId) {
		return findByClientId(clientId).orElseThrow(() -> new NotFound("credit.bank.not-found", clientId));
	}

}
