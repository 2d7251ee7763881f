package cn.jinfu.supply.fieldsale;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface FieldSales extends Repository<FieldSale, UUID> {

	FieldSale save(FieldSale sale);

	Optional<FieldSale> findById(UUID id);

	Optional<FieldSale> findByClientUid(UUID clientUid);

	Optional<FieldSale> findByToken(String token);

	default FieldSale require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("supply.field-sale.not-found", id));
	}

}
