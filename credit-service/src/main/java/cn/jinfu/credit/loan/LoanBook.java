package cn.jinfu.credit.loan;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.StatusHistory;
import cn.jinfu.kernel.Tenant;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the mirrors; what is written here was reported by a bank. */
@Service
@RequiredArgsConstructor
public class LoanBook {

	private static final String TYPE = "Loan";

	private final Loans loans;

	private final StatusHistory history;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** One booking on a loan. */
	public record Transaction(String bankTxnNo, String kind, LocalDate valueDate, Money amount, Money principal,
			Money interest, Money penalty, Money difference) {
	}

	/** A line of the list. */
	public record Line(UUID loanId, String bankLoanNo, String bank, String memberName, Money principal,
			Money outstanding, LocalDate maturesOn, LoanStatus status) {
	}

	@Transactional(propagation = Propagation.MANDATORY)
	public Loan open(Loan.Owner owner, LoanTerms terms, String bankTxnNo) {
		var loan = loans.saveAndFlush(Loan.disbursed(owner, terms));
		history.record(TYPE, loan.id(), null, loan.status(), null);
		write(loan, bankTxnNo, "DISBURSEMENT", loan.disbursedOn(), loan.principal(),
				new Loan.Applied(loan.principal(), Money.ZERO, Money.ZERO, Money.ZERO));
		return loan;
	}

	/**
	 * @return how it was applied
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public Loan.Applied repay(Loan loan, String bankTxnNo, LocalDate on, Money amount, Loan.@Nullable Split split) {
		var before = loan.status();
		var applied = loan.pay(amount, on, split);
		loans.saveAndFlush(loan);
		if (before != loan.status()) {
			history.record(TYPE, loan.id(), before, loan.status(), null);
		}
		write(loan, bankTxnNo, "REPAYMENT", on, amount, applied);
		return applied;
	}

	/** The bank's word that a loan, repaid here too, is closed. */
	@Transactional(propagation = Propagation.MANDATORY)
	public void confirmSettled(Loan loan, String bankTxnNo, LocalDate on) {
		write(loan, bankTxnNo, "SETTLEMENT", on, Money.ZERO,
				new Loan.Applied(Money.ZERO, Money.ZERO, Money.ZERO, Money.ZERO));
	}

	private void write(Loan loan, String bankTxnNo, String kind, LocalDate on, Money amount, Loan.Applied applied) {
		sql.sql("""
				insert into credit_loan_txn (id, tenant_id, loan_id, bank_txn_no, kind, value_date, amount,
				  principal, interest, penalty, difference, applied_at)
				values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.param(Ids.next())
			.param(Tenant.require())
			.param(loan.id())
			.param(bankTxnNo)
			.param(kind)
			.param(on)
			.param(amount.yuan())
			.param(applied.principal().yuan())
			.param(applied.interest().yuan())
			.param(applied.penalty().yuan())
			.param(applied.difference().yuan())
			.param(Timestamp.from(clock.now()))
			.update();
	}

	@Transactional(readOnly = true)
	public Optional<Loan> find(UUID bankId, String bankLoanNo) {
		return loans.findByBankIdAndBankLoanNo(bankId, bankLoanNo).map(LoanBook::read);
	}

	@Transactional(readOnly = true)
	public Optional<Loan> find(@Nullable UUID loanId) {
		return Optional.ofNullable(loanId).flatMap(loans::findById).map(LoanBook::read);
	}

	@Transactional(readOnly = true)
	public List<Loan> ofMember(UUID memberId) {
		return loans.findByMemberIdOrderByDisbursedOnDesc(memberId).stream().map(LoanBook::read).toList();
	}

	/** Instalments are fetched now: views are made after the transaction. */
	private static Loan read(Loan loan) {
		loan.instalments().size();
		return loan;
	}

	@Transactional(readOnly = true)
	public List<Transaction> transactions(UUID loanId) {
		return sql.sql("""
				select bank_txn_no, kind, value_date, amount, principal, interest, penalty, difference
				  from credit_loan_txn where loan_id = ? order by value_date, applied_at, id""")
			.param(loanId)
			.query((row, n) -> new Transaction(row.getString(1), row.getString(2), row.getObject(3, LocalDate.class),
					new Money(row.getBigDecimal(4)), new Money(row.getBigDecimal(5)), new Money(row.getBigDecimal(6)),
					new Money(row.getBigDecimal(7)), new Money(row.getBigDecimal(8))))
			.list();
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:loan:view')")
	public Loan view(UUID loanId) {
		return find(loanId).orElseThrow(() -> new NotFound("credit.loan.not-found", loanId));
	}

	@Transactional(readOnly = true)
	@PreAuthorize("hasAuthority('credit:loan:view')")
	public List<Line> list(@Nullable LoanStatus status) {
		return sql
			.sql("""
					select l.id, l.bank_loan_no, b.name, l.member_name, l.principal, l.outstanding, l.matures_on, l.status
					  from credit_loan l join credit_bank b on b.tenant_id = l.tenant_id and b.id = l.bank_id
					 where cast(? as varchar) is null or l.status = ? order by l.disbursed_on desc, l.bank_loan_no limit 200""")
			.param((status != null) ? status.name() : null)
			.param((status != null) ? status.name() : null)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), new Money(row.getBigDecimal(5)), new Money(row.getBigDecimal(6)),
					row.getObject(7, LocalDate.class), LoanStatus.valueOf(row.getString(8))))
			.list();
	}

}
