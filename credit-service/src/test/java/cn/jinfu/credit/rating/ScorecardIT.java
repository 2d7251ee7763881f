package cn.jinfu.credit.rating;

import static cn.jinfu.credit.TestFederation.actor;
import static cn.jinfu.credit.TestFederation.as;
import static cn.jinfu.credit.TestFederation.race;
import static cn.jinfu.credit.TestFederation.refused;
import static cn.jinfu.credit.TestFederation.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

import cn.jinfu.credit.TestFederation;
import cn.jinfu.credit.consent.ConsentPurpose;
import cn.jinfu.credit.consent.Consents;
import cn.jinfu.credit.rating.CardChange.BandChange;
import cn.jinfu.credit.rating.CardChange.BinChange;
import cn.jinfu.credit.rating.CardChange.IndicatorChange;
import cn.jinfu.kernel.Actor;
import cn.jinfu.kernel.BusinessClock;
import cn.jinfu.kernel.Constraints;
import cn.jinfu.kernel.Ids;
import cn.jinfu.kernel.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** A new edition of the card from draft to use, in a federation of its own. */
@SpringBootTest(classes = cn.jinfu.CreditAlone.class)
class ScorecardIT {

	private static final Set<String> STAFF_MAY = Set.of("credit:scorecard:view", "credit:scorecard:edit",
			"credit:scorecard:approve", "credit:rating:run", "credit:rating:view");

	@Autowired
	ScorecardDesk cards;

	@Autowired
	Ratings ratings;

	@Autowired
	RatingCases cases;

	@Autowired
	RatingTasks tasks;

	@Autowired
	Consents consents;

	@Autowired
	JdbcClient sql;

	@Autowired
	BusinessClock clock;

	@Autowired
	TransactionTemplate transaction;

	private final String tenant = TestFederation.another();

	private final UUID farm = Ids.next();

	private final Actor one = actor(tenant, "one", Scope.ALL, STAFF_MAY);

	private final Actor two = actor(tenant, "two", Scope.ALL, STAFF_MAY);

	private TestFederation world;

	private UUID ratingId = farm;

	@BeforeEach
	void aRatedFarm() {
		world = TestFederation.of(tenant, sql, transaction);
		world.farm(farm);
		world.declare(farm, "H303", "6", "");
		world.declare(farm, "O401", "186", "");
		var farmer = actor(tenant, "farmer", Scope.member(farm), Set.of("credit:own:view", "credit:consent:give"));
		as(farmer, () -> consents.give(ConsentPurpose.RATING, null, 12));
		ratingId = as(farmer, ratings::rateOwn);
	}

	@Test
	void aNewEditionIsComparedApprovedByAnotherAndOldRatingsKeepTheirs() {
		var id = drafted("GPH-2027.1");
		refused("credit.scorecard.not-compared", () -> as(one, () -> run(() -> {
			cards.edit(id, shift(id, 0), version(id));
			cards.propose(id, version(id));
		})));
		var before = as(one, () -> ratings.show(ratingId));
		as(one, () -> run(() -> cards.edit(id, shift(id, 5), version(id))));
		as(one, () -> run(() -> cards.compare(id, version(id))));
		var comparison = as(two, () -> cards.show(id)).comparison();
		assertThat(comparison.ratings()).isEqualTo(1);
		assertThat(comparison.before(before.outcome().grade())).isEqualTo(1);
		assertThat(comparison.scoreBefore()).isEqualTo(before.outcome().score());
		assertThat(comparison.scoreAfter()).as("five points of H303 went to O401, five of its best bin only")
			.isEqualTo(before.outcome().score() - 5);
		var lent = (before.outcome().limit().amount().signum() > 0) ? 1 : 0;
		assertThat(comparison.routes()).filteredOn(it -> it.before() > 0)
			.singleElement()
			.satisfies(it -> assertThat(it.route()).isEqualTo(before.outcome().route()));
		assertThat(comparison.routes().stream().mapToInt(CardComparison.Way::after).sum()).isEqualTo(1);
		for (var groups : List.of(comparison.townships(), comparison.sizes())) {
			assertThat(groups).singleElement().satisfies(it -> {
				assertThat(it.ratings()).isEqualTo(1);
				assertThat(it.lentBefore()).isEqualTo(lent);
				assertThat(it.limitBefore()).isEqualByComparingTo(before.outcome().limit().amount());
			});
		}

		as(one, () -> run(() -> cards.propose(id, version(id))));
		assertThat(as(one, () -> tasks.open(one, 10))).extracting(it -> it.key())
			.doesNotContain("Scorecard:" + id + ":PROPOSED");
		assertThat(as(two, () -> tasks.open(two, 10)))
			.filteredOn(it -> it.key().equals("Scorecard:" + id + ":PROPOSED"))
			.singleElement()
			.satisfies(it -> assertThat(it.dueAt()).isNotNull());
		refused("credit.scorecard.four-eyes",
				() -> as(one, () -> run(() -> cards.approve(id, clock.today(), version(id)))));
		refused("credit.scorecard.from",
				() -> as(two, () -> run(() -> cards.approve(id, clock.today().minusDays(1), version(id)))));
		refused("credit.scorecard.wrong-state",
				() -> as(one, () -> run(() -> cards.edit(id, shift(id, 0), version(id)))));
		as(two, () -> run(() -> cards.approve(id, clock.today().plusDays(3), version(id))));
		assertThat(as(one, () -> ratings.show(as(one, () -> ratings.rate(farm)))).model()).isEqualTo("GPH-2026.1");

		as(Actor.system(tenant), () -> transaction.execute(_ -> tasks.run(clock.today().plusDays(3))));
		assertThat(as(one, () -> cards.show(id)).edition().status()).isEqualTo(CardStatus.CHAMPION);
		var old = as(one, cards::list).stream().filter(it -> it.edition().code().equals("GPH-2026.1")).findFirst();
		assertThat(old).hasValueSatisfying(it -> {
			assertThat(it.edition().status()).isEqualTo(CardStatus.RETIRED);
			assertThat(it.edition().effectiveTo()).isEqualTo(clock.today().plusDays(2));
			assertThat(it.ratings()).isEqualTo(2);
		});
		assertThat(as(one, () -> ratings.show(ratingId)).model()).as("made with the old one").isEqualTo("GPH-2026.1");
		assertThat(as(one, () -> ratings.reproduces(ratingId))).isTrue();
	}

	@Test
	@DisplayName("I22: another card, compared, proposed or approved for a later day, changes no rating, old or new")
	void anotherCardDecidesNothingBeforeItsDay() {
		var before = as(one, () -> ratings.show(ratingId));
		var id = drafted("GPH-2027.4");
		as(one, () -> run(() -> cards.edit(id, shift(id, 5), version(id))));
		ratesAsBefore(before);
		as(one, () -> run(() -> cards.compare(id, version(id))));
		ratesAsBefore(before);
		as(one, () -> run(() -> cards.propose(id, version(id))));
		ratesAsBefore(before);
		as(two, () -> run(() -> cards.approve(id, clock.today().plusDays(3), version(id))));
		ratesAsBefore(before);
		as(Actor.system(tenant), () -> transaction.execute(_ -> tasks.run(clock.today().plusDays(2))));
		ratesAsBefore(before);
	}

	private void ratesAsBefore(Ratings.View before) {
		for (var rating : List.of(ratingId, as(one, () -> ratings.rate(farm)))) {
			var now = as(one, () -> ratings.show(rating));
			assertThat(now.model()).isEqualTo(before.model());
			assertThat(RatingJson.write(now.outcome())).isEqualTo(RatingJson.write(before.outcome()));
		}
	}

	@Test
	void theRulesOfACardAreKept() {
		var id = drafted("GPH-2027.2");
		refused("credit.scorecard.code-taken", () -> as(two, () -> cards.draft("GPH-2027.2")));
		refused("credit.scorecard.code", () -> as(two, () -> cards.draft("gph 1")));
		refused("credit.scorecard.not-yours",
				() -> as(two, () -> run(() -> cards.edit(id, shift(id, 0), version(id)))));
		refused("kernel.stale", () -> as(one, () -> run(() -> cards.edit(id, shift(id, 0), 9))));
		refusedEdit(id, "credit.scorecard.total", it -> indicator(it, 0, 0, 1));
		refusedEdit(id, "credit.scorecard.bands", it -> band(it, 1, new BandChange(Grade.AA, 900, ONE, ONE)));
		refusedEdit(id, "credit.scorecard.bands", it -> band(it, 6, new BandChange(Grade.C, 1, ZERO, ZERO)));
		refusedEdit(id, "credit.scorecard.shares",
				it -> band(it, 2, new BandChange(Grade.A, 690, new BigDecimal("0.9"), new BigDecimal("0.6"))));
		refusedEdit(id, "credit.scorecard.bins", it -> edge(it, new BigDecimal("0.3")));
		refusedEdit(id, "credit.scorecard.missing", it -> missing(it, 76));
		refusedEdit(id, "credit.scorecard.shape",
				it -> new CardChange(it.note(), it.validMonths(), it.indicators().subList(1, 31), it.bands()));
		refusedEdit(id, "credit.scorecard.months", it -> new CardChange(it.note(), 3, it.indicators(), it.bands()));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> world
				.in(() -> sql.sql("update credit_scorecard_version set content = content || ' ' where id = ?")
					.param(id)
					.update()))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_scorecard_version_content_ck"));
		as(one, () -> run(() -> cards.discard(id, "no longer wanted", version(id))));
		refused("credit.scorecard.wrong-state", () -> as(one, () -> run(() -> cards.compare(id, version(id)))));
	}

	@Test
	void whatWasProposedStaysAsItIsInTheDatabaseToo() {
		var id = proposed("GPH-2027.3");
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("""
					update credit_scorecard_version set content = content || ' ',
					  sha256 = encode(sha256(convert_to(content || ' ', 'UTF8')), 'hex') where id = ?""")
				.param(id)
				.update()))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_scorecard_version_kept_ck"));
		assertThatExceptionOfType(DataIntegrityViolationException.class)
			.isThrownBy(() -> world.in(() -> sql.sql("""
					update credit_scorecard_version set status = 'APPROVED', effective_from = current_date,
					  approved_by = drafted_by, approved_name = 'x', approved_at = now() where id = ?""")
				.param(id)
				.update()))
			.satisfies(it -> assertThat(Constraints.name(it)).contains("credit_scorecard_version_eyes_ck"));
		as(two, () -> run(() -> cards.giveBack(id, "say more about H303", version(id))));
		assertThat(as(one, () -> cards.show(id)).edition().status()).isEqualTo(CardStatus.DRAFT);
	}

	@Test
	void ofTwoWhoDecideAtOnceOneIsLateAndOneCardIsInUse() throws Exception {
		var id = proposed("GPH-2027.4");
		var seen = version(id);
		var three = actor(tenant, "three", Scope.ALL, STAFF_MAY);
		var outcomes = race(List.of(() -> as(two, () -> run(() -> cards.approve(id, clock.today(), seen))),
				() -> as(three, () -> run(() -> cards.approve(id, clock.today(), seen)))));

		assertThat(outcomes).containsExactlyInAnyOrder("done", "late");
		assertThat(world.in(() -> sql.sql("select count(*) from credit_scorecard_version where status = 'CHAMPION'")
			.query(Long.class)
			.single())).isOne();
		assertThat(as(one, () -> ratings.show(as(one, () -> ratings.rate(farm)))).model()).isEqualTo("GPH-2027.4");
	}

	private static final BigDecimal ZERO = BigDecimal.ZERO;

	private static final BigDecimal ONE = BigDecimal.ONE;

	private UUID drafted(String code) {
		return as(one, () -> cards.draft(code));
	}

	private UUID proposed(String code) {
		var id = drafted(code);
		as(one, () -> run(() -> cards.edit(id, shift(id, 5), version(id))));
		as(one, () -> run(() -> cards.compare(id, version(id))));
		as(one, () -> run(() -> cards.propose(id, version(id))));
		return id;
	}

	private long version(UUID id) {
		return world.in(() -> sql.sql("select version from credit_scorecard_version where id = ?")
			.param(id)
			.query(Long.class)
			.single());
	}

	/** As it is. */
	private CardChange same(UUID id) {
		var card = as(one, () -> cards.show(id)).card();
		return new CardChange("years matter less", card.validMonths(),
				card.indicators()
					.stream()
					.map(it -> new IndicatorChange(it.code(), it.missing(),
							it.bins().stream().map(bin -> new BinChange(bin.from(), bin.points())).toList()))
					.toList(),
				card.bands()
					.stream()
					.map(it -> new BandChange(it.grade(), it.from(), it.alpha(), it.theta()))
					.toList());
	}

	/** Points from the best bin of years in operation to the best bin of receipts. */
	private CardChange shift(UUID id, int points) {
		var card = as(one, () -> cards.show(id)).card();
		var change = same(id);
		for (int n = 0; n < card.indicators().size(); n++) {
			var it = card.indicators().get(n);
			if (it.code().equals("H303")) {
				change = indicator(change, n, it.bins().size() - 1, -points);
			}
			if (it.code().equals("O401")) {
				change = indicator(change, n, it.bins().size() - 1, points);
			}
		}
		return change;
	}

	private static CardChange indicator(CardChange it, int n, int bin, int more) {
		var indicators = new ArrayList<>(it.indicators());
		var was = indicators.get(n);
		var bins = new ArrayList<>(was.bins());
		var at = (more > 0 && bin == 0) ? bins.size() - 1 : bin;
		bins.set(at, new BinChange(bins.get(at).from(), bins.get(at).points() + more));
		indicators.set(n, new IndicatorChange(was.code(), was.missing(), bins));
		return new CardChange(it.note(), it.validMonths(), indicators, it.bands());
	}

	private static CardChange edge(CardChange it, BigDecimal from) {
		var indicators = new ArrayList<>(it.indicators());
		var was = indicators.getFirst();
		var bins = new ArrayList<>(was.bins());
		bins.set(2, new BinChange(from, bins.get(2).points()));
		indicators.set(0, new IndicatorChange(was.code(), was.missing(), bins));
		return new CardChange(it.note(), it.validMonths(), indicators, it.bands());
	}

	private static CardChange missing(CardChange it, int points) {
		var indicators = new ArrayList<>(it.indicators());
		var was = indicators.getFirst();
		indicators.set(0, new IndicatorChange(was.code(), points, was.bins()));
		return new CardChange(it.note(), it.validMonths(), indicators, it.bands());
	}

	private static CardChange band(CardChange it, int n, BandChange band) {
		var bands = new ArrayList<>(it.bands());
		bands.set(n, band);
		return new CardChange(it.note(), it.validMonths(), it.indicators(), bands);
	}

	private void refusedEdit(UUID id, String code, UnaryOperator<CardChange> change) {
		refused(code, () -> as(one, () -> run(() -> cards.edit(id, change.apply(same(id)), version(id)))));
	}

}
