package cn.jinfu.credit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import javax.imageio.ImageIO;

import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.ApplicationStatus;
import cn.jinfu.credit.application.CaseViews;
import cn.jinfu.credit.application.FinancingApplication;
import cn.jinfu.credit.application.Industry;
import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.bank.BankEvents;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.DataConsent;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.guarantee.GuaranteeBook;
import cn.jinfu.credit.product.LoanProduct;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.credit.rating.Dimension;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.FileStore;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Refusal;
import cn.jinfu.kernel.Scope;
import cn.jinfu.kernel.Tenant;
import cn.jinfu.member.Counter;
import cn.jinfu.member.MemberIdentities;
import cn.jinfu.member.MemberMessages;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.transaction.support.TransactionTemplate;

/** One case from rating to the last repayment, and what is refused on the way. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class CaseIT {

	private static final String TENANT = "330482";

	private static final Set<String> FARM_MAY = Set.of("credit:own:view", "credit:own:apply", "credit:consent:give");

	private static final Set<String> STAFF_MAY = Set.of("credit:application:review", "credit:application:dispatch",
			"credit:application:view", "credit:application:open", "credit:guarantee:review", "credit:guarantee:approve",
			"credit:guarantee:view", "credit:rating:run", "credit:rating:view", "credit:loan:view",
			"credit:consent:view");

	@Autowired
	ApplicationDesk desk;

	@Autowired
	CaseViews views;

	@Autowired
	Ratings ratings;

	@Autowired
	Consents consents;

	@Autowired
	BankCases cases;

	@Autowired
	BankEvents events;

	@Autowired
	PartnerBanks banks;

	@Autowired
	LoanProducts products;

	@Autowired
	FacilityBook facilities;

	@Autowired
	GuaranteeBook guarantees;

	@Autowired
	FileStore files;

	@Autowired
	Counter counter;

	@Autowired
	MemberIdentities register;

	@Autowired
	PartnerEncryption encryption;

	@Autowired
	MemberMessages messages;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private final UUID person = Ids.next();

	private final UUID farm = Ids.next();

	private String bankA;

	private String bankB;

	private UUID bankId;

	private UUID productId;

	@BeforeEach
	void aBankAProductAndARatedFarm() {
		bankA = "bank-" + Ids.next().toString().substring(24);
		bankB = "bank-" + Ids.next().toString().substring(20, 36).replace("-", "x");
		as(staff(), () -> transaction.execute(status -> {
			sql.sql("insert into platform_tenant (code, name, division) values (?, 'x', ?) on conflict do nothing")
				.params(TENANT, TENANT)
				.update();
			sql.sql("""
					insert into member_member (id, tenant_id, version, no, name, kind, status, division_code, admitted_on)
					values (?, ?, 0, ?, 'farm', 'FAMILY_FARM', 'ACTIVE', '330482001', date '2026-01-01')""")
				.params(farm, TENANT,
						"M-" + (100000 + java.util.concurrent.ThreadLocalRandom.current().nextInt(899999999)))
				.update();
			bankId = banks.save(PartnerBank.of(bankA, "a", RatingRelease.GRADE_AND_SCORE, "c")).id();
			banks.save(PartnerBank.of(bankB, "b", RatingRelease.FACTS_AND_LETTER, "c"));
			var today = clock.today();
			productId = products.save(LoanProduct.edition("P" + bankA, 1, "p", true,
					new LoanProduct.Range(Money.of("10000"), Money.of("1000000"), Money.of("1000000"), 1, 12),
					List.of(RepayMethod.values()),
					new LoanProduct.Price(today, new BigDecimal("3"), 85, new BigDecimal("0.6"), new BigDecimal("80")),
					new LoanProduct.Deadlines(1, 2, 1, 2, 1), "b", LocalDate.of(2026, 1, 1)))
				.id();
			return null;
		}));
		as(staff(), () -> transaction.execute(status -> {
			sql.sql("insert into credit_product_bank (tenant_id, product_id, bank_id) values (?, ?, ?)")
				.params(TENANT, productId, bankId)
				.update();
			facilities.grant(bankId, "u", Money.of("1000000000"), LocalDate.of(2026, 1, 1), LocalDate.of(2099, 1, 1));
			if (guarantees.guarantor().isEmpty()) {
				guarantees.register("g", Money.of("12400000"), LocalDate.of(2026, 1, 1), "15", "10", Money.ZERO);
			}
			sql.sql("""
					insert into credit_crop_standard (tenant_id, crop, year, suitable_mu, cost_per_mu, cycles, source)
					values (?, 'mushroom', 2026, 10, 18000, 1, 'x') on conflict do nothing""").param(TENANT).update();
			declare("C102", "120", null);
			declare("C104", "60", null);
			declare("C105", "90", null);
			declare("C106", "95", null);
			declare("H303", "6", null);
			declare("H301", "12", null);
			declare("H304", "95", null);
			declare("O401", "186", null);
			declare("O402", "0.1", null);
			declare("O403", "99", null);
			declare("O404", "20", null);
			declare("O405", "0.1", null);
			declare("O406", "1.6", null);
			declare("T202", "99", null);
			declare("B503", "0.1", null);
			declare("H302", null, "PROFIT_AND_MARGIN_20");
			declare("B502", null, "NONE");
			declare("B504", null, "NONE");
			declare("B505", null, "NONE");
			return null;
		}));
		as(farmer(), () -> {
			consents.give(ConsentPurpose.RATING, null, 12);
			return ratings.rateOwn();
		});
	}

	private void declare(String code, String number, String category) {
		sql.sql("""
				insert into credit_declared_fact (id, tenant_id, version, member_id, code, number, category, source,
				  evidence, as_of, entered_by, verified_by, entered_at)
				values (?, ?, 0, ?, ?, cast(? as numeric), ?, 'DECLARATION', 'e', ?, 'a', 'b', now())""")
			.param(Ids.next())
			.param(TENANT)
			.param(farm)
			.param(code)
			.param(number)
			.param(category)
			.param(clock.today())
			.update();
	}

	@Test
	void aCaseRunsFromRatingToTheLastRepayment() {
		var no = dispatched();

		assertThat(status(no)).isEqualTo(ApplicationStatus.DISPATCHED);
		assertThat(asBank(() -> cases.list(bankA, null, null, null, 10)).items()).extracting(it -> it.caseNo())
			.containsExactly(no);
		var file = asBank(() -> cases.file(bankA, no));
		assertThat(file.rating().grade()).isNotNull();
		assertThat(file.guarantee().amount()).isEqualTo(Money.of("160000"));
		assertThat(as(farmer(), () -> consents.ownAccesses(10))).extracting(it -> it.resource()).contains(no);

		assertThat(as(farmer(), () -> views.own(no)).lent()).isNull();
		asBank(() -> cases.receive(bankA, no, new BankCases.Receipt("B1", "branch", "li")));
		asBank(() -> cases.receive(bankA, no, new BankCases.Receipt("B1", "branch", "li")));
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> asBank(() -> cases.decide(bankA, no, approval("100000"))))
			.satisfies(it -> assertThat(it.args()).extracting(String::valueOf).containsExactly("amount"));
		asBank(() -> cases.contract(bankA, no, contract()));

		var first = asBank(() -> cases.disburse(bankA, disbursement(no, "T1")));
		assertThat(first.state()).isEqualTo(BankCases.Booking.State.APPLIED);
		assertThat(asBank(() -> cases.disburse(bankA, disbursement(no, "T1"))).replayed()).isTrue();
		assertThat(as(staff(), () -> facilities.exposure(farm))).isEqualTo(Money.of("200000"));

		var loan = asBank(() -> cases.loan(bankA, "L" + no));
		assertThat(loan.schedule()).hasSize(12);
		var lent = Objects.requireNonNull(as(farmer(), () -> views.own(no)).lent());
		assertThat(lent.interest()).as("N4: reckoned anew from what the bank lent")
			.isEqualByComparingTo(
					loan.schedule().stream().map(it -> it.interest().yuan()).reduce(BigDecimal.ZERO, BigDecimal::add));
		assertThat(lent.annualPercent()).isGreaterThan(loan.ratePercent());
		int n = 0;
		for (var row : loan.schedule()) {
			var amount = row.principal().plus(row.interest());
			var txn = "R" + no + n++;
			assertThat(asBank(() -> cases.repay(bankA, "L" + no,
					new BankCases.Repayment(txn, clock.today(), amount, null, null, null)))
				.state()).isEqualTo(BankCases.Booking.State.APPLIED);
		}
		assertThat(status(no)).isEqualTo(ApplicationStatus.SETTLED);
		assertThat(
				asBank(() -> cases.settle(bankA, "L" + no, new BankCases.Settlement("S" + no, clock.today()))).state())
			.isEqualTo(BankCases.Booking.State.APPLIED);
		assertThat(asBank(() -> cases.loan(bankA, "L" + no)).outstanding()).isEqualTo(Money.ZERO);
		assertThat(as(staff(), () -> facilities.exposure(farm))).isEqualTo(Money.ZERO);
		var feed = asBank(() -> events.after(bankA, 0, 10));
		assertThat(feed).extracting(BankEvents.BankEvent::type)
			.containsExactly("case.dispatched", "loan.mirrored", "loan.settled");
		assertThat(feed).extracting(BankEvents.BankEvent::seq).containsExactly(1L, 2L, 3L);
	}

	@Test
	@DisplayName("I12, I13, I14: the database itself keeps the guarantor within its limits, letters counted in")
	void theDatabaseItselfKeepsTheGuarantorWithinItsLimits() {
		dispatched();

		assertThatExceptionOfType(org.springframework.dao.DataIntegrityViolationException.class)
			.isThrownBy(() -> raise("1240000.01"))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_guarantor_single_ck"));
		assertThatExceptionOfType(org.springframework.dao.DataIntegrityViolationException.class)
			.isThrownBy(() -> raise("186000000.01"))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_guarantor_multiple_ck"));
		assertThat(raise("160000.01")).isEqualTo(1);
	}

	private int raise(String yuan) {
		return as(staff(),
				() -> java.util.Objects.requireNonNull(transaction
					.execute(_ -> sql.sql("update credit_guarantee set amount = cast(? as numeric) where member_id = ?")
						.params(yuan, farm)
						.update())));
	}

	@Test
	void aDecisionWithoutWordsIsRefused() {
		var no = submitted();

		assertThatExceptionOfType(Refusal.RuleBroken.class)
			.isThrownBy(() -> as(staff(), () -> run(() -> desk.pass(no, " ", version(no)))))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.application.words"));
		assertThat(status(no)).isEqualTo(ApplicationStatus.SUBMITTED);
	}

	@Test
	void guaranteesComeInPages() {
		dispatched();

		var first = as(staff(), () -> guarantees.list(null, farm, null, null, 1));
		assertThat(first.items()).hasSize(1);
		assertThat(as(staff(), () -> guarantees.list(null, null, null, null, 1)).total()).isPositive();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("R34: what of a rating leaves is what is agreed with the bank")
	void onlyWhatIsAgreedOfARatingLeaves(RatingRelease release) {
		var no = dispatched();
		as(staff(),
				() -> transaction.execute(_ -> sql.sql("update credit_bank set rating_release = ? where id = ?")
					.params(release.name(), bankId)
					.update()));

		var file = asBank(() -> cases.file(bankA, no));
		var graded = release == RatingRelease.GRADE_AND_SCORE;
		assertThat(file.rating().score() != null).isEqualTo(graded);
		assertThat(file.rating().grade() != null).isEqualTo(graded);
		assertThat(file.rating().suggestedLimit() != null).isEqualTo(graded);
		assertThat(file.rating().reasons().isEmpty()).isEqualTo(!graded);
		assertThat(file.evidence().isEmpty()).isEqualTo(release == RatingRelease.LETTER_ONLY);
		assertThat(file.recommendationNo()).isNotEmpty();
		var facts = Arrays.stream(Dimension.values())
			.flatMap(side -> asBank(() -> cases.evidence(bankA, no, side)).facts().stream())
			.toList();
		assertThat(facts).as("side by side they are those of the file")
			.extracting(BankCases.EvidenceFact::code)
			.containsExactlyInAnyOrderElementsOf(file.evidence().stream().map(BankCases.EvidenceLine::code).toList());
		assertThat(facts).allSatisfy(it -> {
			assertThat(it.sourceId()).startsWith("PJ-").endsWith("/" + it.code());
			assertThat(it.source()).isNotEmpty();
			assertThat(it.asOf()).isBeforeOrEqualTo(clock.today());
		});
	}

	@Test
	@DisplayName("R20: identity goes to the bank's own key, under a consent that names it, with a line in the log")
	void identityIsSealedAndLoggedUnderAConsentThatNamesIt() {
		var no = dispatched();
		when(register.creditCode(farm)).thenReturn(Optional.of("91330482MADEM00017"));
		when(register.head(eq(farm), any()))
			.thenReturn(Optional.of(new MemberIdentities.Identity("head", "330482185001010011", "13900000001")));
		var keyless = asBank(() -> cases.fileWithIdentity(bankA, no));
		assertThat(keyless.identityAbsent()).isEqualTo(BankCases.IdentityAbsent.NO_KEY);
		assertThat(keyless.borrower().creditCode()).isEqualTo("91330482MADEM00017");
		assertThat(keyless.borrower().borrowerType()).isEqualTo(BankCases.BorrowerType.ORGANISATION);
		assertThat(keyless.borrower().agriculturalClass()).isEqualTo(BankCases.AgriculturalClass.RURAL_ORGANISATION);
		assertThat(keyless.borrower().industry()).isEqualTo(Industry.A03);
		verify(register, never()).head(eq(farm), any());

		var plain = new ArrayList<String>();
		PartnerEncryption.Envelope envelope = bytes -> {
			plain.add(new String(bytes, UTF_8));
			return "sealed";
		};
		when(encryption.of(bankA)).thenReturn(Optional.of(envelope));
		var file = asBank(() -> cases.fileWithIdentity(bankA, no));
		assertThat(file.identity()).isEqualTo("sealed");
		assertThat(file.identityAbsent()).isNull();
		assertThat(file.toString()).doesNotContain("330482185001010011", "13900000001");
		var json = JsonMapper.builder().build();
		assertThat(plain).singleElement().satisfies(it -> assertThat(json.readTree(it)).isEqualTo(json.readTree("""
				{"bank":"%s","caseNo":"%s","borrower":{"role":null,"name":"head","idKind":"RESIDENT_ID",
				 "idNumber":"330482185001010011","mobile":"13900000001"},"parties":[]}""".formatted(bankA, no))));
		assertThat(handedOver(no)).isEqualTo(1);
		asBank(() -> cases.fileWithIdentity(bankA, no));
		assertThat(handedOver(no)).as("each time").isEqualTo(2);

		var shown = asBank(() -> cases.file(bankA, no));
		assertThat(shown.identity()).as("to its people it is not handed").isNull();
		assertThat(shown.identityAbsent()).isNull();
		assertThat(handedOver(no)).isEqualTo(2);

		when(register.head(eq(farm), any())).thenReturn(Optional.empty());
		assertThat(asBank(() -> cases.fileWithIdentity(bankA, no)).identityAbsent())
			.isEqualTo(BankCases.IdentityAbsent.NO_DATA);
		consentedToTheTextBefore();
		var before = asBank(() -> cases.fileWithIdentity(bankA, no));
		assertThat(before.identityAbsent()).isEqualTo(BankCases.IdentityAbsent.NO_CONSENT);
		assertThat(before.identity()).isNull();
		assertThat(handedOver(no)).isEqualTo(2);
	}

	private long handedOver(String no) {
		return as(farmer(), () -> consents.ownAccesses(50)).stream()
			.filter(it -> it.resource().startsWith(no + " "))
			.count();
	}

	/** The text of 2026-1 said that identity and phone numbers are not handed over. */
	private void consentedToTheTextBefore() {
		as(staff(),
				() -> transaction.execute(_ -> sql
					.sql("""
							insert into credit_consent (id, tenant_id, version, no, member_id, purpose, bank_id, data_classes, valid_from,
							  valid_to, text_version, text_sha256, signature_kind, given_by, given_at, status)
							select gen_random_uuid(), tenant_id, 0, no || '-1', member_id, purpose, bank_id,
							       'MEMBER,RATING,PRODUCTION,TRACE,SALES,CREDIT,GUARANTEE', valid_from, valid_to, '2026-1',
							       repeat('0', 64), signature_kind, given_by, given_at + interval '1 second', 'ACTIVE'
							  from credit_consent where member_id = ? and purpose = 'FINANCING'""")
					.param(farm)
					.update()));
	}

	@Test
	void theIndustryIsOneOfAgriculture() {
		var no = submitted();

		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> as(staff(), () -> transaction.execute(
					_ -> sql.sql("update credit_application set industry = 'C13' where no = ?").param(no).update())))
			.withMessageContaining("credit_application_industry_ck");
	}

	@Test
	@DisplayName("Individual businesses (92) borrow as their owners")
	void whoHasNoCodeOrAnIndividualBusinessIsAPerson() {
		var no = dispatched();
		for (var line : List.of(",PERSON,FARMER", "92330482MADEM00019,PERSON,FARMER",
				"93330482MADEM00018,ORGANISATION,RURAL_ORGANISATION")) {
			var cells = line.split(",");
			when(register.creditCode(farm)).thenReturn(Optional.of(cells[0]).filter(it -> !it.isEmpty()));
			var borrower = asBank(() -> cases.file(bankA, no)).borrower();
			assertThat(borrower.borrowerType().name()).as(line).isEqualTo(cells[1]);
			assertThat(borrower.agriculturalClass().name()).as(line).isEqualTo(cells[2]);
		}
	}

	@Test
	@DisplayName("I18: another bank does not find a case")
	void anotherBankFindsNothing() {
		var no = dispatched();

		assertThatExceptionOfType(Refusal.NotFound.class).isThrownBy(() -> asBank(() -> cases.file(bankB, no)));
		assertThatExceptionOfType(Refusal.NotFound.class)
			.isThrownBy(() -> asBank(() -> cases.decide(bankB, no, approval("1"))));
		assertThatExceptionOfType(Refusal.NotFound.class)
			.isThrownBy(() -> asBank(() -> cases.evidence(bankB, no, Dimension.ORDERS)));
		assertThat(asBank(() -> cases.list(bankB, null, null, null, 10)).items()).isEmpty();
	}

	@Test
	void anotherTenantFindsNothing() {
		var no = dispatched();

		assertThatExceptionOfType(Refusal.NotFound.class)
			.isThrownBy(() -> Tenant.callAs("330499", () -> cases.file(bankA, no)));
	}

	@Test
	@DisplayName("I18: a bank sees a farm through an active consent alone")
	void revokedConsentStopsReadingAndIsLoggedButNotWhatTheBankDid() {
		var no = dispatched();
		asBank(() -> cases.evidence(bankA, no, Dimension.ORDERS));
		assertThat(as(farmer(), () -> consents.ownAccesses(1))).singleElement().satisfies(it -> {
			assertThat(it.outcome()).isEqualTo("GRANTED");
			assertThat(it.resource()).isEqualTo(no + " 订单流水");
		});
		as(farmer(), () -> {
			consents.own()
				.stream()
				.filter(it -> it.purpose() == ConsentPurpose.FINANCING)
				.forEach(it -> consents.revoke(it.id()));
			return null;
		});

		assertThatExceptionOfType(Refusal.Forbidden.class).isThrownBy(() -> asBank(() -> cases.file(bankA, no)))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.consent.revoked"));
		assertThat(as(farmer(), () -> consents.ownAccesses(5)).getFirst().outcome()).isEqualTo("REFUSED");
		assertThatExceptionOfType(Refusal.Forbidden.class)
			.isThrownBy(() -> asBank(() -> cases.evidence(bankA, no, Dimension.CAPACITY)))
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.consent.revoked"));
		assertThat(as(farmer(), () -> consents.ownAccesses(1)).getFirst()).satisfies(it -> {
			assertThat(it.outcome()).isEqualTo("REFUSED");
			assertThat(it.resource()).isEqualTo(no + " 生产能力");
		});
		assertThat(asBank(() -> cases.receive(bankA, no, new BankCases.Receipt("B", "b", "o"))).status())
			.isEqualTo(BankCases.CaseStatus.RECEIVED);
	}

	@Test
	void whatCameTooEarlyWaitsAndIsAppliedInOrder() {
		var no = dispatched();
		asBank(() -> cases.decide(bankA, no, approval("200000")));

		var repaid = asBank(() -> cases.repay(bankA, "L" + no,
				new BankCases.Repayment("W2" + no, clock.today(), Money.of("5000"), null, null, null)));
		var paid = asBank(() -> cases.disburse(bankA, disbursement(no, "W1" + no)));
		assertThat(repaid.state()).isEqualTo(BankCases.Booking.State.WAITING);
		assertThat(paid.state()).isEqualTo(BankCases.Booking.State.WAITING);

		asBank(() -> cases.contract(bankA, no, contract()));

		assertThat(asBank(() -> cases.booking(bankA, paid.bookingNo())).state())
			.isEqualTo(BankCases.Booking.State.APPLIED);
		assertThat(asBank(() -> cases.booking(bankA, repaid.bookingNo())).state())
			.isEqualTo(BankCases.Booking.State.APPLIED);
		assertThat(status(no)).isEqualTo(ApplicationStatus.REPAYING);
	}

	@Test
	@DisplayName("R24: a money report carries accounting date, value date and time; a repeat may leave them out")
	void whenTheBankBookedItIsKept() {
		var no = dispatched();
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		asBank(() -> cases.contract(bankA, no, contract()));
		var at = clock.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
		var said = new BankCases.Booked(clock.today().plusDays(1), at);
		var future = new BankCases.Booked(clock.today().plusDays(30), at);
		var plain = disbursement(no, "D" + no);
		refused("credit.booking.future", () -> asBank(() -> cases.disburse(bankA, with(plain, future))));
		refused("credit.booking.future", () -> asBank(() -> cases.disburse(bankA,
				with(plain, new BankCases.Booked(null, at.plus(java.time.Duration.ofDays(30)))))));

		asBank(() -> cases.disburse(bankA, with(plain, said)));
		assertThat(asBank(() -> cases.disburse(bankA, plain)).replayed()).isTrue();
		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> asBank(
					() -> cases.disburse(bankA, with(plain, new BankCases.Booked(clock.today(), at.plusSeconds(1))))))
			.satisfies(it -> assertThat(it.args()).extracting(String::valueOf)
				.containsExactly("accountingDate,transactedAt"));
		asBank(() -> cases.repay(bankA, "L" + no,
				new BankCases.Repayment("P" + no, clock.today(), Money.of("5000"), null, null, null)));

		var lines = asBank(() -> cases.loan(bankA, "L" + no)).transactions();
		assertThat(lines).filteredOn(it -> it.bankTxnNo().equals("D" + no)).singleElement().satisfies(it -> {
			assertThat(it.accountingDate()).isEqualTo(said.accountingDate());
			assertThat(it.transactedAt()).isEqualTo(at);
			assertThat(it.valueDate()).isEqualTo(clock.today());
		});
		assertThat(lines).filteredOn(it -> it.bankTxnNo().equals("P" + no)).singleElement().satisfies(it -> {
			assertThat(it.accountingDate()).isNull();
			assertThat(it.transactedAt()).isNull();
		});
	}

	@Test
	@DisplayName("I3: what is paid beyond all that was due is no principal of anybody's: the loan page says so")
	void whatIsPaidTooMuchIsOwedBack() {
		var no = dispatched();
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		asBank(() -> cases.contract(bankA, no, contract()));
		asBank(() -> cases.disburse(bankA, disbursement(no, "D" + no)));
		assertThat(asBank(() -> cases.loan(bankA, "L" + no)).surplus()).isEqualTo(Money.ZERO);

		asBank(() -> cases.repay(bankA, "L" + no,
				new BankCases.Repayment("P" + no, clock.today(), Money.of("250000"), null, null, null)));

		var loan = asBank(() -> cases.loan(bankA, "L" + no));
		assertThat(loan.status()).isEqualTo("SETTLED");
		assertThat(loan.schedule()
			.stream()
			.map(it -> it.principalPaid().plus(it.interestPaid()))
			.reduce(loan.surplus(), Money::plus)).as("every fen of the payment is somewhere")
			.isEqualTo(Money.of("250000"));
		assertThat(loan.surplus().isPositive()).isTrue();
	}

	@Test
	void aContractOfTomorrowIsRefused() {
		var no = dispatched();
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		var tomorrow = new BankCases.Contract("C1", clock.today().plusDays(1), Money.of("200000"),
				new BigDecimal("3.85"));
		refused("credit.case.signed-future", () -> asBank(() -> cases.contract(bankA, no, tomorrow)));
		asBank(() -> cases.contract(bankA, no, contract()));
		assertThatExceptionOfType(org.springframework.dao.DataIntegrityViolationException.class)
			.isThrownBy(() -> as(staff(),
					() -> transaction.execute(_ -> sql
						.sql("update credit_application set contract_signed_on = contract_signed_on + 1 where no = ?")
						.param(no)
						.update())))
			.withMessageContaining("credit_application_signed_on_ck");
	}

	@Test
	@DisplayName("A bank that reads a case waits for nobody who changes it")
	void aReaderWaitsForNobody() throws Exception {
		var no = dispatched();
		var read = new java.util.concurrent.CompletableFuture<String>();
		as(staff(), () -> transaction.execute(_ -> {
			assertThat(
					sql.sql("select no from credit_application where no = ? for update").param(no).query().singleRow())
				.isNotEmpty();
			Thread.startVirtualThread(() -> {
				try {
					read.complete(asBank(() -> cases.fileWithIdentity(bankA, no)).caseNo());
				}
				catch (RuntimeException failed) {
					read.completeExceptionally(failed);
				}
			});
			assertThat(read).succeedsWithin(java.time.Duration.ofSeconds(20)).isEqualTo(no);
			return null;
		}));
	}

	@Test
	@DisplayName("R24: a bank's own split is whole or is none, in the database too")
	void aSplitIsWholeOrNone() {
		var no = dispatched();
		asBank(() -> cases.decide(bankA, no, approval("200000")));
		asBank(() -> cases.contract(bankA, no, contract()));
		asBank(() -> cases.disburse(bankA, disbursement(no, "D" + no)));
		for (var parts : List.of("4000,,", ",1000,", ",,0", "4000,1000,", "5000,,0", "4000,900,0", "4000,1000,1",
				"6000,-1000,0")) {
			var split = parts.split(",", -1);
			refused("credit.booking.split",
					() -> asBank(() -> cases.repay(bankA, "L" + no, new BankCases.Repayment("P" + no, clock.today(),
							Money.of("5000"), part(split[0]), part(split[1]), part(split[2])))));
		}
		assertThat(asBank(() -> cases.repay(bankA, "L" + no, new BankCases.Repayment("P" + no, clock.today(),
				Money.of("5000"), Money.of("4000"), Money.of("1000"), Money.ZERO)))
			.state()).isEqualTo(BankCases.Booking.State.APPLIED);

		for (var change : List.of("content = jsonb_set(content::jsonb, '{interest}', 'null')::text",
				"content = jsonb_set(content::jsonb, '{principal,amount}', '\"4000.01\"')::text",
				"content = jsonb_set(content::jsonb, '{amount,amount}', '\"1.00\"')::text",
				"content = jsonb_set(content::jsonb, '{amount}', 'null')::text", "kind = 'DISBURSEMENT'")) {
			assertThatExceptionOfType(DataAccessException.class).as(change)
				.isThrownBy(() -> asBank(() -> transaction
					.execute(_ -> sql.sql("update credit_booking set " + change + " where bank_txn_no = 'P" + no + "'")
						.update())))
				.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_booking_split_ck"));
		}
	}

	private static @Nullable Money part(String yuan) {
		return yuan.isEmpty() ? null : Money.of(yuan);
	}

	private static BankCases.Disbursement with(BankCases.Disbursement it, BankCases.Booked booked) {
		return new BankCases.Disbursement(it.caseNo(), it.contractNo(), it.bankLoanNo(), it.bankTxnNo(), it.amount(),
				it.valueDate(), booked);
	}

	@Test
	@DisplayName("I26: a bank's transaction number stands for one content for ever")
	void sameNumberWithOtherContentIsRefusedNamingTheFields() {
		var no = dispatched();
		asBank(() -> cases.disburse(bankA, disbursement(no, "X" + no)));

		assertThatExceptionOfType(Refusal.WrongState.class)
			.isThrownBy(() -> asBank(() -> cases.disburse(bankA,
					new BankCases.Disbursement(no, "C1", "L" + no, "X" + no, Money.of("1"), clock.today()))))
			.satisfies(it -> assertThat(it.args()).extracting(String::valueOf).containsExactly("amount"));
	}

	@Test
	@DisplayName("I17: the same person never makes and checks")
	void theSamePersonNeverDoesTwoSteps() {
		var no = submitted();
		var reviewer = staff();
		as(reviewer, () -> run(() -> desk.pass(no, "ok", version(no))));

		assertThatExceptionOfType(Refusal.Forbidden.class)
			.isThrownBy(() -> as(reviewer, () -> run(() -> desk.report(no, "fine", version(no)))));
		var second = staff();
		as(second, () -> run(() -> desk.report(no, "fine", version(no))));
		assertThatExceptionOfType(Refusal.Forbidden.class)
			.isThrownBy(() -> as(second, () -> run(() -> desk.guarantee(no, version(no)))));
	}

	@Test
	void withdrawingGivesEverythingBack() {
		var no = dispatched();

		as(farmer(), () -> run(() -> desk.withdraw(no, null, version(no))));

		assertThat(status(no)).isEqualTo(ApplicationStatus.WITHDRAWN);
		assertThat(as(staff(), () -> facilities.exposure(farm))).isEqualTo(Money.ZERO);
		assertThat(as(staff(), () -> guarantees.capacity(farm, Money.ZERO)).orElseThrow().singlePercent()).isZero();
	}

	@Test
	@DisplayName("I13, I14: one customer within its share of net assets, letters counted in, four at once")
	void ofFourApprovalsAtOnceOnlyTheTwoThatFitAreGranted() throws Exception {
		var half = as(staff(), () -> guarantees.guarantor().orElseThrow().mostForOne()).yuan()
			.divide(BigDecimal.TWO, 2, java.math.RoundingMode.DOWN);
		var drafts = java.util.stream.IntStream.range(0, 4).mapToObj(_ -> draft()).toList();
		var together = new java.util.concurrent.CyclicBarrier(drafts.size());
		var results = new java.util.concurrent.ConcurrentLinkedQueue<String>();
		var threads = drafts.stream().map(draft -> Thread.ofPlatform().start(() -> {
			try {
				together.await();
				as(staff(), () -> transaction
					.execute(status -> guarantees.issue(draft, farm, new Money(half), BigDecimal.TEN, BigDecimal.ONE)));
				results.add("granted");
			}
			catch (Refusal refused) {
				results.add(refused.code());
			}
			catch (Exception unexpected) {
				results.add(unexpected.toString());
			}
		})).toList();
		for (var thread : threads) {
			thread.join();
		}

		assertThat(results).containsExactlyInAnyOrder("granted", "granted", "credit.guarantor.single",
				"credit.guarantor.single");
		assertThat(as(staff(), () -> guarantees.capacity(farm, Money.ZERO)).orElseThrow().singlePercent())
			.isEqualByComparingTo("10.00");
	}

	@Test
	@DisplayName("I11: a bank approves no more than was asked, signs no more than it approved, and pays once for a contract")
	void aBankPaysWithinWhatWasApprovedAndOnce() {
		var no = dispatched();
		asBank(() -> cases.receive(bankA, no, new BankCases.Receipt("B1", "branch", "li")));
		refused("credit.case.amount-above-asked", () -> asBank(() -> cases.decide(bankA, no, approval("200000.01"))));
		asBank(() -> cases.decide(bankA, no, approval("150000")));
		refused("credit.case.amount-above-approval", () -> asBank(() -> cases.contract(bankA, no, contract())));
		asBank(() -> cases.contract(bankA, no,
				new BankCases.Contract("C1", clock.today(), Money.of("150000"), new BigDecimal("3.85"))));
		var first = new BankCases.Disbursement(no, "C1", "L" + no, "D1" + no, Money.of("150000"), clock.today());
		assertThat(asBank(() -> cases.disburse(bankA, first)).state()).isEqualTo(BankCases.Booking.State.APPLIED);
		assertThat(asBank(() -> cases.disburse(bankA, first)).state()).isEqualTo(BankCases.Booking.State.APPLIED);
		int loans = as(staff(), () -> transaction.execute(_ -> sql.sql(
				"select count(*) from credit_loan l join credit_application a on a.id = l.application_id where a.no = ?")
			.param(no)
			.query(Integer.class)
			.single()));
		assertThat(loans).isEqualTo(1);
	}

	@Test
	@DisplayName("I16: each step of a case leaves its line in the history, with who and why")
	void eachStepIsWrittenDown() {
		var no = dispatched();
		var lines = as(staff(),
				() -> transaction.execute(_ -> sql.sql("""
						select s.status_to from platform_status_change s join credit_application a on a.id = s.object_id
						 where a.no = ? and s.object_type = 'FinancingApplication' and s.by_name <> '' order by s.id""")
					.param(no)
					.query(String.class)
					.list()));
		assertThat(lines).containsExactly("DRAFT", "SUBMITTED", "DUE_DILIGENCE", "GUARANTEE_APPROVAL", "READY",
				"DISPATCHED");
	}

	@Test
	@DisplayName("I19: the text that was signed keeps its hash, in the database itself")
	void whatWasSignedKeepsItsHash() {
		submitted();
		var consent = as(farmer(), () -> consents.forBank(farm, bankId)).orElseThrow();
		for (var change : List.of("text_sha256 = repeat('0', 64)", "text_version = 'other'", "given_by = id")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> as(staff(),
						() -> transaction.execute(_ -> sql.sql("update credit_consent set " + change + " where id = ?")
							.param(consent.id())
							.update())))
				.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_consent_kept_ck"));
		}
	}

	private UUID draft() {
		var no = as(farmer(), () -> desk.draft(wish()));
		return Tenant.callAs(TENANT,
				() -> transaction.execute(status -> sql.sql("select id from credit_application where no = ?")
					.param(no)
					.query(UUID.class)
					.single()));
	}

	private FinancingApplication.Wish wish() {
		return new FinancingApplication.Wish(productId, bankId, Money.of("200000"), 12, RepayMethod.EQUAL_INSTALMENT,
				"seed", Industry.A03);
	}

	@Test
	void atTheCounterOnlyTheSignedPaperIsConsent() {
		var clerk = Ids.next();
		var visit = Ids.next();
		as(staff(), () -> transaction.execute(_ -> {
			var paper = files.store(FileStore.Kind.DOCUMENT, "visit.png", picture(), FileStore.Visibility.MEMBER, farm);
			sql.sql("insert into member_person (id, tenant_id, version, name, created_at) values (?, ?, 0, 'zhang', now())")
				.params(person, TENANT)
				.update();
			return sql.sql("""
					insert into member_visit (id, tenant_id, version, no, status, member_id, person_id, person_name,
					  clerk_id, clerk_name, purpose, paper_file, began_at)
					values (?, ?, 0, ?, 'RUNNING', ?, ?, 'zhang', ?, 'li', 'loan', ?, now())""")
				.params(visit, TENANT, "CK-" + visit.toString().substring(24), farm, person, clerk, paper.fileId())
				.update();
		}));
		var atCounter = new Actor(Actor.Kind.PERSON, clerk, clerk, "li", "li for zhang", TENANT, Scope.member(farm),
				Set.of("credit:own:view", "credit:own:apply"), new Actor.Behalf(visit, "zhang"));
		when(counter.visitor()).thenAnswer(_ -> (Actor.current().behalf() != null)
				? Optional.of(new Counter.Visitor(visit, person, "zhang")) : Optional.empty());
		var no = as(atCounter, () -> desk.draft(wish()));

		refused("credit.consent.paper", () -> as(atCounter, () -> run(() -> desk.consent(no))));
		refused("credit.consent.paper", () -> as(atCounter, () -> run(() -> desk.consentOnPaper(no, null))));
		refused("kernel.file.type", () -> as(atCounter, () -> run(() -> desk.consentOnPaper(no,
				new MockMultipartFile("paper", "p.png", "image/png", "not a picture".getBytes(UTF_8))))));
		refused("credit.consent.no-visit", () -> as(farmer(), () -> run(() -> desk.consentOnPaper(no, paper()))));
		refused("credit.application.no-consent", () -> as(atCounter, () -> run(() -> desk.submit(no, version(no)))));

		as(atCounter, () -> run(() -> desk.consentOnPaper(no, paper())));
		as(atCounter, () -> run(() -> desk.submit(no, version(no))));
		assertThat(status(no)).isEqualTo(ApplicationStatus.SUBMITTED);
		var consent = as(farmer(), () -> consents.forBank(farm, bankId)).orElseThrow();
		assertThat(consent.signatureKind()).isEqualTo(SignatureKind.COUNTER_PAPER);
		assertThat(consent.givenBy()).isEqualTo(person);
		assertThat(consent.givenName()).isEqualTo("zhang");
		assertThat(consent.takenBy()).isEqualTo(clerk);
		assertThat(consent.takenName()).isEqualTo("li for zhang");
		assertThat(as(staff(),
				() -> sql("select count(*)::int from credit_visit v join credit_application a on a.id ="
						+ " v.application_id where a.no = ?", no)))
			.as("who came to sign did not do it without a visit")
			.isEqualTo(1);
		verify(messages).tell(eq(farm), eq("credit.message.consent-paper"), eq("zhang"), any(), eq("a"), any());
		assertThat(as(atCounter, consents::own)).extracting(DataConsent::id).contains(consent.id());
		as(atCounter, () -> run(() -> consents.revoke(consent.id())));
		assertThat(as(staff(), () -> consents.bankAllowed(farm, bankId))).isFalse();
		assertThatExceptionOfType(org.springframework.dao.DataIntegrityViolationException.class)
			.isThrownBy(() -> as(staff(),
					() -> transaction.execute(_ -> sql
						.sql("update credit_consent set signature_kind = 'COUNTER_PAPER' where member_id = ?")
						.param(farm)
						.update())))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_consent_paper_ck"));
	}

	private int sql(String query, String param) {
		return transaction.execute(_ -> sql.sql(query).param(param).query(Integer.class).single());
	}

	private static void refused(String code, Supplier<?> act) {
		assertThatExceptionOfType(Refusal.class).isThrownBy(act::get)
			.satisfies(it -> assertThat(it.code()).isEqualTo(code));
	}

	private static MockMultipartFile paper() {
		return new MockMultipartFile("paper", "p.png", "image/png", picture());
	}

	private static byte[] picture() {
		try (var out = new ByteArrayOutputStream()) {
			ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", out);
			return out.toByteArray();
		}
		catch (IOException failure) {
			throw new IllegalStateException(failure);
		}
	}

	@Test
	void anotherTenantsMemberCannotBeNamed() {
		assertThatExceptionOfType(org.springframework.dao.DataIntegrityViolationException.class)
			.isThrownBy(() -> as(staff(), () -> transaction.execute(status -> sql.sql("""
					insert into credit_access_log (tenant_id, member_id, reader, resource, outcome, at)
					values (?, ?, 'r', 'x', 'GRANTED', now())""").params(TENANT, Ids.next()).update())))
			.withMessageContaining("credit_access_log_member_fk");
	}

	@Test
	@DisplayName("I21: a stored rating comes out the same")
	void aStoredRatingComesOutTheSame() {
		var rating = as(staff(), () -> ratings.effective(farm)).orElseThrow();

		assertThat(as(staff(), () -> ratings.reproduces(rating.id()))).isTrue();
	}

	@Test
	void withoutConsentNobodyIsRated() {
		assertThatExceptionOfType(Refusal.Forbidden.class)
			.isThrownBy(() -> as(staff(), () -> ratings.rate(Ids.next())));
	}

	private String submitted() {
		return as(farmer(), () -> {
			var no = desk.draft(wish());
			desk.consent(no);
			desk.submit(no, version(no));
			return no;
		});
	}

	private String dispatched() {
		var no = submitted();
		as(staff(), () -> run(() -> desk.pass(no, "ok", version(no))));
		as(staff(), () -> run(() -> desk.report(no, "fine", version(no))));
		as(staff(), () -> run(() -> desk.guarantee(no, version(no))));
		return no;
	}

	private static Object run(Runnable body) {
		body.run();
		return "";
	}

	private long version(String no) {
		return transaction.execute(status -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

	private ApplicationStatus status(String no) {
		return as(farmer(), () -> desk.ofMember(farm)).stream()
			.filter(it -> it.no().equals(no))
			.findFirst()
			.orElseThrow()
			.status();
	}

	private BankCases.Approve approval(String amount) {
		return new BankCases.Approve(Money.of(amount), 12, new BigDecimal("3.85"), "EQUAL_INSTALMENT", 20,
				clock.today().plusDays(30), List.of());
	}

	private BankCases.Contract contract() {
		return new BankCases.Contract("C1", clock.today(), Money.of("200000"), new BigDecimal("3.85"));
	}

	private BankCases.Disbursement disbursement(String no, String txn) {
		return new BankCases.Disbursement(no, "C1", "L" + no, txn, Money.of("200000"), clock.today());
	}

	private Actor farmer() {
		return new Actor(Actor.Kind.PERSON, person, person, "farm", "farm", TENANT, Scope.member(farm), FARM_MAY);
	}

	private static Actor staff() {
		var id = Ids.next();
		return new Actor(Actor.Kind.PERSON, id, id, "staff", "staff", TENANT, Scope.ALL, STAFF_MAY);
	}

	private <T> T asBank(Supplier<T> body) {
		return Tenant.callAs(TENANT, body::get);
	}

	private static <T> T as(Actor actor, Supplier<T> body) {
		var result = new java.util.concurrent.atomic.AtomicReference<T>();
		actor.run(() -> result.set(body.get()));
		return result.get();
	}

}
