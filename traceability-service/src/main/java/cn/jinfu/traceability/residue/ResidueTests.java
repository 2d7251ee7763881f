package cn.jinfu.traceability.residue;

import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;

import org.springframework.data.repository.Repository;

interface ResidueTests extends Repository<ResidueTest, UUID> {

	ResidueTest save(ResidueTest test);

	Optional<ResidueTest> findById(UUID id);

	boolean existsByLaboratoryAndReportNoAndStatusNot(String laboratory, String reportNo, ResidueTestStatus status);

	default ResidueTest require(UUID id) {
		return findById(id).orElseThrow(() -> new NotFound("trace.test.not-found", id));
	}

}
