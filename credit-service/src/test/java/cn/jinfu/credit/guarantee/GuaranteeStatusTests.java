package cn.jinfu.credit.guarantee;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class GuaranteeStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("guarantee-moves.csv", GuaranteeStatus.class, GuaranteeStatus.Action.class,
				GuaranteeStatus::after);
	}

}
