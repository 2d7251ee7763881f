package cn.jinfu.traceability.label;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface LabelBatches extends Repository<LabelBatch, UUID> {

	LabelBatch save(LabelBatch batch);

	Optional<LabelBatch> findById(UUID id);

	List<LabelBatch> findByMemberIdOrderByOrderedAtDesc(UUID memberId);

}
