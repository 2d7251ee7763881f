package cn.jinfu.supply.product;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface FarmProducts extends Repository<FarmProduct, UUID> {

	FarmProduct save(FarmProduct product);

	Optional<FarmProduct> findById(UUID id);

	boolean existsByMemberIdAndName(UUID memberId, String name);

	boolean existsByGtin(String gtin);

	default FarmProduct require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("supply.product.not-found", id));
	}

}
