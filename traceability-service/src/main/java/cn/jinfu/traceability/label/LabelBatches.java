package cn.jinfu.traceability.label;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface LabelBatches extends Repository<LabelBatch, UUID> {

	LabelBatch save(LabelBatch batch);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select b from LabelBatch b where b.id = :id")
	Optional<LabelBatch> lock(UUID id);

	default LabelBatch requireLocked(UUID id) {
		return lock(id).orElseThrow(() -> new NotFound("trace.label.not-found", id));
	}

}
