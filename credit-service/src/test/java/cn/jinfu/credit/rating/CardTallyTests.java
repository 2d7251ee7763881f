package cn.jinfu.credit.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a simulation adds up, by hand. */
class CardTallyTests {

	private static Outcome outcome(int score, Grade grade, Route route, String limit) {
		var amount = new BigDecimal(limit);
		return new Outcome(score, grade, route, false, List.of(), List.of(), List.of(), List.of(), List.of(),
				new Limit(amount, amount, null, BigDecimal.ZERO, amount, amount, Limit.Binding.PRODUCTION), null, 0,
				LocalDate.of(2027, 1, 1));
	}

	@Test
	void farmsAreCountedOnceInEachCut() {
		var tally = new CardTally();
		tally.add("330482103", FarmSize.FROM_30, outcome(700, Grade.A, Route.GUARANTEE, "200000"),
				outcome(760, Grade.AA, Route.GREEN, "260000"));
		tally.add("330482103", FarmSize.UNDER_30, outcome(500, Grade.BB, Route.COMMITTEE, "50000"),
				outcome(400, Grade.B, Route.IMPROVE, "0"));
		tally.add("330482104", FarmSize.FROM_30, outcome(650, Grade.BBB, Route.GUARANTEE, "90000"),
				outcome(650, Grade.BBB, Route.GUARANTEE, "90000"));

		var result = tally.compared(LocalDate.of(2026, 11, 27), "GPH-2026.1");

		assertThat(result.ratings()).isEqualTo(3);
		assertThat(result.better()).isEqualTo(1);
		assertThat(result.worse()).isEqualTo(1);
		assertThat(result.limitAfter().subtract(result.limitBefore())).isEqualByComparingTo("10000");
		assertThat(result.meanBefore()).isEqualTo(616);
		assertThat(result.routes()).containsExactly(new CardComparison.Way(Route.GREEN, 0, 1),
				new CardComparison.Way(Route.GUARANTEE, 2, 1), new CardComparison.Way(Route.COMMITTEE, 1, 0),
				new CardComparison.Way(Route.IMPROVE, 0, 1));
		assertThat(result.townships()).containsExactly(
				new CardComparison.Group("330482103", 2, 1, 1, 2, 1, new BigDecimal("250000"),
						new BigDecimal("260000")),
				new CardComparison.Group("330482104", 1, 0, 0, 1, 1, new BigDecimal("90000"), new BigDecimal("90000")));
		assertThat(result.sizes()).extracting(CardComparison.Group::key).containsExactly("UNDER_30", "FROM_30");
		assertThat(result.sizes().getFirst().more()).isEqualByComparingTo("-50000");
	}

	@ParameterizedTest
	@CsvSource({ ",UNKNOWN", "0,UNDER_30", "29.9999,UNDER_30", "30,FROM_30", "99.9,FROM_30", "100,FROM_100",
			"499.99,FROM_100", "500,FROM_500", "100000,FROM_500" })
	void aFarmFallsIntoTheBandWhoseEdgeItReaches(BigDecimal mu, FarmSize size) {
		assertThat(FarmSize.of(mu)).isEqualTo(size);
	}

	@Test
	void aComparisonFromBeforeTheGroupsIsReadWithNone() {
		var old = RatingJson
			.read("{\"on\":\"2026-01-01\",\"present\":\"GPH-2026.1\",\"ratings\":0,\"moves\":[],\"limitBefore\":0,"
					+ "\"limitAfter\":0,\"scoreBefore\":0,\"scoreAfter\":0}", CardComparison.class);
		assertThat(old.routes()).isEmpty();
		assertThat(old.townships()).isEmpty();
	}

}
