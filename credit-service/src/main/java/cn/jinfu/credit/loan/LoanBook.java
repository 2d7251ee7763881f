package cn.jinfu.credit.loan;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.schedule.LoanTerms;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Scope;
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

	/**
	 * A line of the list.
	 *
	 * @param overdueSince the oldest due date that is not paid; null when nothing is late
	 */
	public record Line(UUID loanId, String bankLoanNo, String bank, String memberName, Money principal,
			Money outstanding, LocalDate disbursedOn, LocalDate maturesOn, LoanStatus status,
			@Nullable LocalDate overdueSince) {
	}

	/** What a list may be narrowed to; null means all. */
	public record Filter(@Nullable LoanStatus status, @Nullable UUID memberId, @Nullable String q, boolean overdue) {
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
	public List<StatusHistory.Change> changes(UUID loanId) {
		return history.of(TYPE, loanId);
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
	@PreAuthorize("hasAnyAuthority('credit:loan:view', 'credit:own:view')")
	public Loan view(UUID loanId) {
		var scope = Actor.current().scope();
		return find(loanId)
			.filter(it -> scope.kind() != Scope.Kind.MEMBER || scope.ref().equals(it.memberId().toString()))
			.orElseThrow(() -> new NotFound("credit.loan.not-found", loanId));
	}

	/** The latest disbursed first; a farm sees its own alone. */
	@Transactional(readOnly = true)
	@PreAuthorize("hasAnyAuthority('credit:loan:view', 'credit:own:view')")
	public Paged<Line> list(Filter filter, @Nullable String after, int limit) {
		var from = Cursor.read(after, 2);
		var rows = filtered(
				"""
						select l.id, l.bank_loan_no, b.name, l.member_name, l.principal, l.outstanding, l.disbursed_on, l.matures_on,
						       l.status, (select min(i.due_on) from credit_instalment i
						          where i.tenant_id = l.tenant_id and i.loan_id = l.id and l.status = 'ACTIVE' and i.due_on < :today
						            and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived)
						""",
				" and (:no = '' or (l.disbursed_on, l.bank_loan_no) < (cast(:at as date), :no))"
						+ " order by l.disbursed_on desc, l.bank_loan_no desc limit :rows",
				filter)
			.param("at", from.isEmpty() ? null : from.get(0))
			.param("no", from.isEmpty() ? "" : from.get(1))
			.param("rows", limit + 1)
			.query((row, n) -> new Line(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
					row.getString(4), new Money(row.getBigDecimal(5)), new Money(row.getBigDecimal(6)),
					row.getObject(7, LocalDate.class), row.getObject(8, LocalDate.class),
					LoanStatus.valueOf(row.getString(9)), row.getObject(10, LocalDate.class)))
			.list();
		return Paged.of(rows, limit, sums(filter).loans(), it -> Cursor.of(it.disbursedOn(), it.bankLoanNo()));
	}

	/** What the rows of a list come to. */
	public record Sums(long loans, Money principal, Money outstanding) {
	}

	@Transactional(readOnly = true)
	public Sums sums(Filter filter) {
		return filtered("select count(*), coalesce(sum(l.principal), 0), coalesce(sum(l.outstanding), 0)", "", filter)
			.query((row, n) -> new Sums(row.getLong(1), new Money(row.getBigDecimal(2)),
					new Money(row.getBigDecimal(3))))
			.single();
	}

	private JdbcClient.StatementSpec filtered(String select, String rest, Filter filter) {
		var actor = Actor.current();
		var member = (actor.scope().kind() == Scope.Kind.MEMBER) ? actor.memberId() : filter.memberId();
		var status = filter.status();
		var q = filter.q();
		return sql.sql(select + """
				 from credit_loan l join credit_bank b on b.tenant_id = l.tenant_id and b.id = l.bank_id
				where (:status = '' or l.status = :status) and (:member = '' or l.member_id = nullif(:member, '')::uuid)
				  and (:q = '' or l.member_name like '%' || :q || '%' or l.bank_loan_no like '%' || :q || '%')
				  and (not :overdue or l.status = 'ACTIVE' and exists (select 1 from credit_instalment i
				         where i.tenant_id = l.tenant_id and i.loan_id = l.id and i.due_on < :today
				           and i.principal + i.interest > i.principal_paid + i.interest_paid + i.waived))""" + rest)
			.param("status", (status != null) ? status.name() : "")
			.param("member", (member != null) ? member.toString() : "")
			.param("q", (q != null) ? q.strip() : "")
			.param("overdue", filter.overdue())
			.param("today", clock.today());
	}

}
