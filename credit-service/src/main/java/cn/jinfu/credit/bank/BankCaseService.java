package cn.jinfu.credit.bank;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;

import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.ApplicationStatus;
import cn.jinfu.credit.application.BankSteps;
import cn.jinfu.credit.application.FinancingApplication;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.DataConsent;
import cn.jinfu.credit.document.DocumentTemplate;
import cn.jinfu.credit.document.DocumentTemplates;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.loan.Loan;
import cn.jinfu.credit.loan.LoanBook;
import cn.jinfu.credit.party.CaseParties;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.rating.Dimension;
import cn.jinfu.credit.rating.EvidenceRows;
import cn.jinfu.credit.rating.Outcome;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Cursor;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Paged;
import cn.jinfu.kernel.Refusal.NotFound;
import cn.jinfu.kernel.Refusal.RuleBroken;
import cn.jinfu.kernel.Refusal.WrongState;
import cn.jinfu.member.MemberDirectory;
import cn.jinfu.member.MemberIdentities;
import cn.jinfu.member.MemberSummary;
import lombok.RequiredArgsConstructor;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads and reports of a bank's machine. */
@Service
@RequiredArgsConstructor
class BankCaseService implements BankCases {

	private static final String NATURE = "MEMBER_EVALUATION";

	private final PartnerBanks banks;

	private final LoanProducts products;

	private final CaseParties parties;

	private final BankSteps steps;

	private final BookingDesk bookings;

	private final EvidenceRows rows;

	private final Ratings ratings;

	private final Consents consents;

	private final GuaranteeBook guarantees;

	private final LoanBook loans;

	private final DocumentTemplates templates;

	private final MemberDirectory members;

	private final MessageSource messages;

	private final MemberIdentities register;

	private final CaseIdentities identities;

	private final BusinessClock clock;

	private final JdbcClient sql;

	private final TransactionTemplate transaction;

	@Override
	@Transactional(readOnly = true)
	public Paged<CaseLine> list(String bank, @Nullable String status, @Nullable Instant since, @Nullable String after,
			int limit) {
		var own = banks.require(bank);
		var cursor = Cursor.read(after, 2);
		var rows = sql
			.sql("""
					select a.no, p.code, p.name, a.member_id, a.member_name, a.amount, a.months, a.status, a.status_since, a.version
					  from credit_application a join credit_product p on p.tenant_id = a.tenant_id and p.id = a.product_id
					 where a.bank_id = :bank and a.dispatched_at is not null
					   and (cast(:since as timestamptz) is null or a.status_since >= :since)
					   and (cast(:at as timestamptz) is null or (a.status_since, a.no) < (:at, :no))
					   and a.status = any (string_to_array(:statuses, ','))
					 order by a.status_since desc, a.no desc limit :rows""")
			.param("bank", own.id())
			.param("since", (since != null) ? Timestamp.from(since) : null)
			.param("at", cursor.isEmpty() ? null : Timestamp.from(Cursor.instant(cursor.get(0))))
			.param("no", cursor.isEmpty() ? "" : cursor.get(1))
			.param("statuses", statuses(status))
			.param("rows", limit + 1)
			.query((row, n) -> new Listed(row.getObject(4, UUID.class),
					new CaseLine(row.getString(1), row.getString(2), row.getString(3), row.getString(5),
							new Money(row.getBigDecimal(6)), row.getInt(7),
							shown(ApplicationStatus.valueOf(row.getString(8))), row.getTimestamp(9).toInstant(),
							row.getLong(10))))
			.list();
		var allowed = consents.bankAllowed(rows.stream().map(Listed::memberId).toList(), own.id());
		return Paged.of(
				rows.stream().map(it -> allowed.contains(it.memberId()) ? it.line() : it.line().withheld()).toList(),
				limit, rows.size(), it -> Cursor.of(it.updatedAt(), it.caseNo()));
	}

	private record Listed(UUID memberId, CaseLine line) {
	}

	private static String statuses(@Nullable String wanted) {
		var names = new ArrayList<String>();
		for (var status : ApplicationStatus.values()) {
			if (wanted == null || shown(status).name().equals(wanted)) {
				names.add(status.name());
			}
		}
		return String.join(",", names);
	}

	private static CaseStatus shown(ApplicationStatus status) {
		return switch (status) {
			case DISPATCHED, READY -> CaseStatus.DISPATCHED;
			case RECEIVED -> CaseStatus.RECEIVED;
			case BANK_APPROVED -> CaseStatus.APPROVED;
			case DECLINED -> CaseStatus.DECLINED;
			case CONTRACTED -> CaseStatus.CONTRACT_SIGNED;
			case DISBURSED, REPAYING -> CaseStatus.DISBURSED;
			case SETTLED -> CaseStatus.SETTLED;
			case WITHDRAWN, DRAFT, SUBMITTED, RETURNED, DUE_DILIGENCE, GUARANTEE_APPROVAL, REJECTED ->
				CaseStatus.WITHDRAWN;
		};
	}

	/** A case that a bank reads, and the consent that lets it. */
	private record Opened(PartnerBank bank, FinancingApplication application, DataConsent consent) {
	}

	/** A refusal leaves its line in the log, which the farm reads. */
	private Opened open(String bank, String caseNo, Function<FinancingApplication, String> resource) {
		record Asked(PartnerBank bank, FinancingApplication application, Consents.Answer answer) {
		}
		var asked = required(transaction.execute(status -> {
			var own = banks.require(bank);
			var it = steps.read(caseNo, own.id());
			return new Asked(own, it, consents.ask(it.memberId(), own, resource.apply(it)));
		}));
		return new Opened(asked.bank(), asked.application(), asked.answer().orElseThrow());
	}

	@Override
	public CaseFile file(String bank, String caseNo) {
		return file(bank, caseNo, (own, application, consent) -> CaseIdentities.Part.UNASKED);
	}

	@Override
	public CaseFile fileWithIdentity(String bank, String caseNo) {
		return file(bank, caseNo, identities::of);
	}

	private interface Identity {

		CaseIdentities.Part of(PartnerBank bank, FinancingApplication application, DataConsent consent);

	}

	private CaseFile file(String bank, String caseNo, Identity identity) {
		var opened = open(bank, caseNo, it -> caseNo);
		var consent = opened.consent();
		var part = identity.of(opened.bank(), opened.application(), consent);
		return required(transaction.execute(status -> {
			if (part.sealed() != null) {
				consents.handedOver(consent, opened.bank(), identities.resource(caseNo));
			}
			return file(opened.bank(), opened.application(),
					new ConsentPart(consent.no(), consent.validTo(), consent.textVersion(), consent.textSha256()),
					part);
		}));
	}

	private CaseFile file(PartnerBank bank, FinancingApplication it, ConsentPart consent,
			CaseIdentities.Part identity) {
		var product = products.require(it.productId());
		var member = members.require(it.memberId());
		var rating = ratings.part(required(it.ratingId()));
		var outcome = rating.outcome();
		var graded = bank.ratingRelease() == RatingRelease.GRADE_AND_SCORE;
		var evidence = facts(bank, outcome).stream()
			.map(line -> new EvidenceLine(line.code(), line.dimension().name(), line.code(), line.value(),
					line.categorical(), line.categorical() ? "" : line.unit(), line.source(), line.asOf(), line.rows()))
			.toList();
		var cost = product.cost(it.amount(), it.months(), it.method(), clock.today());
		return new CaseFile(it.no(), product.code(), product.name(), shown(it.status()), borrower(it, member),
				it.amount(), it.months(), it.method().name(), it.purpose(), product.ratePercent(), cost.annualPercent(),
				text(it.recommendationNo()),
				new RatingPart(NATURE, rating.model(), graded ? outcome.score() : null,
						graded ? rating.grade().name() : null, rating.validTo(), graded ? rating.limit() : null,
						graded ? outcome.reasons().stream().map(reason -> reason.reason()).toList() : List.of()),
				evidence, guaranteePart(it), parties(it), parties.blocks(it.id()), documentParts(it), contractPart(it),
				consent, it.bankCaseNo(), required(it.dispatchedAt()), it.statusSince(), it.version(),
				identity.sealed(), identity.absent());
	}

	private Borrower borrower(FinancingApplication it, MemberSummary member) {
		var creditCode = register.creditCode(it.memberId()).orElse(null);
		var type = BorrowerType.of(creditCode);
		return new Borrower(member.no(), member.name(), member.kind().name(), type, creditCode,
				member.contactName().isEmpty() ? null : member.contactName(), it.industry(), type.agriculturalClass(),
				member.divisionCode());
	}

	/** None where the agreement lets the letter out alone. */
	private static List<Outcome.Contribution> facts(PartnerBank bank, Outcome outcome) {
		return (bank.ratingRelease() == RatingRelease.LETTER_ONLY) ? List.of()
				: outcome.contributions().stream().filter(line -> !line.missing()).toList();
	}

	private List<PartyPart> parties(FinancingApplication it) {
		return parties.of(it.id())
			.stream()
			.filter(line -> line.agreed() || line.withdrawnAt() != null)
			.map(line -> new PartyPart(line.role().name(), (line.withdrawnAt() != null) ? null : line.name(),
					required(line.answeredAt()), required(line.textSha256()), line.withdrawnAt()))
			.toList();
	}

	private List<DocumentPart> documentParts(FinancingApplication it) {
		return documents(it).stream()
			.map(text -> new DocumentPart(text.id(), text.kind().name(), text.title(), text.edition(),
					text.signedWhere().stream().map(Enum::name).toList(), text.validFrom(), text.sha256()))
			.toList();
	}

	/** Of the day of the contract, before it of today. */
	private List<DocumentTemplate> documents(FinancingApplication it) {
		var signedOn = it.contractSignedOn();
		return templates.inForce(products.require(it.productId()).code(), it.bankId(),
				(signedOn != null) ? signedOn : clock.today());
	}

	@Override
	@Transactional(readOnly = true)
	public List<DocumentTemplate> documents(String bank, String caseNo) {
		return documents(steps.read(caseNo, banks.require(bank).id()));
	}

	@Override
	public DocumentTemplates.Content document(String bank, String caseNo, UUID id) {
		var opened = open(bank, caseNo, it -> caseNo + " " + document(it, id).title());
		return required(transaction.execute(status -> templates.content(document(opened.application(), id))));
	}

	private DocumentTemplate document(FinancingApplication it, UUID id) {
		return documents(it).stream()
			.filter(paper -> paper.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new NotFound("credit.template.not-found"));
	}

	@Override
	public Evidence evidence(String bank, String caseNo, Dimension side) {
		var named = messages.getMessage("enum.Dimension." + side, null, Locale.SIMPLIFIED_CHINESE);
		var opened = open(bank, caseNo, it -> caseNo + " " + named);
		return required(transaction
			.execute(status -> evidence(opened.bank(), required(opened.application().ratingId()), side)));
	}

	private Evidence evidence(PartnerBank bank, UUID ratingId, Dimension side) {
		var rating = ratings.part(ratingId);
		return new Evidence(rating.model(), rating.snapshotSha256(), rating.asOf(),
				facts(bank, rating.outcome()).stream()
					.filter(line -> line.dimension() == side)
					.map(line -> fact(rating.no(), line))
					.toList());
	}

	private static EvidenceFact fact(String ratingNo, Outcome.Contribution line) {
		return new EvidenceFact(line.code(), line.value(), line.categorical(), line.categorical() ? "" : line.unit(),
				line.source(), ratingNo + "/" + line.code(), line.asOf(), line.rows());
	}

	@Override
	public EvidenceSource evidenceRows(String bank, String caseNo, String code, @Nullable String after, int limit) {
		var opened = open(bank, caseNo, it -> caseNo + " " + code);
		var ratingId = required(opened.application().ratingId());
		return required(transaction.execute(status -> {
			var rating = ratings.part(ratingId);
			var line = facts(opened.bank(), rating.outcome()).stream()
				.filter(it -> it.code().equals(code))
				.findFirst()
				.orElseThrow(() -> new NotFound("credit.case.no-fact", code));
			return new EvidenceSource(fact(rating.no(), line), line.dimension(),
					rows.of(ratingId, code, opened.bank().id(), after, limit));
		}));
	}

	private static @Nullable ContractPart contractPart(FinancingApplication it) {
		var no = it.contractNo();
		return (no == null) ? null : new ContractPart(no, required(it.contractSignedOn()), it.contractSignature());
	}

	private GuaranteePart guaranteePart(FinancingApplication it) {
		var id = it.guaranteeId();
		if (id == null) {
			return new GuaranteePart("NONE", null, null, null, null, null);
		}
		var letter = guarantees.require(id);
		return new GuaranteePart("GUARANTEE", letter.letterNo(), letter.amount(), letter.sharePercent(),
				guarantees.guarantorName(letter.guarantorId()), letter.validTo());
	}

	@Override
	@Transactional(readOnly = true)
	public CaseState state(String bank, String caseNo) {
		return state(steps.read(caseNo, banks.require(bank).id()));
	}

	@Override
	@Transactional(readOnly = true)
	public java.util.Optional<String> loanNo(String bank, String caseNo) {
		return sql.sql("""
				select l.bank_loan_no from credit_loan l
				  join credit_application a on a.tenant_id = l.tenant_id and a.id = l.application_id
				 where l.bank_id = ? and a.no = ?""")
			.params(banks.require(bank).id(), caseNo)
			.query(String.class)
			.optional();
	}

	@Override
	@Transactional
	public CaseState receive(String bank, String caseNo, Receipt receipt) {
		var it = steps.require(caseNo, banks.require(bank).id());
		if (it.bankCaseNo() != null) {
			Differences.none()
				.compare("bankCaseNo", it.bankCaseNo(), receipt.bankCaseNo())
				.compare("branch", it.bankBranch(), receipt.branch())
				.compare("officer", it.bankOfficer(), receipt.officer())
				.orElseThrow("credit.case.already-received");
			return state(it);
		}
		steps.received(it, receipt.bankCaseNo(), receipt.branch(), receipt.officer());
		return state(it);
	}

	@Override
	@Transactional
	public CaseState decide(String bank, String caseNo, Decision decision) {
		var it = steps.require(caseNo, banks.require(bank).id());
		switch (decision) {
			case Approve approve -> approve(it, approve);
			case Decline decline -> decline(it, decline);
		}
		return state(it);
	}

	private void approve(FinancingApplication it, Approve approve) {
		var method = method(approve.repayMethod());
		var conditions = String.join("\n", approve.conditions());
		if (it.declineReasons() != null) {
			throw new WrongState("credit.case.already-decided", new ReportFields(List.of("verdict")));
		}
		if (it.approvedAmount() != null) {
			Differences.none()
				.compare("amount", it.approvedAmount(), approve.amount())
				.compare("rate", it.approvedRate(), approve.ratePercent())
				.compare("termMonths", it.approvedMonths(), approve.termMonths())
				.compare("repayMethod", it.approvedMethod(), method)
				.compare("dueDay", it.approvedDueDay(), approve.dueDay())
				.compare("validTo", it.approvalValidTo(), approve.validTo())
				.compare("conditions", it.approvalConditions(), conditions)
				.orElseThrow("credit.case.already-decided");
			return;
		}
		// the terms must make a schedule before anybody relies on them
		new cn.jinfu.credit.schedule.LoanTerms(approve.amount().yuan(), approve.ratePercent(), approve.termMonths(),
				clock.today(), approve.dueDay(), method);
		steps.approved(it, new FinancingApplication.Terms(approve.amount(), approve.ratePercent(), approve.termMonths(),
				method, approve.dueDay(), approve.validTo(), conditions));
	}

	private static RepayMethod method(String name) {
		for (var method : RepayMethod.values()) {
			if (method.name().equals(name)) {
				return method;
			}
		}
		throw new RuleBroken("credit.case.repay-method").at("repayMethod");
	}

	private void decline(FinancingApplication it, Decline decline) {
		var reasons = String.join("\n",
				decline.reasons().stream().map(reason -> reason.code() + " " + reason.text()).toList());
		if (it.approvedAmount() != null) {
			throw new WrongState("credit.case.already-decided", new ReportFields(List.of("verdict")));
		}
		if (it.declineReasons() != null) {
			Differences.none()
				.compare("rejectReasons", it.declineReasons(), reasons)
				.orElseThrow("credit.case.already-decided");
			return;
		}
		steps.declined(it, reasons);
	}

	@Override
	public CaseState contract(String bank, String caseNo, Contract contract) {
		var own = bank(bank);
		var state = required(transaction.execute(status -> contract(steps.require(caseNo, own.id()), contract)));
		bookings.applyWaitingOfCase(own, caseNo);
		return state;
	}

	private CaseState contract(FinancingApplication it, Contract contract) {
		if (it.contractNo() != null) {
			Differences.none()
				.compare("contractNo", it.contractNo(), contract.contractNo())
				.compare("signedAt", it.contractSignedOn(), contract.signedOn())
				.compare("principal", it.contractPrincipal(), contract.principal())
				.compare("rate", it.contractRate(), contract.ratePercent())
				.compare("signatureKind", it.contractSignature(),
						(contract.signatureKind() != null) ? contract.signatureKind() : it.contractSignature())
				.orElseThrow("credit.case.already-contracted");
			return state(it);
		}
		var visit = contract.visit();
		steps.contracted(it, contract.contractNo(), contract.signedOn(), contract.principal(), contract.ratePercent(),
				contract.signatureKind(),
				(visit != null) ? new ApplicationDesk.Visit(visit.who(), visit.place(), visit.why()) : null);
		return state(it);
	}

	private static CaseState state(FinancingApplication it) {
		return new CaseState(it.no(), shown(it.status()), it.statusSince(), it.version());
	}

	@Override
	@Transactional
	public Booking disburse(String bank, Disbursement disbursement) {
		return bookings.disburse(banks.require(bank), disbursement);
	}

	@Override
	@Transactional
	public Booking repay(String bank, String bankLoanNo, Repayment repayment) {
		return bookings.repay(banks.require(bank), bankLoanNo, repayment);
	}

	@Override
	@Transactional
	public Booking settle(String bank, String bankLoanNo, Settlement settlement) {
		return bookings.settle(banks.require(bank), bankLoanNo, settlement);
	}

	@Override
	public Booking booking(String bank, String bookingNo) {
		return bookings.show(bank(bank), bookingNo);
	}

	@Override
	@Transactional(readOnly = true)
	public LoanFile loan(String bank, String bankLoanNo) {
		var own = banks.require(bank);
		var loan = loans.find(own.id(), bankLoanNo)
			.orElseThrow(() -> new NotFound("credit.loan.not-found", bankLoanNo));
		var booked = bookings.booked(own, bankLoanNo);
		return new LoanFile(loan.bankLoanNo(), caseNo(loan), loan.contractNo(), loan.status().name(), loan.principal(),
				loan.outstanding(), loan.surplus(), loan.ratePercent(), loan.method().name(), loan.disbursedOn(),
				loan.maturesOn(), loan.settledOn(),
				loan.instalments()
					.stream()
					.map(row -> new InstalmentLine(row.nr(), row.dueOn(), row.principal(), row.interest(),
							row.principalPaid(), row.interestPaid()))
					.toList(),
				loans.transactions(loan.id())
					.stream()
					.map(row -> line(row, booked.getOrDefault(row.bankTxnNo(), Booked.UNSAID)))
					.toList());
	}

	private static TransactionLine line(LoanBook.Transaction row, Booked booked) {
		return new TransactionLine(row.bankTxnNo(), row.kind(), row.valueDate(), booked.accountingDate(),
				booked.transactedAt(), row.amount(), row.principal(), row.interest(), row.penalty());
	}

	private String caseNo(Loan loan) {
		return sql.sql("select no from credit_application where id = ?")
			.param(loan.applicationId())
			.query(String.class)
			.single();
	}

	/** Row-level security needs a transaction even for the look-up of the bank. */
	private PartnerBank bank(String clientId) {
		return required(transaction.execute(status -> banks.require(clientId)));
	}

	private static String text(@Nullable String value) {
		return (value != null) ? value : "";
	}

	private static <T> T required(@Nullable T value) {
		return java.util.Objects.requireNonNull(value);
	}

}
