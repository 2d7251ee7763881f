package cn.jinfu.credit.application;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.kernel.Refusal.NotFound;
import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface FinancingApplications extends Repository<FinancingApplication, UUID> {

	/** Written at once: rows beside it refer to it. */
	FinancingApplication saveAndFlush(FinancingApplication application);

	Optional<FinancingApplication> findById(UUID id);

	Optional<FinancingApplication> findByNo(String no);

	/** Two reports of a bank on one case follow each other. */
	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select a from FinancingApplication a where a.no = ?1 and a.bankId = ?2 and a.dispatchedAt is not null")
	Optional<FinancingApplication> lockOfBank(String no, UUID bankId);

	@Query("select a from FinancingApplication a where a.no = ?1 and a.bankId = ?2 and a.dispatchedAt is not null")
	Optional<FinancingApplication> ofBank(String no, UUID bankId);

	List<FinancingApplication> findByMemberIdOrderByCreatedAtDesc(UUID memberId);

	default FinancingApplication require(String no) {
		return findByNo(no).orElseThrow(() -> new NotFound("credit.application.not-found", no));
	}

	/** Lent from a member's sub-limit, the latest first. */
	@Query("""
			select a from FinancingApplication a where a.memberId = ?1 and a.facilityId is not null
			   and a.reviewedBy is not null and a.status in (DISBURSED, REPAYING, SETTLED) order by a.createdAt desc""")
	List<FinancingApplication> lentTo(UUID memberId);

}
