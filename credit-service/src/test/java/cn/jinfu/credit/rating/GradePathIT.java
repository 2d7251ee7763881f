package cn.jinfu.credit.rating;

import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.when;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.declaration.Answers;
import cn.jinfu.credit.declaration.DeclarationDesk;
import cn.jinfu.credit.declaration.Register;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Money;
import cn.jinfu.production.PlotDirectory;
import cn.jinfu.production.PlotKind;
import cn.jinfu.production.ProductionRecords;
import cn.jinfu.supply.SalesFacts;
import cn.jinfu.traceability.BrandLicences;
import cn.jinfu.traceability.TraceFacts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** From no record to the best grade, each fact by the way that the product has for it. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class GradePathIT {

	@Autowired
	Ratings ratings;

	@Autowired
	RatingCases cases;

	@Autowired
	Consents consents;

	@Autowired
	DeclarationDesk declarations;

	@Autowired
	SuspensionDesk suspensions;

	@Autowired
	RatingTasks tasks;

	@Autowired
	PlotDirectory plots;

	@Autowired
	ProductionRecords records;

	@Autowired
	SalesFacts sales;

	@Autowired
	TraceFacts traces;

	@Autowired
	BrandLicences licences;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private TestFederation world;

	private UUID farm;

	private Actor farmer;

	private Actor officer;

	@BeforeEach
	void aFarmThatLetsItselfBeRated() {
		world = TestFederation.another(sql, transaction);
		world.mushroomStandard();
		farm = world.farm();
		farmer = world.farmer(farm);
		officer = world.staff("officer", "credit:declaration:look-up", "credit:declaration:verify",
				"credit:rating:view", "credit:rating:run", "credit:rating:suspend");
		as(farmer, () -> consents.give(ConsentPurpose.RATING, null, 12));
	}

	@Test
	@DisplayName("a good farm reaches AAA by what plots, records, tests, licences, sales, its declaration and look-ups say")
	void aGoodFarmReachesTheBestGrade() {
		var score = rated().score();
		assertThat(rated().grade()).isEqualTo(Grade.C);

		growsAndKeepsRecords();
		score = higher(score);
		isTestedAndLicensed();
		score = higher(score);
		sells();
		score = higher(score);
		lookedUp(Register.B504, "NONE");
		lookedUp(Register.B505, "NONE");
		lookedUp(Register.B506, "EXCELLENT");
		lookedUp(Register.K01, "NONE");
		score = higher(score);
		declares();
		higher(score);

		var best = rated();
		assertThat(best.grade()).isEqualTo(Grade.AAA);
		assertThat(best.thinFile()).isFalse();
		assertThat(best.contributions().stream().filter(Outcome.Contribution::missing))
			.as("what no source of the product knows of this farm")
			.extracting(Outcome.Contribution::code)
			.containsExactlyInAnyOrder("O402", "O403", "O406", "B501", "B507");
		assertThat(best.contributions().stream().filter(it -> !it.missing()))
			.allSatisfy(it -> assertThat(it.path()).as(it.code()).startsWith("/console/"));
	}

	@Test
	@DisplayName("who is on a list of dishonest debtors or serious violations is knocked out, whatever else is known")
	void aListKnocksOut() {
		aGoodFarmReachesTheBestGrade();

		lookedUp(Register.K03, "HIT");

		var outcome = rated();
		assertThat(outcome.knockOuts()).containsExactly("K03");
		assertThat(outcome.grade()).isEqualTo(Grade.C);
		assertThat(outcome.limit().amount()).isZero();
	}

	@Test
	@DisplayName("found on the list of dishonest debtors after the rating, the night suspends it")
	void aLaterListingSuspends() {
		aGoodFarmReachesTheBestGrade();
		var id = as(officer, () -> ratings.effective(farm)).orElseThrow().id();
		lookedUp(Register.K01, "HIT");
		world.in(() -> sql
			.sql("update credit_declared_fact set entered_at = now() + interval '1 minute' where code = 'K01'")
			.update());

		as(Actor.system(world.tenant()), () -> transaction.execute(_ -> tasks.run(clock.today())));

		assertThat(as(officer, () -> ratings.effective(farm))).isEmpty();
		assertThat(as(officer, () -> suspensions.of(id))).singleElement()
			.satisfies(it -> assertThat(it.cause()).isEqualTo(RatingSuspension.Cause.COURT_RECORD));
	}

	private int higher(int before) {
		var now = rated().score();
		assertThat(now).isGreaterThan(before);
		return now;
	}

	private Outcome rated() {
		var id = as(farmer, ratings::rateOwn);
		assertThat(as(officer, () -> ratings.reproduces(id))).isTrue();
		return as(officer, () -> ratings.show(id)).outcome();
	}

	private Collection<UUID> ours() {
		return argThat(it -> it != null && it.contains(farm));
	}

	private void growsAndKeepsRecords() {
		when(plots.ofMembers(ours())).thenReturn(Map.of(farm, List.of(new PlotDirectory.PlotFacts(Ids.next(), "1", farm,
				"p", PlotKind.values()[0], new BigDecimal("40"), "330482001", "v", true))));
		when(records.of(ours(), any(), any())).thenReturn(Map.of(farm, new ProductionRecords.RecordFacts(farm, 26, 24,
				300, 300, new BigDecimal("40"), 1, 30, new BigDecimal("40000"), 6, 0, 0, 1, 19, 0)));
	}

	private void isTestedAndLicensed() {
		when(traces.ofMembers(ours(), any(), any()))
			.thenReturn(Map.of(farm, new TraceFacts.MemberTrace(farm, 30, 29, 30, 0, 0, 12, 0, 900L, BigDecimal.ONE)));
		when(licences.active(ours(), any())).thenReturn(Map.of(farm, List.of(new BrandLicences.Licence(Ids.next(), farm,
				"L-1", "MUSHROOM", clock.today().minusMonths(6), clock.today().plusMonths(6)))));
	}

	private void sells() {
		when(sales.ofMembers(ours(), any(), any())).thenReturn(Map.of(farm,
				new SalesFacts.MemberSales(farm, 600, new BigDecimal("900000"), Money.of("6000000"), 500,
						new BigDecimal("800000"), Money.of("5200000"), 100, new BigDecimal("100000"),
						Money.of("800000"), 40, new BigDecimal("0.22"), 1)));
	}

	private void declares() {
		var today = clock.today();
		var id = as(farmer,
				() -> declarations
					.submit(new Answers(new BigDecimal("150"), today.plusYears(8), 95, Answers.Equipment.ALL_MAIN_PLOTS,
							30, new BigDecimal("520"), new BigDecimal("460"), Answers.Profit.PROFIT_AND_MARGIN_20, 9,
							98, 102, Answers.Honour.NATION, 60, new BigDecimal("60"), Answers.InputCredit.NONE)));
		as(officer, () -> run(() -> declarations.verify(id, "papers seen", 0)));
	}

	private void lookedUp(Register register, String category) {
		as(officer, () -> run(() -> declarations
			.lookUp(new DeclarationDesk.LookUp(farm, register, category, "the register's page of today"))));
	}

}
