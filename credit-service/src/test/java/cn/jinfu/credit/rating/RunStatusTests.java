package cn.jinfu.credit.rating;

import cn.jinfu.credit.Matrix;
import org.junit.jupiter.api.Test;

class RunStatusTests {

	@Test
	void movesOnlyAsTheRulesAllow() {
		Matrix.holds("run-moves.csv", RunStatus.class, RunStatus.Action.class, RunStatus::after);
	}

}
