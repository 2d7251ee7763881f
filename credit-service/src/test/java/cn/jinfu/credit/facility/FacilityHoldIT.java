package cn.jinfu.credit.facility;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.product.PartnerBank;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.product.RatingRelease;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What a bank's machine does with its own umbrellas. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class FacilityHoldIT {

	private static final String BANK = "bank-x";

	@Autowired
	BankFacilities own;

	@Autowired
	FacilityDesk desk;

	@Autowired
	FacilityBook book;

	@Autowired
	FacilityTasks tasks;

	@Autowired
	PartnerBanks banks;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private Actor one;

	private Actor two;

	private Actor machine;

	private UUID bank;

	@BeforeEach
	void aFederationWithABank() {
		world = TestFederation.another(sql, transaction);
		var may = new String[] { "credit:facility:edit", "credit:facility:approve", "credit:guarantee:view" };
		one = world.staff("one", may);
		two = world.staff("two", may);
		bank = world.bank(banks);
		machine = new Actor(Actor.Kind.MACHINE, Ids.next(), Ids.next(), BANK, BANK, world.tenant(), Scope.NONE,
				Set.of("facilities.read", "facilities.write"));
	}

	@Test
	@DisplayName("row 20: the figures of an umbrella, and what a check keeps back for a quarter of an hour")
	void aCheckKeepsAnAmountBack() {
		var id = confirmed("100000");
		reserve(world.farm(), "10000");

		var hold = hold(id, "60000");

		assertThat(hold.available()).isEqualTo(Money.of("30000"));
		assertThat(hold.heldUntil()).isBetween(Instant.now().plus(Duration.ofMinutes(14)),
				Instant.now().plus(Duration.ofMinutes(16)));
		assertThat(as(machine, () -> own.one(BANK, id))).satisfies(it -> {
			assertThat(it.amount()).isEqualTo(Money.of("100000"));
			assertThat(it.reserved()).isEqualTo(Money.of("10000"));
			assertThat(it.used()).isEqualTo(Money.ZERO);
			assertThat(it.held()).isEqualTo(Money.of("60000"));
			assertThat(it.frozen()).isEqualTo(Money.ZERO);
			assertThat(it.available()).isEqualTo(Money.of("30000"));
			assertThat(it.documentNo()).isEqualTo("No. 1");
		});
		refused("credit.facility.exceeded", () -> hold(id, "30000.01"));
		refused("credit.facility.exceeded", () -> reserve(world.farm(), "30000.01"));
		reserve(world.farm(), "30000");

		// by itself: nobody does anything but wait
		world.in(() -> sql.sql("delete from credit_facility_hold where facility_id = ?").param(id).update());
		world.in(() -> sql.sql("""
				insert into credit_facility_hold (id, tenant_id, facility_id, amount, made_at, held_until)
				values (?, ?, ?, 1, now() - interval '16 minutes', now() - interval '1 minute')""")
			.params(Ids.next(), world.tenant(), id)
			.update());
		assertThat(as(machine, () -> own.one(BANK, id)).available()).isEqualTo(Money.of("60000"));
		hold(id, "60000");
		assertThat(world.number("select count(*) from credit_facility_hold where facility_id = ?", id))
			.as("the row that had ended is gone")
			.isEqualByComparingTo("1");
	}

	@Test
	@DisplayName("row 20: twenty checks and applications at once keep and take no more than there is")
	void atOnceNoMoreThanThereIs() throws Exception {
		var id = confirmed("70000");
		var acts = new ArrayList<Supplier<?>>();
		for (int i = 0; i < 10; i++) {
			var farm = world.farm();
			acts.add(() -> reserve(farm, "10000"));
			acts.add(() -> hold(id, "10000"));
		}

		assertThat(Collections.frequency(race(acts), "done")).isEqualTo(7);

		assertThat(world.number("""
				select f.reserved + (select coalesce(sum(h.amount), 0) from credit_facility_hold h
				                      where h.facility_id = f.id) from credit_facility f where f.id = ?""", id))
			.isEqualByComparingTo("70000");
		assertThat(as(machine, () -> own.one(BANK, id)).available()).isEqualTo(Money.ZERO);
	}

	@Test
	@DisplayName("row 20: the database refuses too, whoever writes")
	void theDatabaseRefusesToo() {
		var id = confirmed("20000");
		hold(id, "15000");
		violated("credit_facility_held_ck", () -> insert(id, "5000.01", "15 minutes"));
		violated("credit_facility_hold_until_ck", () -> insert(id, "1", "16 minutes"));
		violated("credit_facility_hold_amount_ck", () -> insert(id, "0", "15 minutes"));
		violated("credit_facility_held_ck", () -> sql.sql("""
				update credit_facility set reserved = 5000.01 where id = ?""").param(id).update());
		assertThat(world.in(() -> sql.sql("update credit_facility set used = 20000 where id = ?").param(id).update()))
			.as("what was paid out is a fact")
			.isEqualTo(1);
		assertThat(as(machine, () -> own.one(BANK, id)).available()).isEqualTo(Money.ZERO);
	}

	private int insert(UUID id, String amount, String period) {
		return sql.sql("""
				insert into credit_facility_hold (id, tenant_id, facility_id, amount, made_at, held_until)
				values (?, ?, ?, cast(? as numeric), now(), now() + cast(? as interval))""")
			.params(Ids.next(), world.tenant(), id, amount, period)
			.update();
	}

	private void violated(String constraint, Supplier<?> act) {
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> world.in(act::get))
			.satisfies(it -> assertThat(Constraints.name(it)).hasValue(constraint));
	}

	@Test
	void nothingIsKeptBackWhereNothingCanBeTaken() {
		var id = confirmed("20000");
		refused("credit.facility.amount-positive", () -> hold(id, "0"));
		refused("credit.facility.amount-positive", () -> hold(id, "-1"));
		as(one, () -> run(() -> desk.freeze(id, "asked by the bank", version(id))));
		refused("credit.facility.frozen", () -> hold(id, "1"));
		assertThat(as(machine, () -> own.one(BANK, id))).satisfies(it -> {
			assertThat(it.frozen()).isEqualTo(Money.of("20000"));
			assertThat(it.available()).isEqualTo(Money.ZERO);
		});
		var waiting = proposed("5000");
		refused("credit.facility.not-in-force", () -> hold(waiting, "1"));
		assertThat(as(machine, () -> own.one(BANK, waiting)).available()).isEqualTo(Money.ZERO);
	}

	@Test
	@DisplayName("I18: another bank's umbrella and a member's share are not found")
	void onlyItsOwn() {
		var id = confirmed("20000");
		var share = reserve(world.farm(), "1000");
		world.in(() -> banks.save(PartnerBank.of("bank-y", "y", RatingRelease.LETTER_ONLY, "c")));
		assertThat(as(machine, () -> own.list(BANK))).extracting(BankFacilities.BankFacility::id).containsExactly(id);
		assertThat(as(machine, () -> own.list("bank-y"))).isEmpty();
		assertThat(as(machine, () -> own.list("nobody"))).isEmpty();
		for (var other : new String[] { "bank-y", "nobody" }) {
			refused("credit.facility.not-found", () -> as(machine, () -> own.one(other, id)));
			refused("credit.facility.not-found", () -> as(machine, () -> own.hold(other, id, Money.of("1"))));
			refused("credit.facility.not-found",
					() -> as(machine, () -> own.approve(other, id, Money.of("20000"), "No. 2")));
			refused("credit.facility.not-found", () -> as(machine, () -> own.refuse(other, id, "no")));
		}
		refused("credit.facility.not-found", () -> as(machine, () -> own.one(BANK, share)));
		refused("credit.facility.not-found", () -> hold(share, "1"));
		var elsewhere = TestFederation.another(sql, transaction);
		elsewhere.bank(banks);
		refused("credit.facility.not-found", () -> as(Actor.system(elsewhere.tenant()), () -> own.one(BANK, id)));
	}

	@Test
	@DisplayName("row 21: the bank itself approves what was proposed, or rejects it, once")
	void theBankDecidesItself() {
		var id = proposed("1000000");
		assertThat(as(two, () -> tasks.open(two, 10))).hasSize(1);
		refused("credit.facility.other-amount",
				() -> as(machine, () -> own.approve(BANK, id, Money.of("999999.99"), "No. 7")));

		var approved = as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7"));

		assertThat(approved.status()).isEqualTo(FacilityStatus.ACTIVE);
		assertThat(approved.documentNo()).isEqualTo("No. 7");
		assertThat(as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7"))).isEqualTo(approved);
		assertThat(as(two, () -> tasks.open(two, 10))).isEmpty();
		assertThat(as(one, () -> desk.changes(id))).hasSize(2);
		refused("credit.facility.wrong-state",
				() -> as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 8")));
		refused("credit.facility.wrong-state", () -> as(machine, () -> own.refuse(BANK, id, "no longer")));
		reserve(world.farm(), "1000");

		var other = proposed("5000");
		assertThat(as(machine, () -> own.refuse(BANK, other, "not now")).status()).isEqualTo(FacilityStatus.REFUSED);
		assertThat(as(machine, () -> own.refuse(BANK, other, "not now")).status()).isEqualTo(FacilityStatus.REFUSED);
		refused("credit.facility.wrong-state",
				() -> as(machine, () -> own.approve(BANK, other, Money.of("5000"), "No. 9")));
	}

	@Test
	void ofADecisionByTheBankAndOneByAPersonOneCounts() throws Exception {
		var id = proposed("1000000");
		var acts = new ArrayList<Supplier<?>>();
		acts.add(() -> as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7")));
		acts.add(() -> as(machine, () -> own.refuse(BANK, id, "not now")));
		acts.add(() -> as(two, () -> run(() -> desk.confirm(id, "No. 1", 0))));

		assertThat(Collections.frequency(race(acts), "done")).isEqualTo(1);
		assertThat(as(one, () -> desk.changes(id))).hasSize(2);
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

	private BankFacilities.FacilityHold hold(UUID id, String amount) {
		return as(machine, () -> own.hold(BANK, id, Money.of(amount)));
	}

	private long version(UUID id) {
		return world
			.in(() -> sql.sql("select version from credit_facility where id = ?").param(id).query(Long.class).single());
	}

}
