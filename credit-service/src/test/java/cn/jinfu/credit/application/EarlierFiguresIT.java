package cn.jinfu.credit.application;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.application.FinancingApplication.Wish;
import cn.jinfu.credit.bank.BankCases;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.consent.SignatureKind;
import cn.jinfu.credit.earlier.EarlierFigures;
import cn.jinfu.credit.earlier.EarlierFigures.Found;
import cn.jinfu.credit.earlier.Measure;
import cn.jinfu.credit.facility.FacilityBook;
import cn.jinfu.credit.product.LoanProducts;
import cn.jinfu.credit.product.PartnerBanks;
import cn.jinfu.credit.rating.Ratings;
import cn.jinfu.credit.schedule.RepayMethod;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Money;
import cn.jinfu.kernel.Tenant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.support.TransactionTemplate;

/** How it went before (D6), beside what cases took. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class EarlierFiguresIT {

	@Autowired
	EarlierFigures figures;

	@Autowired
	CaseTimes times;

	@Autowired
	CaseViews views;

	@Autowired
	ApplicationDesk desk;

	@Autowired
	BankCases cases;

	@Autowired
	FacilityBook facilities;

	@Autowired
	LoanProducts products;

	@Autowired
	PartnerBanks banks;

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

	private Actor farmer;

	private UUID bank;

	private UUID product;

	@BeforeEach
	void aBankWithAProduct() {
		world = TestFederation.another(sql, transaction);
		one = world.staff("one", "credit:product:edit", "credit:product:approve", "credit:product:view",
				"credit:application:view");
		two = world.staff("two", "credit:product:approve", "credit:product:view", "credit:application:view");
		bank = world.bank(banks);
		product = world.product(products, bank);
	}

	@Test
	@DisplayName("D6: one enters, another confirms; before, and where nobody entered, nothing is compared")
	void twoPeopleEnterHowItWentBefore() {
		assertThat(as(two, times::all)).as("neither a case nor an entry").isEmpty();
		var id = propose(Measure.DAYS_TOTAL, "24", clock.today());
		assertThat(as(two, () -> figures.inForce(clock.today()))).isEmpty();
		refused("credit.earlier.four-eyes", () -> as(one, () -> run(() -> figures.confirm(id))));
		as(two, () -> run(() -> figures.confirm(id)));
		refused("credit.earlier.closed", () -> as(two, () -> run(() -> figures.decline(id))));

		var compared = as(two, () -> times.of(product));
		assertThat(compared.before(0)).satisfies(it -> {
			assertThat(it.plain()).isEqualTo("24");
			assertThat(it.source()).isEqualTo("survey");
			assertThat(it.sourceYear()).isEqualTo(2024);
			assertThat(it.sourceBy()).isEqualTo("the office");
		});
		assertThat(compared.before(1)).isNull();
		assertThat(compared.before("VISITS")).isNull();
		assertThat(compared.all()).isNull();
		assertThat(compared.visitsEach()).isNull();
	}

	@Test
	void whatCannotBeIsRefused() {
		refused("credit.earlier.product",
				() -> as(one, () -> figures.propose(found("NOSUCH", Measure.COST, "1", 2024, clock.today()))));
		refused("credit.earlier.amount", () -> propose(Measure.VISITS, "1.5", clock.today()));
		refused("credit.earlier.amount", () -> propose(Measure.DAYS_TOTAL, "-1", clock.today()));
		refused("credit.earlier.amount", () -> propose(Measure.DAYS_TOTAL, "1.005", clock.today()));
		refused("credit.earlier.year", () -> as(one,
				() -> figures.propose(found("NXY", Measure.COST, "1", clock.today().getYear() + 1, clock.today()))));
		refused("credit.earlier.from", () -> propose(Measure.COST, "1", clock.today().plusYears(1).plusDays(1)));
		propose(Measure.COST, "260.5", clock.today());
		refused("credit.earlier.open", () -> propose(Measure.COST, "261", clock.today()));
		var nobody = world.staff("nobody");
		for (Runnable act : List.<Runnable>of(() -> figures.all(null, 20), times::all, () -> times.of(product),
				() -> times.cases(product, 0, null, 20), () -> figures.confirm(product), () -> figures.decline(product),
				() -> figures.propose(found("NXY", Measure.COST, "1", 2024, clock.today())))) {
			assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> nobody.run(act));
		}
	}

	@Test
	@DisplayName("D6: the next version takes over on its day, another federation knows nothing of it")
	void versionsFollowEachOther() {
		var today = clock.today();
		var first = inForce(Measure.VISITS, "5", today.minusYears(1));
		inForce(Measure.VISITS, "4", today.minusDays(10));
		assertThat(visits(today.minusDays(11))).isEqualTo("5");
		assertThat(visits(today.minusDays(10))).isEqualTo("4");
		var early = propose(Measure.VISITS, "3", today.minusDays(20));
		refused("credit.earlier.follows", () -> as(two, () -> run(() -> figures.confirm(early))));
		var other = TestFederation.another(sql, transaction);
		var stranger = other.staff("x", "credit:product:view", "credit:product:approve");
		assertThat(as(stranger, () -> figures.all(null, 20)).items()).isEmpty();
		refused("credit.earlier.not-found", () -> as(stranger, () -> run(() -> figures.confirm(early))));

		for (var change : List.of("amount = 9", "source = 'mine'", "valid_from = valid_from - 1", "state = 'DECLINED'",
				"source_year = 2020")) {
			broken("credit_earlier_figure_kept_ck",
					"update credit_earlier_figure set " + change + " where id = '" + first + "'");
		}
		broken("credit_earlier_figure_two_people_ck", copy(first, "proposed_by", "amount"));
		broken("credit_earlier_figure_day_ex", copy(first, "gen_random_uuid()", "amount"));
		broken("credit_earlier_figure_amount_ck", copy(first, "gen_random_uuid()", "1.5"));
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("delete from credit_earlier_figure").update()));
	}

	private static String copy(UUID id, String decidedBy, String amount) {
		return """
				insert into credit_earlier_figure (id, tenant_id, product_code, measure, edition, amount, source, source_year,
				  source_by, state, valid_from, valid_to, proposed_by, proposed_name, proposed_at, decided_by, decided_name,
				  decided_at)
				select gen_random_uuid(), tenant_id, product_code, measure, 9, %s, source, source_year, source_by, 'IN_FORCE',
				  valid_from, valid_to, proposed_by, 'x', now(), %s, 'y', now() from credit_earlier_figure where id = '%s'"""
			.formatted(amount, decidedBy, id);
	}

	@Test
	void whoConfirmsAtOnceConfirmsOnce() throws Exception {
		var id = propose(Measure.PAPERS, "14", clock.today());
		Supplier<?> confirm = () -> as(two, () -> run(() -> figures.confirm(id)));
		assertThat(race(List.of(confirm, confirm, confirm))).containsOnlyOnce("done");
	}

	@Test
	@DisplayName("D6: what a case took is kept when the money flows, and the farm reads before and now")
	void aPaidOutCaseIsMeasured() {
		inForce(Measure.DAYS_TOTAL, "24", clock.today().minusDays(30));
		var no = lent();
		var compared = as(two, () -> times.of(product));
		assertThat(compared.all()).satisfies(it -> {
			assertThat(it.cases()).isOne();
			assertThat(it.papers()).isEqualByComparingTo("0");
			// sent in on the first day at nine, the money eight days later at nine
			assertThat(it.medianElapsed()).isEqualTo(Duration.ofDays(8));
			assertThat(it.mostElapsed()).isEqualTo(Duration.ofDays(8));
			assertThat(it.medianWorking()).isLessThan(Duration.ofDays(8));
		});
		// first check two days, no guarantee, the bank five, signing one
		assertThat(compared.took(1).medianElapsed()).isEqualTo(Duration.ofDays(2));
		assertThat(compared.took(2)).isNull();
		assertThat(compared.took(4).medianElapsed()).isEqualTo(Duration.ofDays(5));
		assertThat(compared.took(5).medianElapsed()).isEqualTo(Duration.ofDays(1));
		assertThat(compared.visitsEach()).isEqualByComparingTo("0");
		assertThat(as(two, () -> times.cases(product, 0, null, 20)).items()).singleElement()
			.satisfies(it -> assertThat(it.no()).isEqualTo(no));
		assertThat(as(farmer, () -> views.own(no))).satisfies(it -> {
			assertThat(it.earlier().plain()).isEqualTo("24");
			assertThat(it.elapsed()).isEqualTo(Duration.ofDays(8));
		});
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("update credit_case_time set elapsed_minutes = 1").update()));
	}

	@Test
	@DisplayName("D6: cases of the time before are taken up once, the same")
	void oldCasesAreTakenUp() {
		var no = lent();
		var kept = rows(no);
		world.in(() -> sql
			.sql("""
					with copy as (
					  insert into credit_application
					  select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'no', 'OLD', 'loan_id', null))).*
					    from credit_application a where a.no = ? returning id)
					insert into platform_status_change (tenant_id, object_type, object_id, status_type, status_from, status_to, at,
					  by_person, by_name)
					select s.tenant_id, s.object_type, copy.id, s.status_type, s.status_from, s.status_to, s.at, s.by_person,
					  s.by_name
					  from copy, platform_status_change s join credit_application a on a.id = s.object_id where a.no = ?
					 order by s.id""")
			.params(no, no)
			.update());
		assertThat(rows("OLD")).isEmpty();
		assertThat(world.in(() -> times.run(clock.today()))).isOne();
		assertThat(rows("OLD")).isEqualTo(kept);
		assertThat(world.in(() -> times.run(clock.today()))).isZero();
	}

	@Test
	@DisplayName("D6: of ten cases the fifth is the middle and the ninth what nine in ten stay within; pages by key")
	void theMiddleIsACase() {
		var no = lent();
		for (int n = 1; n <= 9; n++) {
			copyOf(no, n);
		}
		// 1000, 2000, ... 9000 minutes, and the real one of 11520
		var all = as(two, () -> times.of(product)).all();
		assertThat(all.cases()).isEqualTo(10);
		assertThat(all.medianElapsed()).isEqualTo(Duration.ofMinutes(5000));
		assertThat(all.mostElapsed()).isEqualTo(Duration.ofMinutes(9000));
		assertThat(all.medianWorking()).isEqualTo(Duration.ofMinutes(500));
		var first = as(two, () -> times.cases(product, 0, null, 6));
		var second = as(two, () -> times.cases(product, 0, first.next(), 6));
		assertThat(first.total()).isEqualTo(10);
		assertThat(first.items()).hasSize(6);
		assertThat(first.items().getFirst().no()).isEqualTo(no);
		assertThat(second.items()).extracting(it -> it.elapsed().toMinutes())
			.containsExactly(4000L, 3000L, 2000L, 1000L);
		assertThat(second.next()).isNull();
	}

	private void copyOf(String no, int n) {
		world.in(() -> sql
			.sql("""
					with copy as (
					  insert into credit_application
					  select (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'no', a.no || '-' || :n,
					    'loan_id', null, 'status', 'WITHDRAWN'))).* from credit_application a where a.no = :no returning id)
					insert into credit_case_time (application_id, step, tenant_id, product_code, elapsed_minutes, working_minutes,
					  papers)
					select copy.id, 0, :tenant, 'NXY', :n * 1000, :n * 100, 0 from copy""")
			.param("n", n)
			.param("no", no)
			.param("tenant", world.tenant())
			.update());
	}

	private List<String> rows(String no) {
		return world.in(() -> sql.sql("""
				select concat_ws(' ', t.step, t.elapsed_minutes, t.working_minutes, t.papers) from credit_case_time t
				  join credit_application a on a.id = t.application_id where a.no = ? order by t.step""")
			.param(no)
			.query(String.class)
			.list());
	}

	/** Sent in nine days ago, paid out eight days later. */
	private String lent() {
		world.mushroomStandard();
		world.umbrella(facilities, bank);
		farmer = world.farmer(world.ratedFarm(consents, ratings));
		var officer = world.staff("officer", "credit:application:review", "credit:application:dispatch",
				"credit:application:open", "credit:rating:view");
		var day = clock.today().minusDays(9);
		var no = at(day, () -> as(farmer, () -> {
			var draft = desk
				.draft(new Wish(product, bank, Money.of("20000"), 12, RepayMethod.EQUAL_INSTALMENT, "seed", null));
			desk.consent(draft);
			desk.submit(draft, version(draft));
			return draft;
		}));
		at(day.plusDays(2), () -> as(officer, () -> run(() -> desk.pass(no, "fine", version(no)))));
		at(day.plusDays(7), () -> asBank(() -> cases.decide("bank-x", no, new BankCases.Approve(Money.of("20000"), 12,
				new BigDecimal("3.85"), "EQUAL_INSTALMENT", 20, clock.today().plusDays(30), List.of()))));
		at(day.plusDays(8), () -> asBank(() -> cases.contract("bank-x", no, new BankCases.Contract("C-" + no,
				clock.today(), Money.of("20000"), new BigDecimal("3.85"), SignatureKind.BANK_APP, null))));
		at(day.plusDays(8), () -> asBank(() -> cases.disburse("bank-x",
				new BankCases.Disbursement(no, "C-" + no, "L-" + no, "D-" + no, Money.of("20000"), clock.today()))));
		return no;
	}

	private static <T> T at(LocalDate day, Supplier<T> body) {
		return BusinessClock.at(nine(day), body::get);
	}

	private static Instant nine(LocalDate day) {
		return day.atTime(9, 0).atZone(BusinessClock.ZONE).toInstant();
	}

	private String visits(LocalDate on) {
		return as(two, () -> figures.inForce(on)).get("NXY").get(Measure.VISITS).plain();
	}

	private UUID inForce(Measure measure, String amount, LocalDate from) {
		var id = propose(measure, amount, from);
		as(two, () -> run(() -> figures.confirm(id)));
		return id;
	}

	private UUID propose(Measure measure, String amount, LocalDate from) {
		return as(one, () -> figures.propose(found("NXY", measure, amount, 2024, from)));
	}

	private static Found found(String code, Measure measure, String amount, int year, LocalDate from) {
		return new Found(code, measure, new BigDecimal(amount), "survey", year, "the office", from);
	}

	private void broken(String constraint, String statement) {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> world.in(() -> sql.sql(statement).update()))
			.satisfies(it -> assertThat(Constraints.name(it)).as(statement).hasValue(constraint));
	}

	private long version(String no) {
		return transaction.execute(_ -> sql.sql("select version from credit_application where no = ?")
			.param(no)
			.query(Long.class)
			.single());
	}

	private <T> T asBank(Supplier<T> body) {
		return Tenant.callAs(world.tenant(), body::get);
	}

}
