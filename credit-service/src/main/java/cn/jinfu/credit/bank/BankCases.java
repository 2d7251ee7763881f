package cn.jinfu.credit.bank;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import cn.jinfu.credit.application.Industry;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentTemplate;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.rating.Dimension;
import cn.jinfu.credit.rating.EvidenceRows;
import cn.jinfu.credit.rating.Outcome;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import jakarta.validation.constraints.Size;
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
	 * The whole file, cut to what the bank's agreement lets out (facts, letter, rating),
	 * as its people read it: identity and phone numbers are not in it.
	 */
	CaseFile file(String bank, String caseNo);

	/**
	 * The same for its machine, with {@link CaseFile#identity()} or the reason why it is
	 * absent. A second line in the log says that it was handed over.
	 */
	CaseFile fileWithIdentity(String bank, String caseNo);

	/** Where a case stands; says nothing of the farm, so it needs no consent. */
	CaseState state(String bank, String caseNo);

	/** What is signed for a case and where; says nothing of the farm. */
	List<DocumentTemplate> documents(String bank, String caseNo);

	/**
	 * The file of one of them, as they stand in the case at this moment. A look at the
	 * case like any other: it needs the consent and stands in the log.
	 * @param id of a {@link DocumentPart}
	 * @throws cn.jinfu.kernel.Refusal.NotFound {@code credit.template.not-found} where it
	 * is none of this case
	 */
	DocumentTemplates.Content document(String bank, String caseNo, UUID id);

	/**
	 * One side of the facts behind the rating of a case, cut as in the file: none where
	 * the bank's agreement lets the letter out alone. A look at the case like any other:
	 * it needs the consent and stands in the log.
	 */
	Evidence evidence(String bank, String caseNo, Dimension side);

	/**
	 * The single rows behind one of these facts, the latest first; a look at the case
	 * like any other.
	 * @throws cn.jinfu.kernel.Refusal.NotFound for a fact that the case does not show
	 */
	EvidenceSource evidenceRows(String bank, String caseNo, String code, @Nullable String after, int limit);

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

	/** Before the law. */
	enum BorrowerType {

		PERSON, ORGANISATION;

		/** Of a unified social credit code (GB 32100-2015). */
		private static final String INDIVIDUAL_BUSINESS = "92";

		/**
		 * An individual business (92) is its owner: what it owes he owes (Civil Code art.
		 * 56).
		 * @param creditCode null where there is none
		 */
		static BorrowerType of(@Nullable String creditCode) {
			return (creditCode == null || creditCode.startsWith(INDIVIDUAL_BUSINESS)) ? PERSON : ORGANISATION;
		}

		/** All members are of one county, so all are rural. */
		AgriculturalClass agriculturalClass() {
			return switch (this) {
				case PERSON -> AgriculturalClass.FARMER;
				case ORGANISATION -> AgriculturalClass.RURAL_ORGANISATION;
			};
		}

	}

	/**
	 * A proposal for the statistics of agriculture-related loans by who borrows (PBC,
	 * Yinfa 2007 no. 246; to be confirmed by the bank, which reports it).
	 */
	enum AgriculturalClass {

		FARMER, RURAL_ORGANISATION

	}

	/** Why nothing is handed over of identity and phone numbers. */
	enum IdentityAbsent {

		/** The consent in force does not name them. */
		NO_CONSENT,
		/** The bank registered no key for encryption. */
		NO_KEY,
		/** No number is known of anybody in the case. */
		NO_DATA

	}

	/**
	 * Who borrows: R20. Identity and phone numbers stand in {@link CaseFile#identity()}.
	 *
	 * @param creditCode of an organisation; null where it has none
	 * @param industry null where the farm did not say
	 */
	record Borrower(@Size(max = 20) String memberNo, @Size(max = 100) String name, @Size(max = 40) String kind,
			BorrowerType borrowerType, @Nullable @Size(max = 18) String creditCode,
			@Nullable @Size(max = 60) String legalRepresentative, @Nullable Industry industry,
			AgriculturalClass agriculturalClass, @Size(max = 12) String divisionCode) {
	}

	/**
	 * @param borrower null while no consent in force names this bank
	 */
	record CaseLine(@Size(max = 20) String caseNo, @Size(max = 30) String productCode,
			@Size(max = 60) String productName, @Nullable @Size(max = 100) String borrower, Money amount,
			int termMonths, CaseStatus status, Instant updatedAt, long version) {

		CaseLine withheld() {
			return new CaseLine(caseNo, productCode, productName, null, amount, termMonths, status, updatedAt, version);
		}

	}

	/**
	 * @param nature always {@code MEMBER_EVALUATION}: an evaluation for recommendation
	 * and guarantee, no credit report
	 * @param score null where the bank's agreement lets no score out
	 * @param grade likewise
	 * @param suggestedLimit likewise
	 * @param reasons none where no score is let out
	 */
	record RatingPart(@Size(max = 20) String nature, @Size(max = 40) String modelVersion, @Nullable Integer score,
			@Nullable @Size(max = 3) String grade, LocalDate validTo, @Nullable Money suggestedLimit,
			List<@Size(max = 10) String> reasons) {
	}

	/**
	 * One fact behind the rating, with where it comes from.
	 *
	 * @param value a number in that unit, or the code of a category
	 * @param unit empty for a category and for what has none
	 */
	record EvidenceLine(@Size(max = 10) String code, @Size(max = 20) String dimension, @Size(max = 10) String name,
			@Size(max = 40) String value, boolean categorical, @Size(max = 20) String unit,
			@Size(max = 40) String source, LocalDate asOf, int rows) {

		/** A number for people: two decimals at most. */
		public String shown() {
			return Outcome.shown(value);
		}

	}

	/**
	 * A fact with the rows behind it, as the register has them now.
	 */
	record EvidenceSource(EvidenceFact fact, Dimension side, Paged<EvidenceRows.SourceRow> rows) {
	}

	/**
	 * What a rating knows of one side, frozen with it.
	 *
	 * @param snapshotSha256 of everything that the rating followed from
	 * @param facts those that were found; in the card's order
	 */
	record Evidence(String modelVersion, String snapshotSha256, LocalDate asOf, List<EvidenceFact> facts) {
	}

	/**
	 * @param value a number in that unit, or the code of a category
	 * @param source the register that answered
	 * @param sourceId number of the rating and code of the fact: by it the federation
	 * finds the rows of that register
	 * @param rows how many they were
	 */
	record EvidenceFact(String code, String value, boolean categorical, String unit, String source, String sourceId,
			LocalDate asOf, int rows) {
	}

	/**
	 * @param mode {@code NONE} or {@code GUARANTEE}
	 * @param sharePercent what the guarantor bears of a loss
	 */
	record GuaranteePart(@Size(max = 10) String mode, @Nullable @Size(max = 20) String letterNo, @Nullable Money amount,
			@Nullable BigDecimal sharePercent, @Nullable @Size(max = 100) String guarantor,
			@Nullable LocalDate validTo) {
	}

	/**
	 * Who signs with the borrower, by an answer of his own.
	 *
	 * @param role {@code SPOUSE}, {@code CO_BORROWER} or {@code GUARANTOR}
	 * @param name null once he has taken his consent back
	 * @param textSha256 of the notice he read
	 * @param withdrawnAt when he took it back; null while it stands
	 */
	record PartyPart(@Size(max = 20) String role, @Nullable @Size(max = 60) String name, Instant agreedAt,
			@Size(max = 64) String textSha256, @Nullable Instant withdrawnAt) {
	}

	record ConsentPart(@Size(max = 20) String consentNo, LocalDate validTo, @Size(max = 20) String textVersion,
			@Size(max = 64) String textSha256) {
	}

	/**
	 * @param blocked whether no contract is taken until somebody who signs with the
	 * borrower has given his consent anew
	 * @param ratePercent indicative yearly rate of the product
	 * @param allInPercent yearly cost with fees, by internal rate of return, before the
	 * bank's own decision
	 * @param contract null before it is signed
	 * @param identity a JWE in compact form to the bank's own key: number of the case,
	 * the bank, and identity and phone numbers of who borrows and who signs too
	 * @param identityAbsent why there is none; both null as people read it
	 */
	record CaseFile(@Size(max = 20) String caseNo, @Size(max = 30) String productCode,
			@Size(max = 60) String productName, CaseStatus status, Borrower borrower, Money amount, int termMonths,
			@Size(max = 30) String repayMethod, @Size(max = 200) String purpose, BigDecimal ratePercent,
			BigDecimal allInPercent, @Size(max = 20) String recommendationNo, RatingPart rating,
			List<EvidenceLine> evidence, GuaranteePart guarantee, List<PartyPart> parties, boolean blocked,
			List<DocumentPart> documents, @Nullable ContractPart contract, ConsentPart consent,
			@Nullable @Size(max = 40) String bankCaseNo, Instant dispatchedAt, Instant updatedAt, long version,
			@Nullable @Size(max = 8000) String identity, @Nullable IdentityAbsent identityAbsent) {
	}

	record CaseState(@Size(max = 20) String caseNo, CaseStatus status, Instant updatedAt, long version) {
	}

	record Receipt(String bankCaseNo, String branch, String officer) {
	}

	/**
	 * A paper of this bank that is signed for the product, in its version of the day: of
	 * today, once the contract is signed of that day.
	 *
	 * @param id by which its file is fetched
	 * @param kind name of a {@link cn.jinfu.credit.document.DocumentKind}
	 * @param signedWhere names of {@link SignatureKind}, any of which will do
	 * @param sha256 of the file
	 */
	record DocumentPart(UUID id, @Size(max = 20) String kind, @Size(max = 60) String title, int edition,
			List<@Size(max = 16) String> signedWhere, LocalDate validFrom, @Size(max = 64) String sha256) {
	}

	/**
	 * The contract as the bank reported it.
	 *
	 * @param signatureKind null where the bank did not say how it was signed
	 */
	record ContractPart(@Size(max = 40) String contractNo, LocalDate signedOn, @Nullable SignatureKind signatureKind) {
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

	/**
	 * @param signatureKind how it was signed; null where the bank does not say: then the
	 * case never counts as one without a visit
	 * @param visit who of the farm came to sign, required at a counter
	 */
	record Contract(String contractNo, LocalDate signedOn, Money principal, BigDecimal ratePercent,
			@Nullable SignatureKind signatureKind, @Nullable Visit visit) {

		public Contract(String contractNo, LocalDate signedOn, Money principal, BigDecimal ratePercent) {
			this(contractNo, signedOn, principal, ratePercent, null, null);
		}

	}

	/**
	 * @param who of the farm
	 * @param place where, such as the branch
	 */
	record Visit(String who, String place, String why) {
	}

	/**
	 * When a bank booked money, beside the value date from which interest runs.
	 *
	 * @param accountingDate the day of the bank's books; null where it does not say
	 * @param transactedAt when it happened at the bank; null where it does not say
	 */
	record Booked(@Nullable LocalDate accountingDate, @Nullable Instant transactedAt) {

		public static final Booked UNSAID = new Booked(null, null);

	}

	/**
	 * @param bankTxnNo unique at this bank for ever
	 */
	record Disbursement(String caseNo, String contractNo, String bankLoanNo, String bankTxnNo, Money amount,
			LocalDate valueDate, Booked booked) {

		public Disbursement {
			// a draft kept from before does not have it
			booked = (booked != null) ? booked : Booked.UNSAID;
		}

		public Disbursement(String caseNo, String contractNo, String bankLoanNo, String bankTxnNo, Money amount,
				LocalDate valueDate) {
			this(caseNo, contractNo, bankLoanNo, bankTxnNo, amount, valueDate, Booked.UNSAID);
		}

	}

	/**
	 * @param principal the bank's own split, all three or none; where it is given it wins
	 * and a difference to ours is recorded
	 */
	record Repayment(String bankTxnNo, LocalDate valueDate, Money amount, @Nullable Money principal,
			@Nullable Money interest, @Nullable Money penalty, Booked booked) {

		public Repayment(String bankTxnNo, LocalDate valueDate, Money amount, @Nullable Money principal,
				@Nullable Money interest, @Nullable Money penalty) {
			this(bankTxnNo, valueDate, amount, principal, interest, penalty, Booked.UNSAID);
		}

	}

	record Settlement(String bankTxnNo, LocalDate settledOn, Booked booked) {

		public Settlement(String bankTxnNo, LocalDate settledOn) {
			this(bankTxnNo, settledOn, Booked.UNSAID);
		}

	}

	/**
	 * What became of something the bank has booked. {@code WAITING} means stored and kept
	 * until its predecessor arrives (answer 202): it will be applied then, nothing needs
	 * to be sent again.
	 *
	 * @param waitingFor the missing predecessor, a message code; null when applied
	 * @param replayed whether exactly this had been reported before
	 */
	record Booking(@Size(max = 20) String bookingNo, @Size(max = 20) String kind, @Size(max = 64) String bankTxnNo,
			State state, @Nullable @Size(max = 60) String waitingFor, @Nullable @Size(max = 40) String bankLoanNo,
			Instant storedAt, boolean replayed) {

		public enum State {

			APPLIED, WAITING

		}

	}

	/** One due date of the schedule; what is open is due minus paid. */
	record InstalmentLine(int nr, LocalDate dueOn, Money principal, Money interest, Money principalPaid,
			Money interestPaid) {
	}

	/**
	 * @param accountingDate null where the bank did not say
	 * @param transactedAt likewise
	 */
	record TransactionLine(@Size(max = 64) String bankTxnNo, @Size(max = 20) String kind, LocalDate valueDate,
			@Nullable LocalDate accountingDate, @Nullable Instant transactedAt, Money amount, Money principal,
			Money interest, Money penalty) {
	}

	/**
	 * @param status ACTIVE or SETTLED
	 * @param surplus paid beyond all that was due: owed back to the farm
	 */
	record LoanFile(@Size(max = 40) String bankLoanNo, @Size(max = 20) String caseNo, @Size(max = 40) String contractNo,
			@Size(max = 20) String status, Money principal, Money outstanding, Money surplus, BigDecimal ratePercent,
			@Size(max = 30) String repayMethod, LocalDate disbursedOn, LocalDate maturesOn,
			@Nullable LocalDate settledOn, List<InstalmentLine> schedule, List<TransactionLine> transactions) {
	}

}
