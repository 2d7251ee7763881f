package cn.jinfu.credit.product;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.product.LoanProduct.Content;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.DayCount;
import cn.jinfu.credit.schedule.FirstPeriod;
import cn.jinfu.credit.schedule.Instalment;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.credit.schedule.Schedules;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Editions of a product, and what an application takes of them. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class ProductIT {

	@Autowired
	ProductDesk desk;

	@Autowired
	ProductTasks tasks;

	@Autowired
	LoanProducts products;

	@Autowired
	PartnerBanks banks;

	@Autowired
	FacilityBook facilities;

	@Autowired
	ApplicationDesk applications;

	@Autowired
	Ratings ratings;

	@Autowired
	Consents consents;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private Actor one;

	private Actor two;

	private UUID bank;

	private UUID farm;

	private Actor farmer;

	@BeforeEach
	void aFederationWithABankAndARatedFarm() {
		world = TestFederation.another(sql, transaction);
		var may = new String[] { "credit:product:view", "credit:product:edit", "credit:product:approve",
				"credit:application:review", "credit:rating:view" };
		one = world.staff("one", may);
		two = world.staff("two", may);
		bank = world.in(() -> banks.save(PartnerBank.of("bank-x", "x", RatingRelease.LETTER_ONLY, "c"))).id();
		world.in(() -> facilities.grant(bank, "u", Money.of("1000000000"), LocalDate.of(2026, 1, 1),
				LocalDate.of(2099, 1, 1)));
		world.mushroomStandard();
		farm = world.farm();
		farmer = world.farmer(farm);
		world.declareWell(farm);
		// rated while something is offered, for the caps of products count in
		started("BASE", content(GuaranteeKind.GUARANTOR, "1000000", "BB"));
		as(farmer, () -> consents.give(ConsentPurpose.RATING, null, 12));
		as(farmer, ratings::rateOwn);
	}

	@Test
	void oneDraftsAnotherPutsItInForceAndNobodyChangesItThen() {
		refused("credit.product.code", () -> drafted("jzd", content(GuaranteeKind.GUARANTOR, "1000000", "BB")));
		var id = drafted("JZD", content(GuaranteeKind.GUARANTOR, "1000000", "BB"));
		refused("credit.product.code-taken", () -> drafted("JZD", content(GuaranteeKind.NONE, "500000", "A")));
		refused("credit.product.not-yours", () -> as(two,
				() -> run(() -> desk.edit(id, content(GuaranteeKind.NONE, "500000", "A"), List.of(bank), 0))));
		as(one, () -> run(
				() -> desk.edit(id, content(GuaranteeKind.GUARANTOR, "800000", "BB"), List.of(), version(id))));
		refused("credit.product.no-bank", () -> as(one, () -> run(() -> desk.propose(id, version(id)))));
		as(one, () -> run(
				() -> desk.edit(id, content(GuaranteeKind.GUARANTOR, "800000", "BB"), List.of(bank), version(id))));
		as(one, () -> run(() -> desk.propose(id, version(id))));
		assertThat(as(one, () -> tasks.open(one, 10))).isEmpty();
		assertThat(as(two, () -> tasks.open(two, 10))).singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isNotNull());
		refused("credit.product.four-eyes", () -> as(one, () -> run(() -> desk.start(id, clock.today(), version(id)))));
		refused("credit.product.from",
				() -> as(two, () -> run(() -> desk.start(id, clock.today().minusDays(1), version(id)))));
		as(two, () -> run(() -> desk.start(id, clock.today(), version(id))));

		assertThat(as(two, () -> desk.offered())).extracting(it -> it.product().code()).contains("JZD");
		refused("credit.product.wrong-state", () -> as(one, () -> run(
				() -> desk.edit(id, content(GuaranteeKind.NONE, "500000", "A"), List.of(bank), version(id)))));
		for (var change : List.of("update credit_product set max_amount = 1 where id = ?",
				"update credit_product set spread_bp = 1 where id = ?",
				"delete from credit_product_bank where product_id = ?")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> world.in(() -> sql.sql(change).param(id).update()))
				.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_product_kept_ck"));
		}
	}

	@Test
	void theNextEditionTakesOverOnItsDayAndAnApplicationIsMadeWithTheOneInForce() {
		var first = started("JZD", content(GuaranteeKind.GUARANTOR, "1000000", "BB"));
		var no = as(farmer, () -> applications.draft(wish(first, "20000")));
		assertThat(as(farmer, () -> applications.ofMember(farm))).singleElement()
			.satisfies(it -> assertThat(it.productId()).isEqualTo(first));
		var second = as(one, () -> desk.copy(first));
		refused("credit.product.under-way", () -> as(one, () -> desk.copy(first)));
		as(one, () -> run(() -> desk.edit(second, content(GuaranteeKind.GUARANTOR, "50000", "BB"), List.of(bank),
				version(second))));
		as(one, () -> run(() -> desk.propose(second, version(second))));
		refused("credit.product.follows",
				() -> as(two, () -> run(() -> desk.start(second, clock.today(), version(second)))));
		var tomorrow = clock.today().plusDays(1);
		as(two, () -> run(() -> desk.start(second, tomorrow, version(second))));

		assertThat(as(two, () -> desk.show(first)).product().validTo()).isEqualTo(clock.today());
		assertThat(offered("JZD")).isEqualTo(first);
		BusinessClock.at(clock.now().plusSeconds(86_400), () -> {
			assertThat(offered("JZD")).isEqualTo(second);
			refused("credit.application.product-ended",
					() -> as(farmer, () -> applications.draft(wish(first, "20000"))));
			as(farmer, () -> run(() -> applications.consent(no)));
			refused("credit.application.product-ended",
					() -> as(farmer, () -> run(() -> applications.submit(no, applicationVersion(no)))));
			as(farmer, () -> run(() -> applications.change(no, wish(second, "20000"), applicationVersion(no))));
			as(farmer, () -> run(() -> applications.submit(no, applicationVersion(no))));
			int ended = world.in(() -> tasks.run(clock.today()));
			assertThat(ended).isOne();
			assertThat(as(two, () -> desk.show(first)).product().status()).isEqualTo(ProductStatus.ENDED);
			return no;
		});
	}

	@Test
	void twoPeopleAtOncePutOneEditionInForce() throws Exception {
		var id = drafted("JZD", content(GuaranteeKind.GUARANTOR, "1000000", "BB"));
		as(one, () -> run(() -> desk.propose(id, version(id))));
		var seen = version(id);
		assertThat(race(Collections.nCopies(2, () -> as(two, () -> run(() -> desk.start(id, clock.today(), seen))))))
			.containsExactlyInAnyOrder("done", "late");
		assertThat(world.number("select count(*) from credit_product where code = 'JZD' and status = 'IN_FORCE'"))
			.isEqualByComparingTo("1");
	}

	@Test
	void termsThatCannotBeAreRefused() {
		refused("credit.product.amounts", () -> drafted("JZD", content(GuaranteeKind.GUARANTOR, "9999", "BB")));
		refused("credit.product.member-cap", () -> drafted("JZD", content(GuaranteeKind.GUARANTOR, "1000001", "BB")));
		refused("credit.product.unsecured",
				() -> drafted("MDB", content(GuaranteeKind.NONE, "1000000", "A", "1000001", "0")));
		refused("credit.product.premium",
				() -> drafted("JZD", content(GuaranteeKind.GUARANTOR, "1000000", "BB", "1000000", "0.5")));
		var insured = drafted("NXY", content(GuaranteeKind.INSURER, "1000000", "BBB", "1000000", "0.5"));
		var cost = as(one, () -> desk.show(insured)).product()
			.cost(Money.of("100000"), 12, RepayMethod.EQUAL_INSTALMENT, LocalDate.of(2026, 1, 20));
		assertThat(cost.premium()).as("half a percent of the principal for a year").isEqualByComparingTo("500.00");
		assertThat(cost.total()).isEqualByComparingTo(cost.interest().add(cost.guaranteeFee()).add(cost.premium()));
	}

	@Test
	@DisplayName("I9: the unsecured products of one member stay within what the grade carries, at once too")
	void unsecuredLoansOfOneMemberStayWithinTheGrade() throws Exception {
		var first = started("MDB", content(GuaranteeKind.NONE, "1000000", "BB"));
		var second = started("MDC", content(GuaranteeKind.NONE, "1000000", "BB"));
		refused("credit.application.product-grade", () -> as(farmer, () -> applications
			.draft(wish(started("TOP", content(GuaranteeKind.NONE, "1000000", "AAA")), "20000"))));
		var rating = as(farmer, () -> ratings.effective(farm)).orElseThrow();
		var cap = as(farmer, () -> ratings.unsecuredCap(rating)).min(rating.limitAmount());
		assertThat(cap.isPositive()).as("the farm may borrow unsecured at all").isTrue();
		var most = cap.yuan().setScale(0, java.math.RoundingMode.DOWN).toPlainString();
		var a = submitted(first, most);
		var b = submitted(second, most);
		assertThat(race(List.of(() -> as(one, () -> run(() -> applications.pass(a, "fine", applicationVersion(a)))),
				() -> as(two, () -> run(() -> applications.pass(b, "fine", applicationVersion(b)))))))
			.containsExactlyInAnyOrder("done", "late");
		assertThat(as(farmer, () -> facilities.exposure(farm))).isEqualTo(Money.of(most));
	}

	@Test
	@DisplayName("I9: what one member owes over all products stays within the product's cap for a member")
	void whatOneMemberOwesStaysWithinTheCap() {
		var first = started("NXA", content(GuaranteeKind.INSURER, "30000", "BB", "50000", "0"));
		var second = started("NXB", content(GuaranteeKind.INSURER, "30000", "BB", "50000", "0"));
		var a = submitted(first, "30000");
		var b = submitted(second, "30000");
		as(one, () -> run(() -> applications.pass(a, "fine", applicationVersion(a))));
		refused("credit.application.member-cap",
				() -> as(one, () -> run(() -> applications.pass(b, "fine", applicationVersion(b)))));
		assertThat(as(farmer, () -> facilities.exposure(farm))).isEqualTo(Money.of("30000"));
	}

	@Test
	@DisplayName("I9: the database itself lets one member have no more than a million with nobody behind it")
	void theDatabaseKeepsTheUnsecuredWithinAMillion() {
		var first = submitted(started("MDD", content(GuaranteeKind.NONE, "1000000", "BB")), "10000");
		var second = submitted(started("MDE", content(GuaranteeKind.NONE, "1000000", "BB")), "10000");
		world.in(() -> kept(first, "600000.00"));
		violates("credit_application_unsecured_ck", () -> kept(second, "400000.01"));
		world.in(() -> kept(second, "400000.00"));
	}

	private int kept(String no, String amount) {
		return sql.sql("update credit_application set reserved = true, amount = cast(? as numeric) where no = ?")
			.params(amount, no)
			.update();
	}

	@Test
	@DisplayName("I10: the database itself lets nothing out on a rating that does not count, or is another farm's")
	void theDatabaseLetsNothingOutWithoutARating() {
		var product = started("MDF", content(GuaranteeKind.INSURER, "1000000", "BB"));
		var no = as(farmer, () -> {
			var draft = applications.draft(wish(product, "10000"));
			applications.consent(draft);
			return draft;
		});
		var rating = as(farmer, () -> ratings.effective(farm)).orElseThrow().id();
		violates("credit_application_rating_ck", () -> out(no, null));
		for (var status : List.of("SUSPENDED", "UNDER_OBJECTION", "EXPIRED")) {
			violates("credit_application_rating_ck", () -> {
				sql.sql("update credit_rating set status = ? where id = ?").params(status, rating).update();
				return out(no, rating);
			});
		}
		var other = world.farm();
		world.declareWell(other);
		var foreign = as(world.farmer(other), () -> {
			consents.give(ConsentPurpose.RATING, null, 12);
			return ratings.rateOwn();
		});
		violates("credit_application_rating_ck", () -> out(no, foreign));
		world.in(() -> out(no, rating));
	}

	private int out(String no, @Nullable UUID rating) {
		return sql.sql("update credit_application set status = 'SUBMITTED', rating_id = ? where no = ?")
			.param(rating)
			.param(no)
			.update();
	}

	@Test
	@DisplayName("R11: the product says how its consent is signed, for the farm, the desk and the database")
	void theProductSaysHowItsConsentIsSigned() {
		var usual = content(GuaranteeKind.INSURER, "1000000", "BB");
		refused("credit.product.signatures", () -> drafted("SIG", with(usual, Set.of())));
		refused("credit.product.signatures", () -> drafted("SIG", with(usual, Set.of(SignatureKind.LICENSED_CA))));
		var product = started("SIG", with(usual, Set.of(SignatureKind.COUNTER_PAPER)));
		var no = as(farmer, () -> applications.draft(wish(product, "10000")));
		refused("credit.application.signature", () -> as(farmer, () -> run(() -> applications.consent(no))));
		var other = started("SIH", usual);
		as(farmer, () -> run(() -> applications.consent(applications.draft(wish(other, "10000")))));
		refused("credit.application.signature",
				() -> as(farmer, () -> run(() -> applications.submit(no, applicationVersion(no)))));
		violates("credit_application_signature_ck",
				() -> sql
					.sql("""
							update credit_application set status = 'SUBMITTED', rating_id = (select max(id::text)::uuid from credit_rating),
							       consent_id = (select consent_id from credit_application where consent_id is not null limit 1)
							 where no = ?""")
					.param(no)
					.update());
	}

	private static Content with(Content it, Set<SignatureKind> consent) {
		return new Content(it.name(), it.terms(), it.range(), it.methods(), it.price(), it.days(), it.bring(),
				it.note(), new LoanProduct.Form(DayCount.ACT_365, FirstPeriod.INTEREST_ALONE, consent, false, null));
	}

	@Test
	@DisplayName("how days become interest is a term of the edition, and stays with what is lent by it")
	void theEditionSaysHowItReckons() {
		var product = started("RCK",
				with(content(GuaranteeKind.INSURER, "1000000", "BB"), Set.of(SignatureKind.PHONE)));
		var kept = as(one, () -> desk.show(product)).product();
		var terms = kept.terms(Money.of("100000"), new BigDecimal("3.65"), 6, RepayMethod.EQUAL_INSTALMENT,
				LocalDate.of(2026, 1, 8), 20);
		assertThat(terms.basis()).isEqualTo(DayCount.ACT_365);
		assertThat(Schedules.of(terms).getFirst()).as("43 days of ten yuan, before the instalments")
			.isEqualTo(new Instalment(1, LocalDate.of(2026, 2, 20), new BigDecimal("0.00"), new BigDecimal("430.00"),
					new BigDecimal("100000.00")));
		violates("credit_product_kept_ck",
				() -> sql.sql("update credit_product set day_count = 'ACT_360' where id = ?").param(product).update());
	}

	private void violates(String constraint, Supplier<Integer> act) {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(act))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue(constraint));
	}

	private String submitted(UUID product, String amount) {
		return as(farmer, () -> {
			var no = applications.draft(wish(product, amount));
			applications.consent(no);
			applications.submit(no, applicationVersion(no));
			return no;
		});
	}

	private UUID drafted(String code, Content content) {
		return as(one, () -> desk.draft(code, content, List.of(bank)));
	}

	private UUID started(String code, Content content) {
		var id = drafted(code, content);
		as(one, () -> run(() -> desk.propose(id, version(id))));
		as(two, () -> run(() -> desk.start(id, clock.today(), version(id))));
		return id;
	}

	private static Content content(GuaranteeKind kind, String most, String grade) {
		return content(kind, most, grade, "1000000", "0");
	}

	private static Content content(GuaranteeKind kind, String most, String grade, String cap, String premium) {
		return new Content("p", new LoanProduct.Terms(kind, new BigDecimal(premium), grade, "c", 10, Cosigner.NONE),
				new LoanProduct.Range(Money.of("10000"), Money.of(most), Money.of(cap), 3, 12),
				List.of(RepayMethod.EQUAL_INSTALMENT), new LoanProduct.Price(LocalDate.of(2026, 8, 20),
						new BigDecimal("3"), 85, BigDecimal.ZERO, new BigDecimal("80")),
				new LoanProduct.Deadlines(1, 2, 1, 2, 1), "b", "why");
	}

	private Wish wish(UUID product, String amount) {
		return new Wish(product, bank, Money.of(amount), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null);
	}

	private UUID offered(String code) {
		return as(two, () -> desk.offered()).stream()
			.map(ProductDesk.View::product)
			.filter(it -> it.code().equals(code))
			.findFirst()
			.orElseThrow()
			.id();
	}

	private long version(UUID id) {
		return world.in(() -> products.require(id).version());
	}

	private long applicationVersion(String no) {
		return world.in(() -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

}
