package cn.jinfu.credit.rating;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class RatingMovesTests {

	@Test
	void ratingMovesOnlyAsTheRulesAllow() {
		Matrix.holds("rating-moves.csv", RatingStatus.class, RatingStatus.Action.class, RatingStatus::after);
	}

	@Test
	void objectionMovesOnlyAsTheRulesAllow() {
		Matrix.holds("objection-moves.csv", ObjectionStatus.class, ObjectionStatus.Action.class,
				ObjectionStatus::after);
	}

	@Test
	void overrideMovesOnlyAsTheRulesAllow() {
		Matrix.holds("override-moves.csv", OverrideStatus.class, OverrideStatus.Action.class, OverrideStatus::after);
	}

}
