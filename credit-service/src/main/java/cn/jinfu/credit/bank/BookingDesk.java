package cn.jinfu.credit.bank;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

import cn.jinfu.credit.application.ApplicationStatus;
import cn.jinfu.credit.application.BankSteps;
import cn.jinfu.credit.bank.BankCases.Booked;
import cn.jinfu.credit.bank.BankCases.Booking;
import cn.jinfu.credit.bank.BankCases.Disbursement;
import cn.jinfu.credit.bank.BankCases.Repayment;
import cn.jinfu.credit.bank.BankCases.Settlement;
import cn.jinfu.credit.loan.Loan;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.credit.outbox.BankOutbox;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Numbers;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.kernel.WorkingDays;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The inbox of what banks have booked. Everything is stored first; it is applied when its
 * predecessor is there, in order of value date, and waits until then. The bank's
 * transaction number is unique for ever.
 */
@Component
@Transactional
@RequiredArgsConstructor
class BookingDesk {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final String COLUMNS = "id, no, kind, bank_txn_no, case_no, bank_loan_no, value_date, content, status, waiting_for, stored_at ";

	private final BankSteps steps;

	private final LoanBook loans;

	private final BankOutbox outbox;

	private final Numbers numbers;

	private final WorkingDays workingDays;

	private final BusinessClock clock;

	private final JdbcClient sql;

	/** What a bank reported, with every field by which a repeat is compared. */
	record Content(@Nullable String caseNo, @Nullable String contractNo, String bankLoanNo, Money amount,
			LocalDate valueDate, @Nullable Money principal, @Nullable Money interest, @Nullable Money penalty,
			@Nullable LocalDate accountingDate, @Nullable Instant transactedAt) {

		Booked booked() {
			return new Booked(accountingDate, transactedAt);
		}

		/**
		 * From what was stored; what a repeat leaves out is no other content, for older
		 * clients do not know it.
		 */
		List<String> differs(Content other) {
			var fields = new ArrayList<String>();
			add(fields, "caseNo", caseNo, other.caseNo);
			add(fields, "contractNo", contractNo, other.contractNo);
			add(fields, "bankLoanNo", bankLoanNo, other.bankLoanNo);
			add(fields, "amount", amount, other.amount);
			add(fields, "valueDate", valueDate, other.valueDate);
			add(fields, "principal", principal, other.principal);
			add(fields, "interest", interest, other.interest);
			add(fields, "penalty", penalty, other.penalty);
			if (accountingDate != null) {
				add(fields, "accountingDate", accountingDate, other.accountingDate);
			}
			if (transactedAt != null) {
				add(fields, "transactedAt", transactedAt, other.transactedAt);
			}
			return fields;
		}

		private static void add(List<String> fields, String name, @Nullable Object first, @Nullable Object second) {
			if (!Objects.equals(first, second)) {
				fields.add(name);
			}
		}

	}

	private record Row(UUID id, String no, String kind, String bankTxnNo, @Nullable String caseNo, String bankLoanNo,
			LocalDate valueDate, Content content, String status, @Nullable String waitingFor, Instant storedAt) {

		Booking shown(boolean replayed) {
			return new Booking(no, kind, bankTxnNo, Booking.State.valueOf(status), waitingFor, bankLoanNo, storedAt,
					replayed);
		}

	}

	Booking disburse(PartnerBank bank, Disbursement it) {
		steps.require(it.caseNo(), bank.id());
		return store(bank, "DISBURSEMENT", it.bankTxnNo(),
				new Content(it.caseNo(), it.contractNo(), it.bankLoanNo(), it.amount(), it.valueDate(), null, null,
						null, it.booked().accountingDate(), it.booked().transactedAt()));
	}

	Booking repay(PartnerBank bank, String bankLoanNo, Repayment it) {
		if (!splitFits(it)) {
			throw new RuleBroken("credit.booking.split").at("split");
		}
		return store(bank, "REPAYMENT", it.bankTxnNo(), new Content(null, null, bankLoanNo, it.amount(), it.valueDate(),
				it.principal(), it.interest(), it.penalty(), it.booked().accountingDate(), it.booked().transactedAt()));
	}

	/** The bank's own split is all three parts or none, and makes the amount. */
	private static boolean splitFits(Repayment it) {
		var principal = it.principal();
		var interest = it.interest();
		var penalty = it.penalty();
		if (principal == null || interest == null || penalty == null) {
			return principal == null && interest == null && penalty == null;
		}
		return !principal.min(interest).min(penalty).isNegative()
				&& principal.plus(interest).plus(penalty).equals(it.amount());
	}

	Booking settle(PartnerBank bank, String bankLoanNo, Settlement it) {
		return store(bank, "SETTLEMENT", it.bankTxnNo(), new Content(null, null, bankLoanNo, Money.ZERO, it.settledOn(),
				null, null, null, it.booked().accountingDate(), it.booked().transactedAt()));
	}

	private Booking store(PartnerBank bank, String kind, String bankTxnNo, Content content) {
		if (!kind.equals("SETTLEMENT") && !content.amount().isPositive()) {
			throw new RuleBroken("credit.case.amount-positive").at("amount");
		}
		requireNear("valueDate", content.valueDate());
		requireNear("accountingDate", content.accountingDate());
		requireNear("transactedAt", (content.transactedAt() != null)
				? LocalDate.ofInstant(content.transactedAt(), BusinessClock.ZONE) : null);
		// one report of a loan after the other, also from several machines of the bank
		sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
			.param(Tenant.require() + bank.id() + content.bankLoanNo())
			.query((row, n) -> 0)
			.list();
		var id = Ids.next();
		var stored = sql
			.sql("""
					insert into credit_booking (id, tenant_id, version, no, bank_id, kind, bank_txn_no, case_no, bank_loan_no,
					  value_date, content, status, waiting_for, stored_at)
					values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING', 'credit.booking.waiting.new', ?)
					on conflict on constraint credit_booking_txn_uq do nothing""")
			.param(id)
			.param(Tenant.require())
			.param(numbers.next("credit_booking", "JZ-%08d"))
			.param(bank.id())
			.param(kind)
			.param(bankTxnNo)
			.param(content.caseNo())
			.param(content.bankLoanNo())
			.param(content.valueDate())
			.param(JSON.writeValueAsString(content))
			.param(Timestamp.from(clock.now()))
			.update();
		if (stored == 0) {
			return repeated(bank, kind, bankTxnNo, content);
		}
		applyWaiting(bank, content.bankLoanNo());
		return byId(id).shown(false);
	}

	/** A bank's books may be one working day ahead of ours. */
	private void requireNear(String field, @Nullable LocalDate date) {
		if (date != null && date.isAfter(workingDays.add(clock.today(), 1))) {
			throw new RuleBroken("credit.booking.future").at(field);
		}
	}

	/** By number of the bank, what it said of when it booked on this loan. */
	@Transactional(readOnly = true)
	Map<String, Booked> booked(PartnerBank bank, String bankLoanNo) {
		return sql.sql("select " + COLUMNS + "from credit_booking where bank_id = ? and bank_loan_no = ?")
			.params(bank.id(), bankLoanNo)
			.query(BookingDesk::row)
			.list()
			.stream()
			.collect(Collectors.toMap(Row::bankTxnNo, it -> it.content().booked()));
	}

	private Booking repeated(PartnerBank bank, String kind, String bankTxnNo, Content content) {
		var first = sql.sql("select " + COLUMNS + "from credit_booking where bank_id = ? and bank_txn_no = ?")
			.param(bank.id())
			.param(bankTxnNo)
			.query(BookingDesk::row)
			.single();
		var fields = first.kind().equals(kind) ? content.differs(first.content()) : List.of("kind");
		if (!fields.isEmpty()) {
			throw new WrongState("credit.booking.other-content", new ReportFields(fields));
		}
		return first.shown(true);
	}

	/** Whatever waits for this case's contract. */
	void applyWaitingOfCase(PartnerBank bank, String caseNo) {
		sql.sql("""
				select distinct bank_loan_no from credit_booking
				 where bank_id = ? and case_no = ? and status = 'WAITING'""")
			.param(bank.id())
			.param(caseNo)
			.query(String.class)
			.list()
			.forEach(loanNo -> applyWaiting(bank, loanNo));
	}

	/** Applies what can be applied, disbursements first, then by value date. */
	private void applyWaiting(PartnerBank bank, String bankLoanNo) {
		var waiting = sql.sql("select " + COLUMNS + """
				from credit_booking where bank_id = ? and bank_loan_no = ? and status = 'WAITING'
				order by case kind when 'DISBURSEMENT' then 0 when 'REPAYMENT' then 1 else 2 end, value_date, id""")
			.param(bank.id())
			.param(bankLoanNo)
			.query(BookingDesk::row)
			.list();
		for (var row : waiting) {
			var missing = apply(bank, row);
			sql.sql("update credit_booking set status = ?, waiting_for = ?, applied_at = ?, version = version + 1 where id = ?")
				.param((missing == null) ? "APPLIED" : "WAITING")
				.param(missing)
				.param((missing == null) ? Timestamp.from(clock.now()) : null)
				.param(row.id())
				.update();
		}
	}

	/**
	 * @return what is missing, a message code; null when it was applied
	 */
	private @Nullable String apply(PartnerBank bank, Row row) {
		return switch (row.kind()) {
			case "DISBURSEMENT" -> applyDisbursement(bank, row);
			case "REPAYMENT" -> applyRepayment(bank, row);
			default -> applySettlement(bank, row);
		};
	}

	private @Nullable String applyDisbursement(PartnerBank bank, Row row) {
		var content = row.content();
		var application = steps.find(Objects.requireNonNull(row.caseNo()), bank.id()).orElse(null);
		if (application == null || !application.status().allows(ApplicationStatus.Action.DISBURSE)) {
			return "credit.booking.waiting.contract";
		}
		if (!Objects.equals(application.contractNo(), content.contractNo())) {
			return "credit.booking.waiting.other-contract";
		}
		var principal = application.contractPrincipal();
		if (principal == null || content.amount().compareTo(principal) > 0) {
			return "credit.booking.waiting.above-contract";
		}
		if (loans.find(bank.id(), content.bankLoanNo()).isPresent()) {
			return "credit.booking.waiting.loan-no-taken";
		}
		steps.disbursed(application, content.bankLoanNo(), row.bankTxnNo(), content.amount(), content.valueDate());
		outbox.write(bank.id(), "loan.mirrored", content.bankLoanNo(), LoanStatus.ACTIVE);
		return null;
	}

	private @Nullable String applyRepayment(PartnerBank bank, Row row) {
		var content = row.content();
		var loan = loans.find(bank.id(), content.bankLoanNo()).orElse(null);
		if (loan == null) {
			return "credit.booking.waiting.disbursement";
		}
		if (loan.status() == LoanStatus.SETTLED) {
			return "credit.booking.waiting.already-settled";
		}
		steps.repaid(loan, row.bankTxnNo(), content.valueDate(), content.amount(), split(content));
		if (loan.status() == LoanStatus.SETTLED) {
			outbox.write(bank.id(), "loan.settled", content.bankLoanNo(), loan.status());
		}
		return null;
	}

	private static Loan.@Nullable Split split(Content content) {
		var principal = content.principal();
		var interest = content.interest();
		var penalty = content.penalty();
		return (principal != null && interest != null && penalty != null) ? new Loan.Split(principal, interest, penalty)
				: null;
	}

	/** A loan that still owes by our books keeps the report waiting for staff to see. */
	private @Nullable String applySettlement(PartnerBank bank, Row row) {
		var loan = loans.find(bank.id(), row.bankLoanNo()).orElse(null);
		if (loan == null) {
			return "credit.booking.waiting.disbursement";
		}
		if (loan.status() != LoanStatus.SETTLED) {
			return "credit.booking.waiting.repayment";
		}
		loans.confirmSettled(loan, row.bankTxnNo(), row.valueDate());
		return null;
	}

	@Transactional(readOnly = true)
	Booking show(PartnerBank bank, String bookingNo) {
		return sql.sql("select " + COLUMNS + "from credit_booking where bank_id = ? and no = ?")
			.param(bank.id())
			.param(bookingNo)
			.query(BookingDesk::row)
			.optional()
			.orElseThrow(() -> new NotFound("credit.booking.not-found", bookingNo))
			.shown(true);
	}

	private Row byId(UUID id) {
		return sql.sql("select " + COLUMNS + "from credit_booking where id = ?")
			.param(id)
			.query(BookingDesk::row)
			.single();
	}

	private static Row row(java.sql.ResultSet row, int n) throws java.sql.SQLException {
		return new Row(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4),
				row.getString(5), row.getString(6), row.getObject(7, LocalDate.class),
				JSON.readValue(row.getString(8), Content.class), row.getString(9), row.getString(10),
				row.getTimestamp(11).toInstant());
	}

}
