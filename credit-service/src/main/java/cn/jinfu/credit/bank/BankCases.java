package cn.jinfu.credit.bank;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import org.jspecify.annotations.Nullable;

/**
 * The cases of one partner bank, for its machine. The bank is named by the client id of
 * its token ({@code bank-a}); a case, loan or number that is not this bank's is a
 * {@link cn.jinfu.kernel.Refusal.NotFound}, exactly like one that does not exist.
 * <p>
 * Reading needs the farm's consent that names this bank, at every read; each read,
 * granted or refused, stands in the access log that the farm sees. Refused reads are
 * {@link cn.jinfu.kernel.Refusal.Forbidden} with {@code credit.consent.revoked},
 * {@code credit.consent.expired} or {@code credit.consent.missing}. Writing never needs
 * consent: what the bank has done is a fact.
 * <p>
 * Reports repeat harmlessly: the same content answers as the first time; other content
 * under the same number is a {@link cn.jinfu.kernel.Refusal.WrongState} whose second
 * argument names the differing fields, separated by commas. Transactions must not be
 * open: every call opens its own.
 */
public interface BankCases {

	/**
	 * Own cases, the latest changed first.
	 * @param status name of a {@link CaseStatus}, or null for all
	 * @param since only cases changed at or after this instant
	 */
	Paged<CaseLine> list(String bank, @Nullable String status, @Nullable Instant since, @Nullable String after,
			int limit);

	/**
	 * The whole file, cut to what the bank's agreement lets out (facts, letter, rating).
	 */
	CaseFile file(String bank, String caseNo);

	/** Where a case stands; says nothing of the farm, so it needs no consent. */
	CaseState state(String bank, String caseNo);

	/** The number of the loan that came of a case; empty before. */
	java.util.Optional<String> loanNo(String bank, String caseNo);

	/** The bank has the case in its own system. */
	CaseState receive(String bank, String caseNo, Receipt receipt);

	/**
	 * The bank's decision; final.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken {@code credit.case.amount-above-asked}
	 */
	CaseState decide(String bank, String caseNo, Decision decision);

	/**
	 * The signed contract.
	 * @throws cn.jinfu.kernel.Refusal.RuleBroken
	 * {@code credit.case.amount-above-approval}
	 */
	CaseState contract(String bank, String caseNo, Contract contract);

	/** The money left the bank. Never refused for our state: see {@link Booking}. */
	Booking disburse(String bank, Disbursement disbursement);

	/** Money came in at the bank. Never refused for our state. */
	Booking repay(String bank, String bankLoanNo, Repayment repayment);

	/** The bank has closed the loan. Never refused for our state. */
	Booking settle(String bank, String bankLoanNo, Settlement settlement);

	/** One booking by the number the platform gave it. */
	Booking booking(String bank, String bookingNo);

	/** Our mirror of a loan: what was booked, what is due, what is open. */
	LoanFile loan(String bank, String bankLoanNo);

	/** How a bank sees the state of a case. */
	enum CaseStatus {

		DISPATCHED, RECEIVED, APPROVED, DECLINED, CONTRACT_SIGNED, DISBURSED, SETTLED, WITHDRAWN

	}

	/** Who borrows: R20. Identity, mobile and account numbers do not stand here. */
	record Borrower(String memberNo, String name, String kind, @Nullable String creditCode,
			@Nullable String legalRepresentative, String divisionCode) {
	}

	/**
	 * @param borrower null while no consent in force names this bank
	 */
	record CaseLine(String caseNo, String productCode, String productName, @Nullable String borrower, Money amount,
			int termMonths, CaseStatus status, Instant updatedAt, long version) {
	}

	/**
	 * @param nature always {@code MEMBER_EVALUATION}: an evaluation for recommendation
	 * and guarantee, no credit report
	 * @param score null where the bank's agreement lets no score out
	 * @param grade likewise
	 */
	record RatingPart(String nature, String modelVersion, @Nullable Integer score, @Nullable String grade,
			LocalDate validTo, Money suggestedLimit, List<String> reasons) {
	}

	/** One fact behind the rating, with where it comes from. */
	record EvidenceLine(String code, String dimension, String name, String value, String source, LocalDate asOf,
			int rows) {
	}

	/**
	 * @param mode {@code NONE} or {@code GUARANTEE}
	 * @param sharePercent what the guarantor bears of a loss
	 */
	record GuaranteePart(String mode, @Nullable String letterNo, @Nullable Money amount,
			@Nullable BigDecimal sharePercent, @Nullable String guarantor, @Nullable LocalDate validTo) {
	}

	record ConsentPart(String consentNo, LocalDate validTo, String textVersion, String textSha256) {
	}

	/**
	 * @param ratePercent indicative yearly rate of the product
	 * @param allInPercent yearly cost with fees, by internal rate of return, before the
	 * bank's own decision
	 */
	record CaseFile(String caseNo, String productCode, String productName, CaseStatus status, Borrower borrower,
			Money amount, int termMonths, String repayMethod, String purpose, BigDecimal ratePercent,
			BigDecimal allInPercent, String recommendationNo, RatingPart rating, List<EvidenceLine> evidence,
			GuaranteePart guarantee, ConsentPart consent, @Nullable String bankCaseNo, Instant dispatchedAt,
			Instant updatedAt, long version) {
	}

	record CaseState(String caseNo, CaseStatus status, Instant updatedAt, long version) {
	}

	record Receipt(String bankCaseNo, String branch, String officer) {
	}

	/** What the bank decides about a case. */
	sealed interface Decision {

	}

	/**
	 * @param repayMethod name of a {@link cn.jinfu.credit.schedule.RepayMethod}
	 * @param dueDay 1 to 31, clamped to the month's last day
	 * @param validTo last day on which the contract may be signed
	 */
	record Approve(Money amount, int termMonths, BigDecimal ratePercent, String repayMethod, int dueDay,
			LocalDate validTo, List<String> conditions) implements Decision {
	}

	record Decline(List<Reason> reasons) implements Decision {
	}

	record Reason(String code, String text) {
	}

	record Contract(String contractNo, LocalDate signedOn, Money principal, BigDecimal ratePercent) {
	}

	/**
	 * @param bankTxnNo unique at this bank for ever
	 */
	record Disbursement(String caseNo, String contractNo, String bankLoanNo, String bankTxnNo, Money amount,
			LocalDate valueDate) {
	}

	/**
	 * @param principal the bank's own split, all three or none; where it is given it wins
	 * and a difference to ours is recorded
	 */
	record Repayment(String bankTxnNo, LocalDate valueDate, Money amount, @Nullable Money principal,
			@Nullable Money interest, @Nullable Money penalty) {
	}

	record Settlement(String bankTxnNo, LocalDate settledOn) {
	}

	/**
	 * What became of something the bank has booked. {@code WAITING} means stored and kept
	 * until its predecessor arrives (answer 202): it will be applied then, nothing needs
	 * to be sent again.
	 *
	 * @param waitingFor the missing predecessor, a message code; null when applied
	 * @param replayed whether exactly this had been reported before
	 */
	record Booking(String bookingNo, String kind, String bankTxnNo, State state, @Nullable String waitingFor,
			@Nullable String bankLoanNo, Instant storedAt, boolean replayed) {

		public enum State {

			APPLIED, WAITING

		}

	}

	/** One due date of the schedule; what is open is due minus paid. */
	record InstalmentLine(int nr, LocalDate dueOn, Money principal, Money interest, Money principalPaid,
			Money interestPaid) {
	}

	record TransactionLine(String bankTxnNo, String kind, LocalDate valueDate, Money amount, Money principal,
			Money interest, Money penalty) {
	}

	/**
	 * @param status ACTIVE or SETTLED
	 */
	record LoanFile(String bankLoanNo, String caseNo, String contractNo, String status, Money principal,
			Money outstanding, BigDecimal ratePercent, String repayMethod, LocalDate disbursedOn, LocalDate maturesOn,
			@Nullable LocalDate settledOn, List<InstalmentLine> schedule, List<TransactionLine> transactions) {
	}

}
