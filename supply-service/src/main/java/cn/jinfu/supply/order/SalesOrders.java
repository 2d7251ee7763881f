package cn.jinfu.supply.order;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface SalesOrders extends Repository<SalesOrder, UUID> {

	SalesOrder save(SalesOrder order);

	Optional<SalesOrder> findById(UUID id);

	boolean existsByBankTxnNo(String bankTxnNo);

	default SalesOrder require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("supply.order.not-found", id));
	}

}
