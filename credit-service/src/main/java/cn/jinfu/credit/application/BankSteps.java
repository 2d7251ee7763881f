package cn.jinfu.credit.application;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

import cn.jinfu.credit.application.FinancingApplication.Terms;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.loan.Loan;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.loan.LoanStatus;
import cn.jinfu.credit.party.CaseParties;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What a bank's reports do to a case: the application, facility, guarantee and loan. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
@RequiredArgsConstructor
public class BankSteps {

	private final FinancingApplications applications;

	private final ApplicationDesk desk;

	private final FacilityBook facilities;

	private final GuaranteeBook guarantees;

	private final LoanBook loans;

	private final CaseParties parties;

	private final DocumentTemplates templates;

	private final CaseTimes times;

	private final PartnerBanks banks;

	private final BusinessClock clock;

	/** The case under its row lock; empty when it is not this bank's. */
	public Optional<FinancingApplication> find(String no, UUID bankId) {
		return applications.lockOfBank(no, bankId);
	}

	public FinancingApplication require(String no, UUID bankId) {
		return find(no, bankId).orElseThrow(() -> new NotFound("credit.case.not-found", no));
	}

	/** The case for a reader, who waits for nobody and holds up nobody. */
	public FinancingApplication read(String no, UUID bankId) {
		return applications.ofBank(no, bankId).orElseThrow(() -> new NotFound("credit.case.not-found", no));
	}

	public void received(FinancingApplication it, String caseNo, String branch, String officer) {
		var before = it.status();
		it.received(caseNo, branch, officer, clock.now());
		desk.save(it, before, null);
	}

	public void approved(FinancingApplication it, Terms terms) {
		var before = it.status();
		it.approved(terms, clock.now());
		desk.save(it, before, null);
	}

	public void declined(FinancingApplication it, String reasons) {
		var before = it.status();
		it.declined(reasons, clock.now());
		desk.free(it);
		desk.save(it, before, reasons);
	}

	/**
	 * The contract as the bank signed it with the farm. How it was signed is one of the
	 * ways that the bank's text of that day allows; at a counter somebody came.
	 * @param signature null where the bank does not say how
	 * @param visit null where nobody came
	 */
	public void contracted(FinancingApplication it, String contractNo, LocalDate signedOn, Money principal,
			BigDecimal rate, @Nullable SignatureKind signature, ApplicationDesk.@Nullable Visit visit) {
		var before = it.status();
		parties.requireStanding(it.id());
		var template = templates.contract(desk.product(it).code(), it.bankId(), signedOn).orElse(null);
		if (template != null && signature != null) {
			template.requireSigned(signature);
		}
		if (signature == SignatureKind.COUNTER_PAPER && visit == null) {
			throw new RuleBroken("credit.case.counter-visit").at("visit");
		}
		it.contracted(new FinancingApplication.Contract(contractNo, signedOn, principal, rate, signature,
				(template != null) ? template.id() : null), clock.now());
		if (visit != null) {
			desk.visited(it.id(), signedOn, visit, banks.require(it.bankId()).name());
		}
		desk.save(it, before, null);
	}

	/** Opens the mirror; facility and guarantee follow what was really paid out. */
	public Loan disbursed(FinancingApplication it, String bankLoanNo, String bankTxnNo, Money amount, LocalDate on) {
		var before = it.status();
		var product = desk.product(it);
		var method = it.approvedMethod();
		var rate = it.contractRate();
		var months = it.approvedMonths();
		var dueDay = it.approvedDueDay();
		if (method == null || rate == null || months == null || dueDay == null) {
			throw new IllegalStateException("contracted without terms: " + it.no());
		}
		facilities.use(it.facilityId(), it.reservedAmount(), amount);
		var loan = loans.open(
				new Loan.Owner(it.bankId(), bankLoanNo, it.id(), it.memberId(), it.memberName(), text(it.contractNo())),
				product.terms(amount, rate, months, method, on, dueDay), bankTxnNo);
		guarantees.enterIntoForce(it.guaranteeId(), product.guaranteed(amount));
		it.disbursed(loan.id(), clock.now());
		desk.save(it, before, null);
		times.keep(it, product.code());
		return loan;
	}

	/** Applies a payment; the one that clears the loan settles the case. */
	public void repaid(Loan loan, String bankTxnNo, LocalDate on, Money amount, Loan.@Nullable Split split) {
		var it = applications.findById(loan.applicationId()).orElseThrow();
		var before = it.status();
		var applied = loans.repay(loan, bankTxnNo, on, amount, split);
		facilities.repay(it.facilityId(), applied.principal());
		it.repaid(clock.now());
		desk.save(it, before, null);
		if (loan.status() == LoanStatus.SETTLED) {
			settled(it);
		}
	}

	private void settled(FinancingApplication it) {
		var before = it.status();
		guarantees.release(it.guaranteeId());
		it.settled(clock.now());
		desk.save(it, before, null);
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

}
