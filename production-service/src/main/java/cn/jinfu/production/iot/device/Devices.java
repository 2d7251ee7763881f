package cn.jinfu.production.iot.device;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

interface Devices extends Repository<Device, UUID> {

	Device save(Device device);

	Device saveAndFlush(Device device);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	Optional<Device> findById(UUID id);

	boolean existsBySn(String sn);

	default Device require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.device.not-found", id));
	}

}
