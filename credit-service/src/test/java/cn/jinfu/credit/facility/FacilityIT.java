package cn.jinfu.credit.facility;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.ApplicationDesk;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Umbrellas, their parts, and what members use of them. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class FacilityIT {

	@Autowired
	FacilityDesk desk;

	@Autowired
	FacilityBook book;

	@Autowired
	FacilityTasks tasks;

	@Autowired
	LoanProducts products;

	@Autowired
	PartnerBanks banks;

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

	private UUID product;

	@BeforeEach
	void aFederationWithABank() {
		world = TestFederation.another(sql, transaction);
		var may = new String[] { "credit:facility:edit", "credit:facility:approve", "credit:guarantee:view",
				"credit:application:review", "credit:rating:view" };
		one = world.staff("one", may);
		two = world.staff("two", may);
		bank = world.bank(banks);
		product = world.product(products, bank);
		world.mushroomStandard();
	}

	@Test
	void oneProposesAnUmbrellaAnotherConfirmsItByTheBanksNumber() {
		var id = proposed("1000000");
		assertThat(as(one, () -> book.umbrella(bank))).isEmpty();
		assertThat(as(one, () -> tasks.open(one, 10))).isEmpty();
		assertThat(as(two, () -> tasks.open(two, 10))).singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isNotNull());
		refused("credit.facility.four-eyes", () -> as(one, () -> run(() -> desk.confirm(id, "No. 1", 0))));
		refused("credit.facility.document", () -> as(two, () -> run(() -> desk.confirm(id, " ", 0))));
		as(two, () -> run(() -> desk.confirm(id, "No. 1", 0)));
		assertThat(as(one, () -> book.umbrella(bank))).isPresent();
		refused("credit.facility.wrong-state",
				() -> as(two, () -> run(() -> desk.refuse(id, "no longer", version(id)))));
		var other = proposed("5000");
		as(two, () -> run(() -> desk.refuse(other, "the bank said no", 0)));
		assertThat(as(one, () -> book.umbrella(bank))).hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(id));
		refused("credit.facility.amount-positive", () -> proposed("0"));
	}

	@Test
	void aFrozenUmbrellaPromisesNothingNewAndAnotherLiftsIt() {
		var id = confirmed("1000000");
		reserve(world.farm(), "1000");
		as(one, () -> run(() -> desk.freeze(id, "asked by the bank", version(id))));
		refused("credit.facility.frozen", () -> reserve(world.farm(), "1000"));
		assertThat(world.number("select reserved from credit_facility where id = ?", id)).isEqualByComparingTo("1000");
		refused("credit.facility.four-eyes", () -> as(one, () -> run(() -> desk.lift(id, "settled", version(id)))));
		as(two, () -> run(() -> desk.lift(id, "settled", version(id))));
		reserve(world.farm(), "1000");
	}

	@Test
	@DisplayName("N7: what a member has not drawn is suspended, nothing is called back, another resumes it")
	void suspendedSubLimitPromisesNothingNewAndKeepsWhatItHas() {
		confirmed("1000000");
		var farm = world.farm();
		reserve(farm, "1000");
		world.in(() -> {
			book.suspendUnused(farm, one.personId());
			return farm;
		});
		refused("credit.facility.frozen", () -> reserve(farm, "1000"));
		assertThat(as(one, () -> book.availableTo(farm))).isEqualTo(Money.ZERO);
		assertThat(world.number("select sum(reserved) from credit_facility where member_id = ?", farm))
			.isEqualByComparingTo("1000");
		refused("credit.facility.four-eyes", () -> world.in(() -> {
			book.resumeUnused(farm, one.personId());
			return farm;
		}));
		world.in(() -> {
			book.resumeUnused(farm, two.personId());
			return farm;
		});
		reserve(farm, "1000");
	}

	@Test
	@DisplayName("I8: what members use of an umbrella never exceeds it, twenty at once")
	void membersAtOnceStayWithinTheUmbrella() throws Exception {
		var id = confirmed("70000");
		var acts = new ArrayList<Supplier<?>>();
		for (int i = 0; i < 20; i++) {
			var farm = world.farm();
			acts.add(() -> reserve(farm, "10000"));
		}
		assertThat(Collections.frequency(race(acts), "done")).isEqualTo(7);
		assertThat(world.number("select sum(reserved) from credit_facility where parent_id = ?", id))
			.isEqualByComparingTo("70000");
		assertThat(world.number("select reserved from credit_facility where id = ?", id)).isEqualByComparingTo("70000");
	}

	@Test
	@DisplayName("I8: the database itself refuses members' shares beyond the umbrella, and use beyond a share")
	void theDatabaseRefusesToo() {
		var id = confirmed("20000");
		reserve(world.farm(), "15000");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(() -> sql.sql("""
				update credit_facility set amount = 90000, reserved = 25000 where parent_id = ?""").param(id).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_facility_members_ck"));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(() -> sql.sql("""
				update credit_facility set reserved = amount + 1 where parent_id = ?""").param(id).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_facility_within_ck"));
	}

	@Test
	@DisplayName("I8: a part kept for a product or a township holds, two applications at once too")
	void partsHoldUnderConcurrency() throws Exception {
		var id = confirmed("1000000");
		var part = as(one, () -> desk.proposeShare(id, null, "330482001", Money.of("30000")));
		refused("credit.facility.four-eyes", () -> as(one, () -> run(() -> desk.confirmShare(part, "No. 2", 0))));
		refused("credit.facility.document", () -> as(two, () -> run(() -> desk.confirmShare(part, " ", 0))));
		refused("credit.application.words", () -> as(two, () -> run(() -> desk.refuseShare(part, "-", 0))));
		refused("credit.facility.share-under-way",
				() -> as(two, () -> desk.proposeShare(id, null, "330482001", Money.of("40000"))));
		refused("credit.facility.share-above",
				() -> as(one, () -> desk.proposeShare(id, "NXY", null, Money.of("1000000.01"))));
		refused("credit.facility.share-key",
				() -> as(one, () -> desk.proposeShare(id, "NXY", "330482001", Money.of("1"))));
		as(two, () -> run(() -> desk.confirmShare(part, "No. 2", 0)));
		refused("credit.facility.share-decided",
				() -> as(two, () -> run(() -> desk.refuseShare(part, "no longer", 1))));
		var a = submitted("20000");
		var b = submitted("20000");

		assertThat(race(List.of(() -> passed(a), () -> passed(b)))).containsExactlyInAnyOrder("done", "late");

		assertThat(as(one, () -> desk.parts(id))).singleElement().satisfies(it -> {
			assertThat(it.used()).isEqualTo(Money.of("20000"));
			assertThat(it.left()).isEqualTo(Money.of("10000"));
		});
		assertThat(as(one, () -> desk.uses(id, null, "330482001", null, 10)).items()).singleElement()
			.satisfies(it -> assertThat(it.kept()).isEqualTo(Money.of("20000")));
		assertThat(as(one, () -> desk.uses(id, "OTHER", null, null, 10)).items()).isEmpty();
		var late = (a.equals(as(one, () -> desk.uses(id, null, null, null, 10)).items().getFirst().caseNo())) ? b : a;
		refused("credit.facility.share-exceeded", () -> passed(late));
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(() -> sql
			.sql("""
					update credit_application set reserved = true,
					       facility_id = (select facility_id from credit_application where reserved limit 1) where no = ?""")
			.param(late)
			.update())).satisfies(it -> assertThat(Constraints.name(it)).hasValue("credit_facility_part_ck"));
		var less = as(one, () -> desk.proposeShare(id, null, "330482001", Money.of("19999")));
		refused("credit.facility.share-used", () -> as(two, () -> run(() -> desk.confirmShare(less, "No. 3", 0))));
	}

	private UUID proposed(String amount) {
		return as(one, () -> desk.propose(bank, "u", Money.of(amount), clock.today(), clock.today().plusYears(1)));
	}

	private UUID confirmed(String amount) {
		var id = proposed(amount);
		as(two, () -> run(() -> desk.confirm(id, "No. 1", 0)));
		return id;
	}

	private UUID reserve(UUID member, String amount) {
		return world.in(() -> book.reserve(bank, member, "m", Money.of("1000000"),
				new FacilityBook.Want(Money.of(amount), "NXY", "330482001")));
	}

	private String submitted(String amount) {
		var farm = world.farm();
		world.declareWell(farm);
		return as(world.farmer(farm), () -> {
			consents.give(ConsentPurpose.RATING, null, 12);
			ratings.rateOwn();
			var no = applications
				.draft(new Wish(product, bank, Money.of(amount), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null));
			applications.consent(no);
			applications.submit(no, applicationVersion(no));
			return no;
		});
	}

	private Object passed(String no) {
		return as(one, () -> run(() -> applications.pass(no, "fine", applicationVersion(no))));
	}

	private long applicationVersion(String no) {
		return world.in(() -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

	private long version(UUID id) {
		return world
			.in(() -> sql.sql("select version from credit_facility where id = ?").param(id).query(Long.class).single());
	}

}
