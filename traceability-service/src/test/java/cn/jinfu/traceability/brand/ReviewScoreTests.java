package cn.jinfu.traceability.brand;

import java.math.BigDecimal;
import java.util.Map;

import cn.jinfu.traceability.brand.ReviewScore.Figures;
import cn.jinfu.traceability.brand.ReviewScore.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Parts and score, reckoned by hand. */
class ReviewScoreTests {

	private static final Map<Part, Integer> WEIGHTS = Map.of(Part.TESTS, 40, Part.COMPLETENESS, 20, Part.COMPLAINTS, 20,
			Part.LABELS, 10, Part.SALES, 10);

	private static final Figures YEAR = new Figures(10, 1, 20, 1, new BigDecimal("87.9"), 1000, -15L,
			new BigDecimal("4000"), new BigDecimal("3000"));

	@Test
	void everyPartIsOfAHundredAndRoundedDown() {
		assertThat(ReviewScore.of(YEAR, null).parts()).containsExactlyInAnyOrderEntriesOf(
				Map.of(Part.TESTS, 90, Part.COMPLETENESS, 87, Part.COMPLAINTS, 95, Part.LABELS, 98, Part.SALES, 75));
	}

	@Test
	void withoutDecidedWeightsThereIsNoScore() {
		assertThat(ReviewScore.of(YEAR, null).score()).isNull();
	}

	@Test
	void theScoreIsWeighed() {
		// (90 x 40 + 87 x 20 + 95 x 20 + 98 x 10 + 75 x 10) / 100 = 89.7
		assertThat(ReviewScore.of(YEAR, WEIGHTS).score()).isEqualTo(89);
	}

	@Test
	void whatHasNoRecordsTakesNoShare() {
		var thin = new Figures(2, 1, 0, 0, null, 0, null, BigDecimal.ZERO, BigDecimal.ZERO);
		assertThat(ReviewScore.of(thin, WEIGHTS)).isEqualTo(new ReviewScore(Map.of(Part.TESTS, 50), 50));
		var nothing = new Figures(0, 0, 0, 0, null, 0, null, BigDecimal.ZERO, BigDecimal.ZERO);
		assertThat(ReviewScore.of(nothing, WEIGHTS).score()).isNull();
	}

	@Test
	void moreComplaintsThanLotsAreZeroAndNotLess() {
		var bad = new Figures(0, 0, 2, 5, new BigDecimal("50"), 10, 40L, BigDecimal.TEN, BigDecimal.ZERO);
		assertThat(ReviewScore.of(bad, null).parts()).containsEntry(Part.COMPLAINTS, 0).containsEntry(Part.LABELS, 0);
	}

}
