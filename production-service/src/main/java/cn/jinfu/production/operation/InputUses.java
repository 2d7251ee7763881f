package cn.jinfu.production.operation;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import org.springframework.data.repository.Repository;

interface InputUses extends Repository<InputUse, UUID> {

	InputUse save(InputUse use);

	Optional<InputUse> findById(UUID id);

	List<InputUse> findByOperationIdOrderById(UUID operationId);

	default InputUse require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.use.not-found", id));
	}

}
