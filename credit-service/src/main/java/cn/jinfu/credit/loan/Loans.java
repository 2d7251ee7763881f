package cn.jinfu.credit.loan;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.springframework.data.repository.Repository;

interface Loans extends Repository<Loan, UUID> {

	/** Written at once: rows beside it refer to it. */
	Loan saveAndFlush(Loan loan);

	Optional<Loan> findById(UUID id);

	Optional<Loan> findByBankIdAndBankLoanNo(UUID bankId, String bankLoanNo);

	List<Loan> findByMemberIdOrderByDisbursedOnDesc(UUID memberId);

}
