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
import java.util.List;
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
					() -> as(machine, () -> own.approve(other, id, Money.of("20000"), "No. 2", null)));
			refused("credit.facility.not-found", () -> as(machine, () -> own.refuse(other, id, "no", null)));
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
				() -> as(machine, () -> own.approve(BANK, id, Money.of("999999.99"), "No. 7", null)));

		var approved = as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7", null));

		assertThat(approved.status()).isEqualTo(BankFacilities.Standing.ACTIVE);
		assertThat(approved.documentNo()).isEqualTo("No. 7");
		assertThat(as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7", null))).isEqualTo(approved);
		assertThat(as(two, () -> tasks.open(two, 10))).isEmpty();
		assertThat(as(one, () -> desk.changes(id))).hasSize(2);
		refused("credit.facility.wrong-state",
				() -> as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 8", null)));
		refused("credit.facility.wrong-state", () -> as(machine, () -> own.refuse(BANK, id, "no longer", null)));
		reserve(world.farm(), "1000");

		var other = proposed("5000");
		assertThat(as(machine, () -> own.refuse(BANK, other, "not now", null)).status())
			.isEqualTo(BankFacilities.Standing.REFUSED);
		assertThat(as(machine, () -> own.refuse(BANK, other, "not now", null)).status())
			.isEqualTo(BankFacilities.Standing.REFUSED);
		refused("credit.facility.wrong-state",
				() -> as(machine, () -> own.approve(BANK, other, Money.of("5000"), "No. 9", null)));
	}

	@Test
	void ofADecisionByTheBankAndOneByAPersonOneCounts() throws Exception {
		var id = proposed("1000000");
		var acts = new ArrayList<Supplier<?>>();
		acts.add(() -> as(machine, () -> own.approve(BANK, id, Money.of("1000000"), "No. 7", null)));
		acts.add(() -> as(machine, () -> own.refuse(BANK, id, "not now", null)));
		acts.add(() -> as(two, () -> run(() -> desk.confirm(id, "No. 1", 0))));

		assertThat(Collections.frequency(race(acts), "done")).isEqualTo(1);
		assertThat(as(one, () -> desk.changes(id))).hasSize(2);
	}

	@Test
	@DisplayName("row 21: the bank itself approves a part of its umbrella or rejects it, by number and by what it saw")
	void theBankDecidesOnAPart() {
		var id = confirmed("100000");
		var part = part(id, "JZD", "30000");
		assertThat(as(machine, () -> own.waiting(BANK))).extracting(BankFacilities.Waiting::id).containsExactly(part);
		assertThat(events(part)).containsExactly("facility.changed PROPOSED");
		assertThat(as(machine, () -> own.parts(BANK, id))).singleElement().satisfies(it -> {
			assertThat(it.umbrellaId()).isEqualTo(id);
			assertThat(it.productCode()).isEqualTo("JZD");
			assertThat(it.status()).isEqualTo(BankFacilities.Standing.PROPOSED);
			assertThat(it.available()).isEqualTo(Money.ZERO);
		});
		refused("credit.facility.other-amount",
				() -> as(machine, () -> own.approve(BANK, part, Money.of("29999.99"), "No. 7", 0L)));
		refused("kernel.stale", () -> as(machine, () -> own.approve(BANK, part, Money.of("30000"), "No. 7", 1L)));
		refused("kernel.stale", () -> as(machine, () -> own.refuse(BANK, part, "no", 1L)));

		var approved = as(machine, () -> own.approve(BANK, part, Money.of("30000"), "No. 7", 0L));

		assertThat(approved.status()).isEqualTo(BankFacilities.Standing.ACTIVE);
		assertThat(approved.available()).isEqualTo(Money.of("30000"));
		assertThat(approved.documentNo()).isEqualTo("No. 7");
		assertThat(as(machine, () -> own.approve(BANK, part, Money.of("30000"), "No. 7", 0L))).as("the same again")
			.isEqualTo(approved);
		assertThat(events(part)).containsExactly("facility.changed PROPOSED", "facility.changed IN_FORCE");
		assertThat(text("select decided_name from credit_facility_share where id = ?", part)).isEqualTo(BANK);
		assertThat(text("""
				select string_agg(by_name || ' ' || status_to, ',' order by id) from platform_status_change
				 where object_id = ?""", part)).isEqualTo("one PROPOSED," + BANK + " IN_FORCE");
		refused("credit.facility.share-decided",
				() -> as(machine, () -> own.approve(BANK, part, Money.of("30000"), "No. 8", 1L)));
		refused("credit.facility.share-decided", () -> as(machine, () -> own.refuse(BANK, part, "no longer", 1L)));
		refused("credit.facility.share-decided", () -> as(two, () -> run(() -> desk.confirmShare(part, "No. 9", 1))));
		assertThat(as(machine, () -> own.waiting(BANK))).isEmpty();
	}

	@Test
	void aNewerPartEndsTheFormerAndARejectedOneChangesNothing() {
		var id = confirmed("100000");
		var first = part(id, "JZD", "30000");
		as(machine, () -> own.approve(BANK, first, Money.of("30000"), "No. 7", null));
		var second = part(id, "JZD", "40000");
		var no = as(machine, () -> own.refuse(BANK, second, "too much", 0L));
		assertThat(no.status()).isEqualTo(BankFacilities.Standing.REFUSED);
		assertThat(no.reason()).isEqualTo("too much");
		assertThat(as(machine, () -> own.refuse(BANK, second, "too much", 0L))).isEqualTo(no);
		assertThat(as(machine, () -> own.one(BANK, first)).status()).isEqualTo(BankFacilities.Standing.ACTIVE);
		assertThat(as(one, () -> desk.parts(id))).extracting(it -> it.share().reason())
			.as("the federation reads why")
			.containsExactlyInAnyOrder(null, "too much");
		var third = part(id, "JZD", "35000");

		as(machine, () -> own.approve(BANK, third, Money.of("35000"), "No. 8", 0L));

		assertThat(as(machine, () -> own.one(BANK, first)).status()).isEqualTo(BankFacilities.Standing.ENDED);
		assertThat(events(first)).endsWith("facility.changed ENDED");
		assertThat(as(machine, () -> own.parts(BANK, id))).extracting(BankFacilities.BankFacility::id)
			.containsExactly(third);
	}

	@Test
	@DisplayName("I18: a part of another bank's umbrella is not found, and a part is no umbrella to keep back from")
	void aPartOfAnothersIsNotFound() {
		var id = confirmed("20000");
		var part = part(id, "JZD", "1000");
		world.in(() -> banks.save(PartnerBank.of("bank-y", "y", RatingRelease.LETTER_ONLY, "c")));
		for (var other : new String[] { "bank-y", "nobody" }) {
			refused("credit.facility.not-found", () -> as(machine, () -> own.one(other, part)));
			refused("credit.facility.not-found", () -> as(machine, () -> own.parts(other, id)));
			refused("credit.facility.not-found",
					() -> as(machine, () -> own.approve(other, part, Money.of("1000"), "No. 2", 0L)));
			refused("credit.facility.not-found", () -> as(machine, () -> own.refuse(other, part, "no", 0L)));
			assertThat(as(machine, () -> own.waiting(other))).isEmpty();
		}
		refused("credit.facility.not-found", () -> hold(part, "1"));
		refused("credit.facility.not-found", () -> as(machine, () -> own.parts(BANK, part)));
		var elsewhere = TestFederation.another(sql, transaction);
		elsewhere.bank(banks);
		refused("credit.facility.not-found", () -> as(Actor.system(elsewhere.tenant()), () -> own.one(BANK, part)));
	}

	@Test
	void aPartIsDecidedOnceWhoeverIsFirst() throws Exception {
		var id = confirmed("100000");
		for (int round = 0; round < 5; round++) {
			var part = part(id, "JZD", "3000" + round);
			var amount = Money.of("3000" + round);
			var acts = new ArrayList<Supplier<?>>();
			acts.add(() -> as(machine, () -> own.approve(BANK, part, amount, "No. 7", 0L)));
			acts.add(() -> as(machine, () -> own.refuse(BANK, part, "not now", 0L)));
			acts.add(() -> as(two, () -> run(() -> desk.confirmShare(part, "No. 1", 0))));
			acts.add(() -> as(two, () -> run(() -> desk.refuseShare(part, "no longer", 0))));

			assertThat(Collections.frequency(race(acts), "done")).isEqualTo(1);
			assertThat(events(part)).hasSize(2);
		}
	}

	@Test
	@DisplayName("a part is not in force before its umbrella, never above it and never below what is used")
	void aPartFitsItsUmbrellaForTheBankAndTheDatabase() {
		var waiting = proposed("50000");
		var early = part(waiting, "JZD", "1000");
		refused("credit.facility.not-in-force",
				() -> as(machine, () -> own.approve(BANK, early, Money.of("1000"), "No. 7", 0L)));
		var id = confirmed("100000");
		refused("credit.facility.share-above", () -> part(id, "JZD", "100000.01"));
		var part = part(id, "JZD", "30000");
		violated("credit_facility_share_bank_ck", () -> sql.sql("""
				update credit_facility_share set status = 'IN_FORCE', decided_by = ?, decided_name = 'x',
				       decided_at = now() where id = ?""").params(Ids.next(), part).update());
		violated("credit_facility_share_fits_ck", () -> decided(early));
		violated("credit_facility_share_fits_ck", () -> sql.sql("""
				insert into credit_facility_share (id, tenant_id, version, umbrella_id, product_code, amount, status,
				                                   proposed_by, proposed_name, proposed_at)
				values (?, ?, 0, ?, 'NXY', 100000.01, 'PROPOSED', ?, 'x', now())""")
			.params(Ids.next(), world.tenant(), id, Ids.next())
			.update());
		world.in(() -> decided(part));
		violated("credit_facility_share_final_ck", () -> sql.sql("""
				update credit_facility_share set bank_document = 'N2' where id = ?""").param(part).update());
		violated("credit_facility_share_final_ck", () -> sql.sql("""
				update credit_facility_share set amount = 1 where id = ?""").param(part).update());
	}

	private int decided(UUID part) {
		return sql.sql("""
				update credit_facility_share set status = 'IN_FORCE', decided_by = ?, decided_name = 'x',
				       decided_at = now(), bank_document = 'N1' where id = ?""").params(Ids.next(), part).update();
	}

	private String text(String query, UUID id) {
		return world.in(() -> sql.sql(query).param(id).query(String.class).single());
	}

	private UUID part(UUID umbrella, String product, String amount) {
		return as(one, () -> desk.proposeShare(umbrella, product, null, Money.of(amount)));
	}

	private List<String> events(UUID subject) {
		return world.in(() -> sql.sql("""
				select type || ' ' || status from credit_outbound_event where subject = ? order by at, id""")
			.param(subject.toString())
			.query(String.class)
			.list());
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
