package cn.jinfu.production.service.order;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

/** Reads lock: whoever takes, reports or accepts comes alone. */
interface ServiceOrders extends Repository<ServiceOrder, UUID> {

	ServiceOrder save(ServiceOrder order);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<ServiceOrder> findById(UUID id);

	/** Locked in the order of their ids. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	List<ServiceOrder> findByCampaignIdOrderById(UUID campaignId);

	default ServiceOrder require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.service-order.not-found", id));
	}

}
