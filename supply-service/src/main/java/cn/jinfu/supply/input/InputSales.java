package cn.jinfu.supply.input;

import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface InputSales extends Repository<InputSale, UUID> {

	InputSale save(InputSale sale);

	Optional<InputSale> findById(UUID id);

	Optional<InputSale> findByOutletIdAndTillNo(UUID outletId, String tillNo);

}
