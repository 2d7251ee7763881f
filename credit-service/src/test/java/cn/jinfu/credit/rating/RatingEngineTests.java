package cn.jinfu.credit.rating;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import cn.jinfu.credit.rating.LimitInputs.CropLine;
import cn.jinfu.credit.rating.LimitInputs.WorkingCapital;
import cn.jinfu.kernel.Refusal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingEngineTests {

	private static final LocalDate DAY = LocalDate.of(2026, 11, 18);

	private final Scorecard card = Scorecards.shipped();

	private final RatingEngine engine = new RatingEngine(card);

	@Test
	void theShippedCardIsSound() {
		assertThat(card.checked().indicators()).hasSize(31);
	}

	/** The example of the limit formula: the farm of grade A with 40 mu of mushrooms. */
	@Test
	void theWorkedExampleGives289000() {
		var outcome = engine.rate(mushroomFarm());

		assertThat(outcome.grade()).isEqualTo(Grade.A);
		assertThat(outcome.limit().byProduction()).isEqualTo("518400.00");
		assertThat(outcome.limit().byReceipts()).isEqualTo("465000.00");
		assertThat(outcome.limit().byWorkingCapital()).isEqualTo("289525.00");
		assertThat(outcome.limit().amount()).isEqualByComparingTo("289000");
		assertThat(outcome.limit().binding()).isEqualTo(Limit.Binding.WORKING_CAPITAL);
	}

	/** Edges written from the rules: bins are closed on the left. */
	@ParameterizedTest
	@CsvSource({ "C101,0.2999,10", "C101,0.3,25", "C101,0.6,45", "C101,0.9999,45", "C101,1,65", "C101,2,75",
			"C101,9,75", "C103,0.5999,5", "C103,0.6,20", "C103,0.8,35", "C103,1.2,20", "C103,1.5,5", "C106,0,0",
			"C106,0.01,8", "C106,50,16", "C106,90,25", "H301,-20.01,0", "H301,-20,20", "H301,0,35", "H301,10,50",
			"H301,30,45", "H304,110,25", "H304,109.9,30", "O401,9.9999,5", "O401,10,20", "O401,500,65", "O402,0.29,35",
			"O402,0.3,25", "O402,0.6,12", "O402,1,0", "O404,29.9,25", "O404,30,20", "O404,80,5", "O405,0.4,15",
			"O405,0.5,12", "O405,5,0", "B501,0,70", "B501,1,45", "B501,7,45", "B501,8,25", "B501,30,25", "B501,31,10",
			"B501,90,10", "B501,91,0", "B503,0.39,30", "B503,1,0", "T202,94.9,0", "T202,100,35" })
	void pointsFollowTheCard(String indicator, BigDecimal value, int points) {
		assertThat(points(indicator, Fact.number(value, "test", DAY, 6, null))).isEqualTo(points);
	}

	@ParameterizedTest
	@CsvSource({ "T201,NONE,0", "T201,CERTIFICATE,10", "T201,GREEN_OR_BRAND,25", "T201,ORGANIC_OR_GREEN_AND_BRAND,40",
			"T206,VIOLATION,0", "H302,LOSS_TWO_YEARS,0", "H302,PROFIT_AND_MARGIN_20,45", "B502,NONE,25", "B504,MINOR,5",
			"B505,OPEN_DEFENDANT,0", "B506,EXCELLENT,20", "B507,HIGH,15" })
	void categoriesFollowTheCard(String indicator, String category, int points) {
		assertThat(points(indicator, Fact.category(category, "test", DAY, 6, null))).isEqualTo(points);
	}

	@Test
	void fewRowsDoNotEarnFullPoints() {
		assertThat(points("T202", Fact.number(new BigDecimal("100"), "test", DAY, 5, null))).isEqualTo(25);
		assertThat(points("B501", Fact.number(BigDecimal.ZERO, "test", DAY, 5, null))).isEqualTo(45);
	}

	@Test
	void missingFactsGetTheirOwnPointsAndMakeAThinFile() {
		var outcome = engine.rate(new Snapshot(UUID.randomUUID(), DAY, new TreeMap<>(), inputs(null)));

		assertThat(outcome.thinFile()).isTrue();
		assertThat(outcome.score()).isEqualTo(175);
		assertThat(outcome.validTo()).isEqualTo(DAY.plusMonths(6));
		assertThat(outcome.contributions()).allSatisfy(it -> assertThat(it.missing()).isTrue());
	}

	@Test
	void thinFileNeverGetsBetterThanBbb() {
		var farm = best();
		for (var code : List.of("C101", "C102", "C105", "H301", "H302", "H303", "O401", "B501", "O402", "O403")) {
			farm.facts().remove(code);
		}

		var outcome = engine.rate(farm);

		assertThat(outcome.thinFile()).isTrue();
		assertThat(outcome.grade().compareTo(Grade.BBB)).isNotNegative();
	}

	@Test
	void bestOfEverythingIsAFullScoreWithoutAdvice() {
		var outcome = engine.rate(best());

		assertThat(outcome.score()).isEqualTo(1000);
		assertThat(outcome.grade()).isEqualTo(Grade.AAA);
		assertThat(outcome.advice()).isNull();
		assertThat(outcome.reasons()).isEmpty();
		assertThat(outcome.strengths()).hasSize(3);
		assertThat(outcome.pointsToNext()).isZero();
	}

	@Test
	void aKnockOutLendsNothingWhateverTheScore() {
		var farm = best().with("K03", Fact.category("HIT", "test", DAY, 1, null));

		var outcome = engine.rate(farm);

		assertThat(outcome.knockOuts()).containsExactly("K03");
		assertThat(outcome.grade()).isEqualTo(Grade.C);
		assertThat(outcome.limit().amount()).isZero();
		assertThat(outcome.advice()).isNull();
	}

	@Test
	void withoutInsuranceTheAdviceIsToInsureAndNamesTheMoney() {
		var farm = mushroomFarm();
		farm.facts().remove("C106");

		var outcome = engine.rate(farm);

		assertThat(outcome.limit().haircut()).isEqualByComparingTo("0.20");
		assertThat(outcome.limit().amount()).isEqualByComparingTo("231000");
		assertThat(outcome.advice()).isNotNull();
		assertThat(outcome.advice().indicator()).isEqualTo("C106");
		assertThat(outcome.advice().moreLimit()).isEqualByComparingTo("58000");
	}

	@Test
	void haircutsAddUpToTheMostOnly() {
		var farm = mushroomFarm().with("O404", Fact.number(new BigDecimal("80"), "test", DAY, 9, null));
		farm.facts().remove("C106");

		assertThat(engine.rate(farm).limit().haircut()).isEqualByComparingTo("0.35");
	}

	@Test
	void capsHoldTheLimitDown() {
		var base = mushroomFarm();

		assertThat(limit(base, "200500", "1000000000", "0")).isEqualByComparingTo("200000");
		assertThat(limit(base, "1000000", "123456", "0")).isEqualByComparingTo("123000");
		assertThat(limit(base, "1000000", "1000000000", "900000")).isEqualByComparingTo("100000");
		assertThat(limit(base, "1000000", "1000000000", "1200000")).isZero();
	}

	@Test
	void reasonsAreTheHeaviestGapsFirst() {
		var outcome = engine.rate(mushroomFarm());

		assertThat(outcome.reasons()).hasSizeLessThanOrEqualTo(4).isNotEmpty();
		assertThat(outcome.reasons()).isSortedAccordingTo((a, b) -> b.gap().compareTo(a.gap()));
		assertThat(outcome.reasons()).allSatisfy(it -> assertThat(it.gap()).isPositive());
	}

	@Test
	void aStoredSnapshotScoresTheSameAgain() {
		var farm = mushroomFarm();
		var written = RatingJson.write(farm);

		var read = RatingJson.read(written, Snapshot.class);

		assertThat(RatingJson.write(read)).isEqualTo(written);
		assertThat(RatingJson.write(engine.rate(read))).isEqualTo(RatingJson.write(engine.rate(farm)));
	}

	@Test
	@DisplayName("N9: what the advice and the next bins say leads a farm step by step to AAA")
	void adviceLeadsToTheBestGrade() {
		var farm = mushroomFarm();
		var outcome = engine.rate(farm);
		assertThat(outcome.grade()).isNotEqualTo(Grade.AAA);
		var steps = 0;
		while (outcome.grade() != Grade.AAA) {
			var before = outcome;
			var code = (before.advice() != null) ? before.advice().indicator()
					: before.reasons().stream().filter(it -> it.next() != null).findFirst().orElseThrow().indicator();
			var step = (before.advice() != null) ? before.advice().step()
					: before.reasons().stream().map(it -> it.next()).filter(Objects::nonNull).findFirst().orElseThrow();
			farm = farm.with(code, reached(step));
			outcome = engine.rate(farm);
			assertThat(outcome.score()).as("%s brings what was promised", code)
				.isEqualTo(before.score() + step.points());
			assertThat(++steps).isLessThan(60);
		}
		assertThat(steps).isPositive();
	}

	private static Fact reached(Outcome.Step step) {
		var edge = step.edge();
		return new Fact((edge != null && step.below()) ? edge.subtract(new BigDecimal("0.0001")) : edge,
				step.category(), "test", DAY, Math.max(step.minRows(), 12), null);
	}

	@Test
	void aGoodFarmReachesTheBestGradeOnWhatTheProductItselfCanKnow() {
		var facts = new TreeMap<>(best().facts());
		List.of("O402", "O403", "O406", "B507").forEach(facts::remove);
		var outcome = engine.rate(new Snapshot(new UUID(7, 7), DAY, facts, inputs(null)));
		assertThat(outcome.grade()).isEqualTo(Grade.AAA);
	}

	@Test
	@DisplayName("I21: any snapshot, read back from its text, rates the same with its card: score, grade, reasons, limit")
	void anySnapshotRatesTheSameAgain() {
		var random = new Random(20261127);
		for (int i = 0; i < 500; i++) {
			var snapshot = some(random);
			var text = RatingJson.write(snapshot);
			var first = RatingJson.write(engine.rate(snapshot));
			var again = RatingJson.read(text, Snapshot.class);
			var sameCard = RatingJson.read(RatingJson.write(card), Scorecard.class);
			assertThat(RatingJson.write(again)).isEqualTo(text);
			assertThat(RatingJson.write(new RatingEngine(sameCard).rate(again))).isEqualTo(first);
		}
	}

	/** Facts in, at and between the bins, some missing, some knocked out. */
	private Snapshot some(Random random) {
		var facts = new TreeMap<String, Fact>();
		for (var indicator : card.indicators()) {
			var bin = indicator.bins().get(random.nextInt(indicator.bins().size()));
			if (random.nextInt(6) == 0) {
				continue;
			}
			if (bin.category() != null) {
				category(facts, indicator.code(), bin.category());
			}
			else {
				var from = (bin.from() != null) ? bin.from() : BigDecimal.ZERO;
				var moved = from.add(BigDecimal.valueOf(random.nextInt(-2000, 2000), 3));
				number(facts, indicator.code(), moved.toPlainString(), random.nextInt(20));
			}
		}
		if (random.nextInt(10) == 0) {
			category(facts, card.knockOuts().getFirst(), "HIT");
		}
		return new Snapshot(new UUID(random.nextLong(), random.nextLong()), DAY, facts,
				inputs(random.nextBoolean() ? null : new WorkingCapital(new BigDecimal(random.nextInt(1, 9_000_000)),
						new BigDecimal(random.nextInt(60)), new BigDecimal(random.nextInt(40)), random.nextInt(90),
						random.nextInt(90), random.nextInt(90), random.nextInt(90), random.nextInt(90),
						new BigDecimal(random.nextInt(900_000)), BigDecimal.ZERO, BigDecimal.ZERO)));
	}

	@ParameterizedTest
	@CsvSource({ "C105,50,26.92,7,2027-01-06", "H303,5,4.5,1,2027-05-20", "B501,,0,2,2027-03-18",
			"C106,90,20,1,2026-11-25", "O401,200,186,9,2027-01-01", "T203,80,61,38,2026-11-19" })
	void thePointsCountFromADay(String code, BigDecimal edge, String value, int rows, LocalDate day) {
		assertThat(PointsFrom.day(code, new Outcome.Step(edge, false, null, 6, 10), value, rows, DAY)).isEqualTo(day);
	}

	@Test
	@DisplayName("I23: the card asks for nothing that a person is born with, and no edition can add an indicator")
	void nothingForbiddenIsAskedFor() throws IOException {
		var words = new Properties();
		try (var in = new InputStreamReader(
				Objects.requireNonNull(getClass().getResourceAsStream("/messages/credit_en.properties")), UTF_8)) {
			words.load(in);
		}
		assertThat(card.indicators())
			.allSatisfy(it -> assertThat(words.getProperty("credit.indicator." + it.code())).isNotNull()
				.doesNotContainPattern("(?i)gender|sex\\b|nationality|ethnic|religio|health|birth|origin"));
		assertThat(card.knockOuts()).allSatisfy(it -> assertThat(it).startsWith("K"));
	}

	@Test
	void aCardWithAHoleIsRefused() {
		var broken = RatingJson.read(RatingJson.write(card).replace("\"total\":1000", "\"total\":999"),
				Scorecard.class);

		assertThatExceptionOfType(Refusal.RuleBroken.class).isThrownBy(broken::checked)
			.satisfies(it -> assertThat(it.code()).isEqualTo("credit.scorecard.total"));
	}

	private BigDecimal limit(Snapshot farm, String productCap, String umbrella, String exposure) {
		var old = farm.limit();
		var inputs = new LimitInputs(old.crops(), old.working(), new BigDecimal(productCap), new BigDecimal(umbrella),
				old.memberCap(), new BigDecimal(exposure));
		return engine.rate(new Snapshot(farm.memberId(), farm.asOf(), farm.facts(), inputs)).limit().amount();
	}

	private int points(String indicator, Fact fact) {
		var facts = new TreeMap<String, Fact>();
		facts.put(indicator, fact);
		return engine.rate(new Snapshot(UUID.randomUUID(), DAY, facts, inputs(null)))
			.contributions()
			.stream()
			.filter(it -> it.code().equals(indicator))
			.findFirst()
			.orElseThrow()
			.points();
	}

	private static LimitInputs inputs(WorkingCapital working) {
		return new LimitInputs(List.of(new CropLine("mushroom", new BigDecimal("40"), new BigDecimal("18000"), 1)),
				working, new BigDecimal("1000000"), new BigDecimal("1000000000"), new BigDecimal("1000000"),
				BigDecimal.ZERO);
	}

	private static Snapshot mushroomFarm() {
		var facts = new TreeMap<String, Fact>();
		number(facts, "C101", "1.3", 6);
		number(facts, "C102", "25", 4);
		number(facts, "C103", "1", 1);
		number(facts, "C104", "18", 4);
		number(facts, "C105", "92.3", 311);
		number(facts, "C106", "95", 2);
		category(facts, "T201", "GREEN_OR_BRAND");
		number(facts, "T202", "100", 14);
		number(facts, "T203", "61", 38);
		category(facts, "T204", "SOME");
		number(facts, "T205", "8", 2);
		category(facts, "T206", "AT_LEAST_80");
		number(facts, "H301", "8", 3);
		category(facts, "H302", "PROFIT_THREE_YEARS");
		number(facts, "H303", "8", 1);
		number(facts, "H304", "96", 4);
		category(facts, "H305", "COUNTY");
		number(facts, "O401", "186", 96);
		number(facts, "O402", "0.4", 24);
		number(facts, "O403", "95", 96);
		number(facts, "O404", "45", 96);
		number(facts, "O405", "0.4", 96);
		number(facts, "O406", "0.9", 12);
		category(facts, "B502", "NONE");
		number(facts, "B503", "0.1", 1);
		category(facts, "B504", "NONE");
		category(facts, "B505", "NONE");
		category(facts, "B506", "OK");
		var working = new WorkingCapital(new BigDecimal("1860000"), new BigDecimal("18"), new BigDecimal("10"), 45, 40,
				20, 30, 0, new BigDecimal("60000"), BigDecimal.ZERO, BigDecimal.ZERO);
		return new Snapshot(new UUID(7, 7), DAY, facts, inputs(working));
	}

	private Snapshot best() {
		var facts = new TreeMap<String, Fact>();
		for (var indicator : card.indicators()) {
			var bin = indicator.bins().stream().filter(it -> it.points() == indicator.max()).findFirst().orElseThrow();
			if (bin.category() != null) {
				category(facts, indicator.code(), bin.category());
			}
			else {
				var from = bin.from();
				number(facts, indicator.code(), (from != null) ? from.toPlainString() : "0", 12);
			}
		}
		return new Snapshot(UUID.randomUUID(), DAY, facts, inputs(null));
	}

	private static void number(TreeMap<String, Fact> facts, String code, String value, int rows) {
		facts.put(code, Fact.number(new BigDecimal(value), "test", DAY, rows, null));
	}

	private static void category(TreeMap<String, Fact> facts, String code, String value) {
		facts.put(code, Fact.category(value, "test", DAY, 1, null));
	}

}
