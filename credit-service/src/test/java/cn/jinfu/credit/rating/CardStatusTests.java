package cn.jinfu.credit.rating;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class CardStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("card-moves.csv", CardStatus.class, CardStatus.Action.class, CardStatus::after);
	}

}
