package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

import cn.jinfu.credit.CreditFourEyes;
import cn.jinfu.credit.application.ApplicationStatus.Action;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Aggregate;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.FourEyesStep;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.RuleBroken;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import lombok.AccessLevel;
import lombok.Getter;
import lombok.NoArgsConstructor;
import org.jspecify.annotations.Nullable;

/**
 * A farm's application for one product at one bank. Applying, first check, due diligence
 * and approval of the guarantee are done by four different persons.
 */
@Entity
@Table(name = "credit_application")
@Getter
@NoArgsConstructor(access = AccessLevel.PROTECTED)
@SuppressWarnings("NullAway.Init")
public class FinancingApplication extends Aggregate<FinancingApplication> {

	private String no;

	private UUID memberId;

	private String memberNo;

	private String memberName;

	/** Where the farm was when it began; counts for what a township may use. */
	private @Nullable String township;

	private UUID productId;

	private UUID bankId;

	private Money amount;

	private int months;

	@Enumerated(EnumType.STRING)
	private RepayMethod method;

	private String purpose;

	/** What the money is for by industry; null where the farm did not say. */
	@Enumerated(EnumType.STRING)
	private @Nullable Industry industry;

	@Enumerated(EnumType.STRING)
	private ApplicationStatus status;

	private Instant statusSince;

	private Instant createdAt;

	private UUID applicant;

	private @Nullable UUID submittedBy;

	private @Nullable Instant submittedAt;

	private @Nullable UUID ratingId;

	private @Nullable UUID consentId;

	private @Nullable UUID reviewedBy;

	private @Nullable String opinion;

	private @Nullable String recommendationNo;

	private @Nullable UUID diligenceBy;

	private @Nullable String diligenceReport;

	/** Whether a committee votes before the guarantee is approved. */
	private boolean committee;

	/** Counts what is voted on: each report of a reviewer is voted on anew. */
	private int voteRound;

	private @Nullable UUID guaranteedBy;

	private @Nullable UUID guaranteeId;

	private @Nullable UUID facilityId;

	/** Whether {@link #reservedAmount()} of the facility is kept for this application. */
	private boolean reserved;

	private @Nullable Instant dispatchedAt;

	private @Nullable String bankCaseNo;

	private @Nullable String bankBranch;

	private @Nullable String bankOfficer;

	private @Nullable Money approvedAmount;

	private @Nullable BigDecimal approvedRate;

	private @Nullable Integer approvedMonths;

	@Enumerated(EnumType.STRING)
	private @Nullable RepayMethod approvedMethod;

	private @Nullable Integer approvedDueDay;

	private @Nullable LocalDate approvalValidTo;

	private @Nullable String approvalConditions;

	private @Nullable String declineReasons;

	private @Nullable String contractNo;

	private @Nullable LocalDate contractSignedOn;

	private @Nullable Money contractPrincipal;

	private @Nullable BigDecimal contractRate;

	/** As the bank reported; null where it did not, which is no sign of no visit. */
	@Enumerated(EnumType.STRING)
	private @Nullable SignatureKind contractSignature;

	/** The bank's text in use on the day it was signed. */
	private @Nullable UUID contractTemplateId;

	private @Nullable UUID loanId;

	/**
	 * What is asked for.
	 *
	 * @param industry null where the farm does not say
	 */
	public record Wish(UUID productId, UUID bankId, Money amount, int months, RepayMethod method, String purpose,
			@Nullable Industry industry) {

	}

	/** The bank's terms. */
	public record Terms(Money amount, BigDecimal ratePercent, int months, RepayMethod method, int dueDay,
			LocalDate validTo, String conditions) {
	}

	/**
	 * What was signed at the bank.
	 *
	 * @param signature null where the bank did not say how
	 * @param templateId the bank's text in use that day, where there is one
	 */
	public record Contract(String number, LocalDate signedOn, Money principal, BigDecimal ratePercent,
			@Nullable SignatureKind signature, @Nullable UUID templateId) {
	}

	static FinancingApplication draft(String no, UUID memberId, String memberNo, String memberName, String township,
			Wish wish, UUID person, Instant at) {
		var draft = new FinancingApplication();
		draft.no = no;
		draft.memberId = memberId;
		draft.memberNo = memberNo;
		draft.memberName = memberName;
		draft.township = township;
		draft.applicant = person;
		draft.createdAt = at;
		draft.status = ApplicationStatus.DRAFT;
		draft.statusSince = at;
		draft.take(wish);
		return draft;
	}

	void change(Wish wish) {
		status.after(Action.SUBMIT);
		if (!wish.bankId().equals(bankId)) {
			consentId = null;
		}
		take(wish);
	}

	private void take(Wish wish) {
		productId = wish.productId();
		bankId = wish.bankId();
		amount = wish.amount();
		months = wish.months();
		method = wish.method();
		purpose = wish.purpose();
		industry = wish.industry();
	}

	public String township() {
		return (township != null) ? township : "";
	}

	Wish wish() {
		return new Wish(productId, bankId, amount, months, method, purpose, industry);
	}

	void consented(UUID consent) {
		status.after(Action.SUBMIT);
		consentId = consent;
	}

	/**
	 * @param limit what the rating suggests
	 */
	void submit(UUID person, UUID rating, Money limit, Instant at) {
		var next = status.after(Action.SUBMIT);
		if (consentId == null) {
			throw new RuleBroken("credit.application.no-consent");
		}
		if (amount.compareTo(limit) > 0) {
			throw new RuleBroken("credit.application.above-limit", limit.yuan()).at("amount");
		}
		ratingId = rating;
		submittedBy = person;
		submittedAt = (submittedAt != null) ? submittedAt : at;
		reviewedBy = null;
		opinion = null;
		recommendationNo = null;
		diligenceBy = null;
		diligenceReport = null;
		guaranteedBy = null;
		guaranteeId = null;
		move(next, at);
	}

	/** 初审: the federation recommends. */
	void pass(UUID person, boolean guarantee, String words, String letterNo, Instant at) {
		var next = status.after(guarantee ? Action.PASS_TO_GUARANTOR : Action.PASS_TO_BANK);
		CreditFourEyes.REVIEW.requireOther("credit.application.four-eyes", person, submittedBy, applicant);
		reviewedBy = person;
		opinion = words;
		recommendationNo = letterNo;
		move(next, at);
	}

	/**
	 * Inside a limit that was recommended before no first check is made again: the
	 * earlier one stands, with who made it.
	 */
	void drawn(FinancingApplication earlier, boolean guarantee, String words, String letterNo, Instant at) {
		pass(java.util.Objects.requireNonNull(earlier.reviewedBy), guarantee, words, letterNo, at);
	}

	/**
	 * 尽调: what the guarantor's reviewer found.
	 * @param vote whether a committee votes on it
	 */
	void report(UUID person, String words, boolean vote, Instant at) {
		var next = status.after(Action.REPORT);
		CreditFourEyes.REPORT.requireOther("credit.application.four-eyes", person, submittedBy, applicant, reviewedBy);
		diligenceBy = person;
		diligenceReport = words;
		committee = vote;
		voteRound++;
		move(next, at);
	}

	/**
	 * Whether this person may approve the guarantee at all; asked before locks are taken.
	 */
	void requireMayGuarantee(UUID person) {
		status.after(Action.GUARANTEE);
		CreditFourEyes.GUARANTEE.requireOther("credit.application.four-eyes", person, submittedBy, applicant,
				reviewedBy, diligenceBy);
	}

	/** Whether this person may vote on it at all. */
	void requireMayVote(UUID person) {
		status.after(Action.GUARANTEE);
		if (!committee) {
			throw new RuleBroken("credit.committee.not-asked");
		}
		CreditFourEyes.GUARANTEE.requireOther("credit.application.four-eyes", person, submittedBy, applicant,
				reviewedBy, diligenceBy);
	}

	void guarantee(UUID person, UUID guarantee, Instant at) {
		requireMayGuarantee(person);
		guaranteedBy = person;
		guaranteeId = guarantee;
		move(status.after(Action.GUARANTEE), at);
	}

	void reservedUnder(UUID facility) {
		facilityId = facility;
		reserved = true;
	}

	/** What is kept of the facility: what was asked for, until money has flowed. */
	public Money reservedAmount() {
		return reserved ? amount : Money.ZERO;
	}

	void freed() {
		reserved = false;
	}

	void dispatch(Instant at) {
		move(status.after(Action.DISPATCH), at);
		dispatchedAt = at;
	}

	/** Sends it back, refuses or takes it back: the actions that only end or return. */
	void leave(Action action, Instant at) {
		move(status.after(action), at);
	}

	void received(String caseNo, String branch, String officer, Instant at) {
		var next = status.after(Action.RECEIVE);
		bankCaseNo = caseNo;
		bankBranch = branch;
		bankOfficer = officer;
		move(next, at);
	}

	void approved(Terms terms, Instant at) {
		var next = status.after(Action.APPROVE);
		if (!terms.amount().isPositive()) {
			throw new RuleBroken("credit.case.amount-positive").at("amount");
		}
		if (terms.amount().compareTo(amount) > 0) {
			throw new RuleBroken("credit.case.amount-above-asked", amount.yuan()).at("amount");
		}
		approvedAmount = terms.amount();
		approvedRate = terms.ratePercent();
		approvedMonths = terms.months();
		approvedMethod = terms.method();
		approvedDueDay = terms.dueDay();
		approvalValidTo = terms.validTo();
		approvalConditions = terms.conditions();
		move(next, at);
	}

	void declined(String reasons, Instant at) {
		var next = status.after(Action.DECLINE);
		declineReasons = reasons;
		move(next, at);
	}

	void contracted(Contract contract, Instant at) {
		var next = status.after(Action.CONTRACT);
		var principal = contract.principal();
		if (!principal.isPositive()) {
			throw new RuleBroken("credit.case.amount-positive").at("principal");
		}
		if (approvedAmount == null || principal.compareTo(approvedAmount) > 0) {
			throw new RuleBroken("credit.case.amount-above-approval",
					(approvedAmount != null) ? approvedAmount.yuan() : BigDecimal.ZERO)
				.at("principal");
		}
		if (contract.signedOn().isAfter(LocalDate.ofInstant(at, BusinessClock.ZONE))) {
			throw new RuleBroken("credit.case.signed-future").at("signedOn");
		}
		contractNo = contract.number();
		contractSignedOn = contract.signedOn();
		contractPrincipal = principal;
		contractRate = contract.ratePercent();
		contractSignature = contract.signature();
		contractTemplateId = contract.templateId();
		move(next, at);
	}

	void disbursed(UUID loan, Instant at) {
		var next = status.after(Action.DISBURSE);
		loanId = loan;
		reserved = false;
		move(next, at);
	}

	void repaid(Instant at) {
		var next = status.after(Action.REPAY);
		if (next != status) {
			move(next, at);
		}
	}

	void settled(Instant at) {
		move(status.after(Action.SETTLE), at);
	}

	/** Whether the person took part before, so that four eyes forbid the next step. */
	public boolean tookPart(UUID person) {
		return FourEyesStep.tookPart(person, applicant, submittedBy, reviewedBy, diligenceBy, guaranteedBy);
	}

	private void move(ApplicationStatus next, Instant at) {
		status = next;
		statusSince = at;
	}

}
