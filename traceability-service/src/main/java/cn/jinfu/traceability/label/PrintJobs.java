package cn.jinfu.traceability.label;

import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface PrintJobs extends Repository<PrintJob, UUID> {

	PrintJob save(PrintJob job);

	boolean existsByBatchIdAndStatusIn(UUID batchId, Collection<PrintJob.PrintStatus> statuses);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select j from PrintJob j where j.id = :id")
	Optional<PrintJob> lock(UUID id);

}
