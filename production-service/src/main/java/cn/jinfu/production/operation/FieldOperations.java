package cn.jinfu.production.operation;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import org.springframework.data.repository.Repository;

interface FieldOperations extends Repository<FieldOperation, UUID> {

	FieldOperation save(FieldOperation operation);

	Optional<FieldOperation> findById(UUID id);

	Optional<FieldOperation> findByClientUid(UUID clientUid);

	default FieldOperation require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("production.operation.not-found", id));
	}

}
